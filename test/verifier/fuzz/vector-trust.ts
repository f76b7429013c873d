/** For the fuzz run: the bundles of test/vectors that it begins with, one of them with sidecars of each kind, and the pins by which all of what those say is judged. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromBase64 } from '../../../src/core/bytes/bytes.ts';
import { sidecarName } from '../../../src/core/sidecars/names.ts';
import { spkiSha256, pemToSpki } from '../../../src/core/transcript/signature.ts';
import type { Trust } from '../../../src/verifier/trust.ts';

const vectors = fileURLToPath(new URL('../../vectors/', import.meta.url));
const SIGNED_OFF = 'keyrite-bundle-1-signed-off';
const made = JSON.parse(readFileSync(path.join(vectors, 'keyrite-bundle-1-timestamp/made.json'), 'utf8')) as { readonly timestamp: string; readonly root: string };
/** The key of the log of that bundle stands in docs/formats/sidecars.md. */
const LOG = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExsY1i4/B3ek0WuGy5ykV0u+SEU7MRdFiCejhPK+rddHOCmOxelk7gwRKTl/r4lh0JgVMrKVY1h+N6/XY6rAeyg==';

function bundle(name: string): Map<string, Uint8Array> {
  const folder = path.join(vectors, name, 'bundle');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => path.join(entry.parentPath, entry.name)).sort().map((file) => [path.relative(folder, file), new Uint8Array(readFileSync(file))]));
}

function withSidecars(): ReadonlyMap<string, Uint8Array> {
  const stamp = fromBase64(made.timestamp);
  return bundle(SIGNED_OFF).set(sidecarName('timestamp', stamp), stamp);
}

export const vectorBundles: readonly ReadonlyMap<string, Uint8Array>[] = [bundle('keyrite-bundle-1'), bundle('keyrite-bundle-2'), withSidecars()];

export const vectorTrust: Trust = {
  keyriteTrust: 1,
  hsmRoot: [spkiSha256(pemToSpki(readFileSync(path.join(vectors, SIGNED_OFF, 'bundle/keys/hsm-root.pem'), 'utf8')))],
  logKeys: [LOG],
  timestampRoots: [made.root],
};
