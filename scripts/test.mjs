/**
 * `npm test`: set-up, then every part, going on after a failing one; ends with the line `N passed, N failed`. `npm test -- unit lint` runs
 * only the parts named. Plain JavaScript, since it starts before any package is there.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtime } from '../bin/runtime.mjs';
import { setUpOrExit } from './setup.mjs';
import { countPart } from './test-run/count.mjs';
import { parts } from './test-run/parts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = path.join(root, '.setup/reports');

/**
 * Runs one part in a process group of its own, so that whatever it started ends with it; 124 where its time is over.
 * @param {import('./test-run/parts.mjs').Part} part
 * @param {string} report
 * @returns {Promise<number>}
 */
function run(part, report) {
  const env = { ...process.env, PATH: `${path.dirname(runtime)}${path.delimiter}${process.env['PATH']}`, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const child = spawn(runtime, [...part.command], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
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
      process.stdout.write(`${part.name}: not done after ${part.minutes} minutes, ended\n`);
      endGroup();
    }, part.minutes * 60_000);
    const interrupted = () => {
      endGroup();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    child.once('error', () => undefined);
    child.once('close', (code) => {
      clearTimeout(clock);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
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
const total = { passed: 0, failed: 0 };
const table = [];
for (const part of parts.filter(({ name }) => names.length === 0 || names.includes(name))) {
  process.stdout.write(`\n== ${part.name}: ${part.what}\n`);
  const began = performance.now();
  const report = path.join(reports, `${part.name}.json`);
  const count = countPart(part.counts, report, await run(part, report));
  total.passed += count.passed;
  total.failed += count.failed;
  table.push(`${count.failed === 0 ? 'passed' : 'FAILED'}  ${part.name.padEnd(12)} ${`${count.passed} passed, ${count.failed} failed`.padEnd(26)} ${seconds(began)}`);
}
process.stdout.write(`\n${table.join('\n')}\nall parts in ${seconds(start)}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
