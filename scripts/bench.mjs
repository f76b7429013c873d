/** `npm run bench`: set-up and build, then the benchmark on the project's own Node. Its arguments pass through. */
import { fileURLToPath } from 'node:url';
import { runForeground, runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';

const args = process.argv.slice(2);
// Only a window needs Chromium and a build; only tokens need SoftHSM2.
const runs = (/** @type {string} */ name) => args.includes(name) || !['rehearsal', 'append', 'verify', 'start'].some((part) => args.includes(part));

await setUpOrExit(runs('start') ? 'start' : runs('rehearsal') ? 'rehearse' : 'keyrite');
process.exitCode = await runForeground(runtime, [fileURLToPath(new URL('../bench/main.ts', import.meta.url)), ...args]);
