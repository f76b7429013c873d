/** Writes test/vectors/keyrite-bundle-1-signed-off anew, after the format or the sample has changed: `npx node test/verifier/sidecars/write-vector.ts`. Its values in docs/formats/sidecars.md are held by vector.test.ts. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vectorFiles } from './vector.ts';

const folder = fileURLToPath(new URL('../../vectors/keyrite-bundle-1-signed-off/bundle/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
for (const [name, bytes] of vectorFiles()) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
