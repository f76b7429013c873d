/**
 * `npm test`: set-up, then every part, going on after a failing one; ends with the line `N passed, N failed`. `npm test -- unit lint` runs
 * only the parts named. As many parts run at once as the machine has processors; what a part prints is shown when it is done.
 * Plain JavaScript, since it starts before any package is there.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';
import { countPart } from './test-run/count.mjs';
import { inLanes } from './test-run/lanes.mjs';
import { parts } from './test-run/parts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = path.join(root, '.setup/reports');

/** Ends the process group of every part that is running. @type {Set<() => void>} */
const running = new Set();
const interrupted = () => {
  for (const end of running) end();
  process.exit(130);
};
process.once('SIGINT', interrupted).once('SIGTERM', interrupted);

/**
 * Runs one part in a process group of its own, so that whatever it started ends with it; 124 where its time is over.
 * @param {import('./test-run/parts.mjs').Part} part
 * @param {string} report
 * @param {(text: string) => void} print
 * @returns {Promise<number>}
 */
function run(part, report, print) {
  // Tests start hundreds of processes from the sources: what Node made of a file is kept for the next.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(root, '.setup/compile-cache'), PATH: `${path.dirname(runtime)}${path.delimiter}${process.env['PATH']}`, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const child = spawn(runtime, [...part.command], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
  return new Promise((resolve) => {
    let isOver = false;
    const endGroup = () => {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group is gone already.
      }
    };
    const clock = setTimeout(() => {
      isOver = true;
      print(`${part.name}: not done after ${part.minutes} minutes, ended\n`);
      endGroup();
    }, part.minutes * 60_000);
    running.add(endGroup);
    child.once('error', () => undefined);
    child.once('close', (code) => {
      clearTimeout(clock);
      running.delete(endGroup);
      endGroup();
      resolve(isOver ? 124 : (code ?? 1));
    });
  });
}

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. The parts: ${parts.map((part) => part.name).join(', ')}\n`);
  process.exit(2);
}
await setUpOrExit('test');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const start = performance.now();
const lanes = Math.min(4, availableParallelism());

/**
 * Runs one part and says how it went.
 * @param {import('./test-run/parts.mjs').Part} part
 */
async function judge(part) {
  process.stdout.write(`== ${part.name} begins: ${part.what}\n`);
  const began = performance.now();
  const report = path.join(reports, `${part.name}.json`);
  let printed = '';
  const count = countPart(part.counts, report, await run(part, report, (text) => void (printed += text)));
  process.stdout.write(`\n== ${part.name}: ${part.what}\n${printed}== ${part.name} done: ${count.passed} passed, ${count.failed} failed, ${seconds(began)}\n\n`);
  return { ...count, line: `${count.failed === 0 ? 'passed' : 'FAILED'}  ${part.name.padEnd(12)} ${`${count.passed} passed, ${count.failed} failed`.padEnd(26)} ${seconds(began)}` };
}

const chosen = parts.filter(({ name }) => names.length === 0 || names.includes(name));
// The checks come first: the build among them is what later parts run.
const answers = [];
for (const isCheck of [true, false]) answers.push(...(await inLanes(chosen.filter((part) => (part.counts === 'check') === isCheck), lanes, judge)));
const passed = answers.reduce((sum, part) => sum + part.passed, 0);
const failed = answers.reduce((sum, part) => sum + part.failed, 0);
process.stdout.write(`\n${answers.map((part) => part.line).join('\n')}\nall parts in ${seconds(start)}\n\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
