/** Reads how many tests a runner ran from the runner's own JSON report. A skipped test is not a passed one: it counts as failed. */
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * Vitest's report: tests by outcome; a file that could not even be loaded has failed and holds no test.
 * @param {{ numPassedTests: number, numTotalTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} report
 * @returns {Count}
 */
function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests + unloaded };
}

/**
 * Playwright's report; `errors` are those outside any test.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} report
 * @returns {Count}
 */
function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + report.errors.length };
}

/**
 * The count of a part that ended with `code`. No report, no test, or an unhappy end without a failed test is one failure: never silence.
 * @param {'check' | 'vitest' | 'playwright'} kind
 * @param {string} reportFile
 * @param {number} code
 * @returns {Count}
 */
export function countPart(kind, reportFile, code) {
  if (kind === 'check') return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const count = kind === 'vitest' ? countVitest(report) : countPlaywright(report);
  const isSilentFailure = count.failed === 0 && (code !== 0 || count.passed === 0);
  return isSilentFailure ? { ...count, failed: 1 } : count;
}
