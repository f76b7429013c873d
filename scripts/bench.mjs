/** `npm run bench`: set-up and build, then the benchmark on the project's own Node. Its arguments pass through. */
import { fileURLToPath } from 'node:url';
import { partNames, unknownPart } from '../bench/part-names.mjs';
import { runForeground, runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';

const args = process.argv.slice(2);
// Only a window needs Chromium and a build; only tokens need SoftHSM2; only the import needs PostgreSQL, which the tests need too.
const runs = (/** @type {string} */ name) => args.includes(name) || !partNames.some((part) => args.includes(part));

const unknown = unknownPart(args);
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Parts: ${partNames.join(', ')}.`);
  process.exitCode = 2;
} else {
  await setUpOrExit(runs('import') ? 'test' : runs('start') ? 'start' : runs('rehearsal') || runs('later') ? 'rehearse' : 'keyrite');
  process.exitCode = await runForeground(runtime, [fileURLToPath(new URL('../bench/main.ts', import.meta.url)), ...args]);
}
