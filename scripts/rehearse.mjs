/** `npm run rehearse`: set-up, then a whole rehearsal of the default plan into ./rehearsal. Options of `keyrite rehearse` pass through. */
import { fileURLToPath } from 'node:url';
import { runForeground, runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const args = process.argv.slice(2);
const has = (/** @type {string} */ name) => args.some((arg) => arg === name || arg.startsWith(`${name}=`));
const plan = has('--plan') ? [] : ['--plan', here('../resources/plans/hyok-3-of-5.yaml')];
const out = has('--out') ? [] : ['--out', 'rehearsal'];

await setUpOrExit('rehearse');
process.exitCode = await runForeground(runtime, [here('../bin/keyrite.mjs'), 'rehearse', ...plan, ...out, ...args]);
