/** `npm start`: set-up and build, then the window: in Electron where its binary is installed, else in the system's Chromium, for rehearsals only. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runForeground, runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const electron = here('../node_modules/electron/dist/electron');
const args = process.argv.slice(2);

await setUpOrExit('start');
if (existsSync(electron)) {
  process.exitCode = await runForeground(electron, [here('..'), ...args]);
} else {
  process.stderr.write("Electron's binary is not installed: the window opens in the system's Chromium, for rehearsals only.\n");
  process.exitCode = await runForeground(runtime, [here('../src/shell/run.ts'), '--', ...args]);
}
