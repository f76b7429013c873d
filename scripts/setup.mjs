/**
 * Set-up: brings what is missing for one command and says so; where nothing is missing it is silent. Plain JavaScript for Node 20 and
 * newer, with no dependency, since it runs before any is there. `node scripts/setup.mjs --for keyrite|rehearse|start|test`
 */
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './setup/build.mjs';
import { groups } from './setup/debian-packages.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { say, SetUpStopped } from './setup/say.mjs';

/** @typedef {import('./setup/debian-packages.mjs').Group} Group */

/**
 * Brings what `group` needs; throws SetUpStopped where a person must act. The command line runs from its sources and needs no build; a rehearsal
 * wants the page that verifies its bundle, which is built; the tests build as a part of their own.
 * @param {Group} group
 */
export async function setUp(group) {
  await ensureDebianPackages(group);
  await ensureNpmPackages();
  if (group === 'start' || group === 'rehearse') await ensureBuild();
}

/**
 * As {@link setUp}; ends the process with code 1 and the reason where it cannot be done.
 * @param {Group} group
 */
export async function setUpOrExit(group) {
  try {
    await setUp(group);
  } catch (error) {
    if (!(error instanceof SetUpStopped)) throw error;
    say(error.message);
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [flag, name] = process.argv.slice(2);
  const group = groups.find((known) => known === name);
  if (flag !== '--for' || !group) {
    process.stderr.write(`Usage: node scripts/setup.mjs --for ${groups.join('|')}\n`);
    process.exit(2);
  }
  await setUpOrExit(group);
  say(`all is there for ${group}`);
}
