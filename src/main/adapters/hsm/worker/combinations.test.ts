/** Every quorum is compared, or a counted sample; one wrong share is found. */
import { describe, expect, it } from 'vitest';
import { splitSecret } from '../../../../core/shares/split.ts';
import { choose, compareCombinations, sample, subsets } from './combinations.ts';

const secret = Uint8Array.from({ length: 32 }, (_, i) => i + 1);

describe('subsets', () => {
  it.each([[3, 2, 3], [5, 3, 10], [7, 4, 35], [4, 4, 1], [5, 1, 5]])('of %i, %i at a time are %i, all different', (n, k, count) => {
    const all = [...subsets(n, k)].map((subset) => subset.join());
    expect(all).toHaveLength(count);
    expect(new Set(all).size).toBe(count);
    expect(choose(n, k)).toBe(count);
  });

  it('counts the largest split there is exactly', () => {
    expect(choose(32, 16)).toBe(601_080_390);
  });

  it('draws samples that are subsets', () => {
    for (const subset of sample(32, 16, 50)) {
      expect(new Set(subset).size).toBe(16);
      expect(subset.every((i, at) => i >= 0 && i < 32 && (at === 0 || i > subset[at - 1]!))).toBe(true);
    }
  });
});

describe('comparing', () => {
  it('takes every combination up to the bound, and a sample of the bound above it', async () => {
    const values = await splitSecret(secret, { threshold: 3, count: 6 });
    expect(await compareCombinations(secret, values, 3)).toEqual({ total: 20, checked: 20 });
    expect(await compareCombinations(secret, values, 3, 20)).toEqual({ total: 20, checked: 20 });
    expect(await compareCombinations(secret, values, 3, 7)).toEqual({ total: 20, checked: 7 });
  });

  it('finds one wrong bit in the last share', async () => {
    const values = await splitSecret(secret, { threshold: 2, count: 3 });
    values[2]![0]! ^= 1;
    await expect(compareCombinations(secret, values, 2)).rejects.toMatchObject({ code: 'hsm.split-not-verified' });
  });

  it('finds that the shares are of another secret', async () => {
    const values = await splitSecret(new Uint8Array(32), { threshold: 2, count: 3 });
    await expect(compareCombinations(secret, values, 2)).rejects.toMatchObject({ code: 'hsm.split-not-verified' });
  });
});
