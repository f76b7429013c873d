/** Compares what shares combine to with the backup key, while both are in memory: every combination of `threshold` shares up to a bound, else a sample. */
import { randomInt } from 'node:crypto';
import { equalBytes, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { combineShares } from '../../../../core/shares/split.ts';

/** Above this many combinations, as many are drawn at random and the number is recorded. */
export const COMBINATIONS_BOUND = 5000;

/** n choose k; exact below 2^53, which 32 choose 16 is. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

/** All ascending k-subsets of 0..n-1. */
export function* subsets(n: number, k: number): Generator<readonly number[]> {
  const pick = Array.from({ length: k }, (_, i) => i);
  for (;;) {
    yield [...pick];
    let i = k - 1;
    while (i >= 0 && pick[i] === n - k + i) i -= 1;
    if (i < 0) return;
    pick[i]! += 1;
    for (let j = i + 1; j < k; j++) pick[j] = pick[j - 1]! + 1;
  }
}

/** `times` random k-subsets of 0..n-1 (each drawn anew: a repetition is possible, and harmless). */
export function* sample(n: number, k: number, times: number): Generator<readonly number[]> {
  for (let t = 0; t < times; t++) {
    const all = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < k; i++) {
      const at = i + randomInt(n - i);
      [all[i], all[at]] = [all[at]!, all[i]!];
    }
    yield all.slice(0, k).sort((a, b) => a - b);
  }
}

/** How many of all combinations were compared. `hsm.split-not-verified` for the first that gives another secret. */
export async function compareCombinations(secret: Uint8Array, values: readonly Uint8Array[], threshold: number, bound = COMBINATIONS_BOUND): Promise<{ total: number; checked: number }> {
  const total = choose(values.length, threshold);
  let checked = 0;
  for (const subset of total <= bound ? subsets(values.length, threshold) : sample(values.length, threshold, bound)) {
    const combined = await combineShares(subset.map((i) => values[i]!));
    const same = equalBytes(combined, secret);
    wipe(combined);
    if (!same) throw new RefusalError('hsm.split-not-verified');
    checked += 1;
  }
  return { total, checked };
}
