/** `npm run fuzz -- --runs N --seed N [--workers N]`: mutations of the bundles of test/vectors (one with sidecars), spread over processes; ends with 1 where one of them verifies. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import './remember.ts';
import type { FuzzResult } from './fuzz.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, workers: { type: 'string', default: String(availableParallelism()) }, part: { type: 'string' } } });
const [runs, seed, workers] = [Number(values.runs), Number(values.seed), Number(values.workers)] as const;
if (![runs, seed, workers].every((n) => Number.isSafeInteger(n) && n >= 0) || workers < 1) {
  process.stderr.write('Usage: npm run fuzz -- --runs N --seed N [--workers N]\n');
  process.exit(2);
}

/** Asked for one share of the runs, and tells its parent in pieces. */
async function part(number: number): Promise<void> {
  // Loaded only now, so that the hook is in its place.
  const { fuzz } = await import('./fuzz.ts');
  const { vectorBundles, vectorTrust } = await import('./vector-trust.ts');
  const [from, to] = [Math.floor((runs * number) / workers), Math.floor((runs * (number + 1)) / workers)];
  for (let at = from; at < to; at += 1000) process.send!(await fuzz(vectorBundles, seed, at, Math.min(at + 1000, to), vectorTrust));
}

if (values.part !== undefined) await part(Number(values.part));
else {
  const began = performance.now();
  const rules: Record<string, number> = {};
  let [done, same, survived, failed, told] = [0, 0, 0, 0, 0];
  const take = (result: FuzzResult): void => {
    done += result.runs;
    same += result.same;
    survived += result.survivors.length;
    for (const survivor of result.survivors.slice(0, 20)) process.stdout.write(`${JSON.stringify({ seed, ...survivor })}\n`);
    for (const [rule, count] of Object.entries(result.rules)) rules[rule] = (rules[rule] ?? 0) + count;
    if (done - told >= 100_000) {
      told = done;
      process.stderr.write(`${done} of ${runs}, ${Math.round((performance.now() - began) / 1000)} s\n`);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_unused, number) => new Promise<void>((resolve) => {
    const child = fork(fileURLToPath(import.meta.url), ['--runs', String(runs), '--seed', String(seed), '--workers', String(workers), '--part', String(number)]);
    child.on('message', (message) => {
      take(message as FuzzResult);
    });
    child.on('exit', (code) => {
      if (code !== 0) failed++;
      resolve();
    });
  })));
  process.stdout.write(`${JSON.stringify({ seed, runs: done, changedNothing: same, verified: survived, seconds: Math.round((performance.now() - began) / 1000), rules })}\n`);
  if (survived > 0 || failed > 0 || done !== runs) process.exitCode = 1;
}
