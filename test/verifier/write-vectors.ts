/** Writes the bundles of test/vectors anew from the builders, after the format has changed: `npx node test/verifier/write-vectors.ts`. Their values in docs/formats/transcript.md are held by worked-example.test.ts. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { later } from './later-samples.ts';
import { sampleBundle } from './sample-bundle.ts';

const bundles: readonly (readonly [string, ReadonlyMap<string, Uint8Array>])[] = [
  ['keyrite-bundle-1', sampleBundle()],
  ['keyrite-bundle-2', later('rotate of the root').bundle],
];

for (const [vector, files] of bundles) {
  const folder = fileURLToPath(new URL(`../vectors/${vector}/bundle/`, import.meta.url));
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
