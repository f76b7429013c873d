/** Installs the npm packages with `npm ci` where they differ from package-lock.json. Changes nothing but node_modules. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { oldestNode, runForeground, runtime } from '../../bin/runtime.mjs';
import { say, SetUpStopped } from './say.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * @param {string} file
 * @returns {Record<string, LockEntry> | null}
 */
function lockedPackages(file) {
  if (!existsSync(file)) return null;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * Why node_modules is not what package-lock.json says, in words; null where it is. npm notes what it installed in
 * node_modules/.package-lock.json; optional packages of other platforms are rightly absent there.
 */
function difference() {
  const wanted = lockedPackages(path.join(root, 'package-lock.json'));
  const present = lockedPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (!wanted) throw new SetUpStopped('package-lock.json is missing: this is not a whole checkout.');
  if (!present) return 'no npm packages are installed yet';
  for (const [where, entry] of Object.entries(wanted)) {
    if (where === '' || entry.optional) continue;
    const found = present[where];
    if (!found) return `${where} is missing`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${where} is ${found.version}, not ${entry.version}`;
  }
  return brokenInstall();
}

/** What an install script should have left and did not, in words; null where all is there. */
function brokenInstall() {
  const asked = spawnSync(runtime, ['--version'], { encoding: 'utf8' });
  if (asked.error || !asked.stdout.startsWith(`v${oldestNode}.`)) return `the project's own Node ${oldestNode} does not run`;
  if (!existsSync(path.join(root, 'node_modules/pkcs11js/build/Release/pkcs11.node'))) return 'pkcs11js was not built';
  return null;
}

/** npm's environment without this project's own Node (npm is about to replace it), and with the headers beside the machine's Node. */
function npmEnvironment() {
  const own = path.dirname(runtime);
  const entries = (process.env['PATH'] ?? '').split(path.delimiter).filter((entry) => path.resolve(entry) !== own);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: entries.join(path.delimiter) };
  const machineNode = spawnSync('node', ['-p', 'process.execPath'], { encoding: 'utf8', env }).stdout?.trim();
  const prefix = machineNode ? path.resolve(path.dirname(machineNode), '..') : '';
  // node-gyp fetches headers from the network unless it is told where they are. Any N-API headers do: pkcs11js is built on N-API only.
  if (!env['npm_config_nodedir'] && prefix && existsSync(path.join(prefix, 'include/node/node_api.h'))) env['npm_config_nodedir'] = prefix;
  return env;
}

/** @returns {Promise<void>} */
export async function ensureNpmPackages() {
  const why = difference();
  if (why === null) return;
  say(`npm packages: ${why}; npm ci`);
  const code = await runForeground('npm', ['ci', '--no-audit', '--no-fund'], { env: npmEnvironment(), toStderr: true });
  if (code !== 0) throw new SetUpStopped(`npm ci ended with code ${code}; its own words are above.`);
  const broken = brokenInstall();
  if (broken) {
    throw new SetUpStopped(`npm ci ended well, yet ${broken}. Two packages must run their install scripts (node, pkcs11js): see allowScripts in package.json, and npm's ignore-scripts setting.`);
  }
}
