/** Builds out/verifier, the package @keyrite/verifier: library, types, command, and the page that verifies a bundle without any of it. Publishes nothing. */
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildLibrary, OLDEST } from './library.mjs';
import { buildPage } from './page.mjs';
import { buildTypes } from './types.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} [out] */
export async function buildVerifier(out = path.join(root, 'out/verifier')) {
  await buildLibrary(root, out);
  await buildPage(root, path.join(out, 'verify.html'));
  buildTypes(root, out);
  const { version, license } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const manifest = {
    name: '@keyrite/verifier',
    version,
    description: 'Verifies transcript bundles of Keyrite key ceremonies, and gives their events to online systems. No network, no clock, no native module.',
    license,
    type: 'module',
    engines: { node: `>=${OLDEST}` },
    sideEffects: false,
    bin: { 'keyrite-verify': 'keyrite-verify.js' },
    exports: {
      '.': { types: './types/verifier/index.d.ts', default: './index.js' },
      './files': { types: './types/verifier/zip-file.d.ts', default: './files.js' },
      './package.json': './package.json',
    },
    types: './types/verifier/index.d.ts',
  };
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const command = path.join(out, 'keyrite-verify.js');
  writeFileSync(command, `#!/usr/bin/env node\n${readFileSync(command, 'utf8')}`);
  chmodSync(command, 0o755);
  cpSync(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
  cpSync(path.join(root, 'docs/verifier.md'), path.join(out, 'README.md'));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildVerifier();
