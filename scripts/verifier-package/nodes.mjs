/**
 * `npm run verifier:nodes`: tries the built package on Node 20, 22, 24 and 26, each from the npm package that carries its binary. Needs the registry and some
 * hundred megabytes in a temporary folder, so it is no part of `npm test`, which tries the machine's Node and our own.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from '../setup/build.mjs';
import { checkScript } from './check-script.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26'];
const bundles = ['keyrite-bundle-1', 'keyrite-bundle-2'].map((name) => path.join(root, 'test/vectors', name, 'bundle'));

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
function must(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}${done.stdout}`);
  return done.stdout;
}

await ensureBuild();
const folder = mkdtempSync(path.join(tmpdir(), 'keyrite-nodes-'));
try {
  const place = path.join(folder, 'node_modules/@keyrite/verifier');
  mkdirSync(path.dirname(place), { recursive: true });
  cpSync(path.join(root, 'out/verifier'), place, { recursive: true });
  writeFileSync(path.join(folder, 'check.mjs'), checkScript);
  for (const version of versions) {
    const own = path.join(folder, version);
    mkdirSync(own);
    must('npm', ['pack', `node-${process.platform}-${process.arch}@${version}`, '--silent'], own);
    const [tarball = ''] = readdirSync(own);
    must('tar', ['-xzf', tarball], own);
    const node = path.join(own, 'package/bin/node');
    if (!existsSync(node)) throw new Error(`the package of Node ${version} has no bin/node`);
    for (const bundle of bundles) process.stdout.write(must(node, ['check.mjs', bundle], folder));
    rmSync(own, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
