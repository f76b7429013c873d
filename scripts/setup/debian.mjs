/** Installs the Debian packages that are missing: as root by itself, else it names the exact command and stops. Never removes or upgrades anything. */
import { spawnSync } from 'node:child_process';
import { runForeground } from '../../bin/runtime.mjs';
import { debianPackages } from './debian-packages.mjs';
import { say, SetUpStopped } from './say.mjs';

/** @typedef {import('./debian-packages.mjs').Group} Group */

/**
 * The command that installs `names`, as a person would type it.
 * @param {readonly string[]} names
 */
export function installCommand(names) {
  return `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/**
 * Which of `names` dpkg does not list as installed; null where there is no dpkg.
 * @param {readonly string[]} names
 * @returns {string[] | null}
 */
function missingOf(names) {
  const asked = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { encoding: 'utf8' });
  if (asked.error) return null;
  const installed = new Set(
    asked.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/**
 * @param {Group} group
 * @returns {Promise<void>}
 */
export async function ensureDebianPackages(group) {
  const needed = debianPackages.filter((entry) => entry.groups.includes(group));
  const missing = missingOf(needed.map((entry) => entry.name));
  if (missing === null) {
    if (process.env['KEYRITE_OWN_PACKAGES'] === '1') return;
    throw new SetUpStopped(
      [
        'This is not Debian: dpkg-query is missing. Install what corresponds to these packages, then run again with KEYRITE_OWN_PACKAGES=1:',
        ...needed.map((entry) => `  ${entry.name.padEnd(16)} ${entry.why}`),
      ].join('\n'),
    );
  }
  if (missing.length === 0) return;
  say(`Debian packages that are missing:`);
  for (const entry of needed.filter(({ name }) => missing.includes(name))) say(`  ${entry.name.padEnd(16)} ${entry.why}`);
  if (process.getuid?.() !== 0) {
    throw new SetUpStopped(`Only root may install them. Run this, then start again:\n  sudo sh -c '${installCommand(missing)}'`);
  }
  say(installCommand(missing));
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...missing]]) {
    const code = await runForeground('apt-get', args, { env, toStderr: true });
    if (code !== 0) throw new SetUpStopped(`apt-get ${args[0]} ended with code ${code}; its own words are above.`);
  }
  const still = missingOf(missing) ?? missing;
  if (still.length > 0) throw new SetUpStopped(`apt-get ended well, yet these are not installed: ${still.join(', ')}`);
}
