/** A slice of the fuzz run (`npm run fuzz`), within what a test may take: no mutation of the bundles of test/vectors is anything but refused by rule. */
import { expect, it, vi } from 'vitest';
import { judgeBundle } from '../../src/verifier/verify-bundle.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { vectorBundles as bundles, vectorTrust } from './fuzz/vector-trust.ts';
import { memorySource } from './memory-source.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

it('finds the bundles that it begins with valid, and each run the same again', async () => {
  for (const files of bundles) expect((await judgeBundle(memorySource(files), { stopAtFirstError: true })).report.verdict).toBe('valid');
  const twice = [await fuzz(bundles, 7, 100, 130), await fuzz(bundles, 7, 100, 130)];
  expect(twice[0]).toEqual(twice[1]);
});

it.each([0, 1, 2, 3])('finds none of 1,000 mutations valid (slice %i)', async (slice) => {
  const { survivors, rules, same, runs } = await fuzz(bundles, 1, slice * 1000, (slice + 1) * 1000, vectorTrust);
  expect(survivors).toEqual([]);
  // Every other run ended at a rule, and by far not always at the same.
  expect(Object.values(rules).reduce((sum, n) => sum + n, 0)).toBe(runs - same);
  expect(Object.keys(rules).length).toBeGreaterThan(8);
});
