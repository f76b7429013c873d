/** `npm test` counts what really ran: no report, no test, a skipped test and an unhappy end are each a failure. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPart } from '../../scripts/test-run/count.mjs';
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

describe('the parts', () => {
  it('hold every test file of the repository', () => {
    const homes = [/^src\//, /^test\/(boundaries|softhsm|carriers|transfer|ceremony|verifier|renderer|security|e2e)\//];
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
