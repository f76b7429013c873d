/** Builds out/ where the sources changed since the last build. Compares contents, not times: a checkout sets times as it likes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runForeground, runtime } from '../../bin/runtime.mjs';
import { say, SetUpStopped } from './say.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = path.join(root, '.setup/build');

/** What the build is made from, and what it makes. */
const inputs = ['src', 'scripts/verifier-package', 'docs/verifier.md', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const outputs = ['out/main/index.js', 'out/cli/keyrite.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'out/verifier/package.json', 'out/verifier/verify.html'];

/**
 * @param {string} where
 * @returns {string[]}
 */
function filesOf(where) {
  const absolute = path.join(root, where);
  if (!existsSync(absolute)) return [];
  const entries = readdirSync(absolute, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name));
}

function digestOfSources() {
  const hash = createHash('sha256');
  const files = inputs.flatMap((input) => (path.extname(input) ? [path.join(root, input)] : filesOf(input)));
  for (const file of files.sort()) {
    const bytes = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** @returns {Promise<void>} */
export async function ensureBuild() {
  const digest = digestOfSources();
  const isBuilt = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && outputs.every((output) => existsSync(path.join(root, output)));
  if (isBuilt) return;
  say('building out/ from the sources');
  rmSync(stamp, { force: true });
  // The application empties out/ first, so the verifier comes after it.
  for (const command of [['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'], ['scripts/verifier-package/build.mjs']]) {
    const [script = '', ...args] = command;
    const code = await runForeground(runtime, [path.join(root, script), ...args], { toStderr: true });
    if (code !== 0) throw new SetUpStopped(`The build ended with code ${code}; its own words are above.`);
  }
  const absent = outputs.filter((output) => !existsSync(path.join(root, output)));
  if (absent.length > 0) throw new SetUpStopped(`The build ended well, yet it made no ${absent.join(', ')}`);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensureBuild();
  } catch (error) {
    if (!(error instanceof SetUpStopped)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
