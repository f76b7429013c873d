/** `npm test` counts what really ran: no report, no test, a skipped test and an unhappy end are each a failure. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPart } from '../../scripts/test-run/count.mjs';
import { inLanes } from '../../scripts/test-run/lanes.mjs';
import { parts } from '../../scripts/test-run/parts.mjs';

const root = path.resolve(import.meta.dirname, '../..');
let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'keyrite-counts-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = (content: unknown) => {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const vitest = (passed: number, total: number, files: readonly unknown[] = []) => report({ numPassedTests: passed, numTotalTests: total, testResults: files });
const playwright = (stats: Record<string, number>, errors: readonly unknown[] = []) => report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

describe('the count of a part', () => {
  it('is one for a check', () => {
    expect(countPart('check', '', 0)).toEqual({ passed: 1, failed: 0 });
    expect(countPart('check', '', 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('is what Vitest reports', () => {
    expect(countPart('vitest', vitest(7, 7), 0)).toEqual({ passed: 7, failed: 0 });
    expect(countPart('vitest', vitest(5, 7), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('is what Playwright reports', () => {
    expect(countPart('playwright', playwright({ expected: 3 }), 0)).toEqual({ passed: 3, failed: 0 });
    expect(countPart('playwright', playwright({ expected: 3, unexpected: 1, flaky: 1, skipped: 1 }), 1)).toEqual({ passed: 3, failed: 3 });
  });

  it.each([
    ['there is no report', () => countPart('vitest', path.join(folder, 'none.json'), 0)],
    ['there was no test', () => countPart('vitest', vitest(0, 0), 0)],
    ['there was no end-to-end test', () => countPart('playwright', playwright({}), 0)],
    ['a file could not be loaded', () => countPart('vitest', vitest(4, 4, [{ status: 'failed', assertionResults: [] }]), 1)],
    ['the runner ended unhappily though all passed', () => countPart('vitest', vitest(4, 4), 1)],
    ['a test was skipped', () => countPart('vitest', vitest(4, 5), 0)],
    ['something failed outside any test', () => countPart('playwright', playwright({ expected: 1 }, [{}]), 1)],
  ])('is a failure where %s', (_why, count) => {
    expect(count().failed).toBe(1);
  });
});

describe('lanes', () => {
  it('run as many at once as there are lanes, and answer in the order of the list', async () => {
    let running = 0;
    let most = 0;
    const doors = new Map<number, () => void>();
    const done = inLanes([1, 2, 3], 2, async (item) => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => void doors.set(item, resolve));
      running--;
      return item * 10;
    });
    expect([...doors.keys()]).toEqual([1, 2]);
    doors.get(2)!();
    await expect.poll(() => doors.has(3)).toBe(true);
    doors.get(3)!();
    doors.get(1)!();
    expect(await done).toEqual([10, 20, 30]);
    expect(most).toBe(2);
  });

  it('go on where one item fails, and say so at the end', async () => {
    const seen: number[] = [];
    const work = (item: number): Promise<void> => {
      seen.push(item);
      return item === 1 ? Promise.reject(new Error('one')) : Promise.resolve();
    };
    await expect(inLanes([1, 2, 3], 2, work)).rejects.toThrow('one');
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('the parts', () => {
  it('hold every test file of the repository', () => {
    const homes = [/^src\//, /^test\/(boundaries|softhsm|carriers|transfer|ceremony|verifier|importer|independent|renderer|security|e2e)\//];
    const files = ['src', 'test', 'scripts', 'bench'].flatMap((top) => {
      try {
        return readdirSync(path.join(root, top), { recursive: true, encoding: 'utf8' }).map((file) => `${top}/${file}`);
      } catch {
        return [];
      }
    });
    const tests = files.filter((file) => /\.(test|spec)\.tsx?$/.test(file));
    expect(tests.length).toBeGreaterThan(10);
    expect(tests.filter((file) => !homes.some((home) => home.test(file)))).toEqual([]);
    expect(tests.filter((file) => file.endsWith('.spec.ts') && !file.startsWith('test/e2e/'))).toEqual([]);
  });

  it('have names of their own', () => {
    expect(new Set(parts.map((part) => part.name)).size).toBe(parts.length);
  });
});
