/** `npm run drill`: set-up, then a drill of the default plan into ./drill; without an incident, the list of them. Options of `keyrite drill` pass through. */
import { fileURLToPath } from 'node:url';
import { runForeground, runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';

const args = process.argv.slice(2);
const program = fileURLToPath(new URL('../bin/keyrite.mjs', import.meta.url));

await setUpOrExit('rehearse');
process.exitCode = await runForeground(runtime, [program, 'drill', ...(args.length === 0 ? ['--list'] : args)]);
