/** All ways to choose a quorum of shares: what the check of a new backup goes through. Numbers only; it never touches a share. */

/** How many ways there are to choose `t` of `n` (binomial coefficient); 0 where t > n or a number is not a whole number of 0 or more. Exact up to 2^53. */
export function countCombinations(n: number, t: number): number {
  if (!Number.isInteger(n) || !Number.isInteger(t) || t < 0 || t > n) return 0;
  let count = 1;
  for (let i = 1; i <= Math.min(t, n - t); i++) count = (count * (n - i + 1)) / i;
  return count;
}

/** Every choice of `t` of 0..n-1 in lexicographic order, each in rising order. */
export function* combinations(n: number, t: number): Generator<readonly number[]> {
  if (countCombinations(n, t) === 0) return;
  const chosen = Array.from({ length: t }, (_, i) => i);
  for (;;) {
    yield chosen.slice();
    let at = t - 1;
    while (at >= 0 && chosen[at] === n - t + at) at--;
    if (at < 0) return;
    chosen[at]!++;
    for (let i = at + 1; i < t; i++) chosen[i] = chosen[i - 1]! + 1;
  }
}
