import { describe, expect, it } from 'vitest';
import { combinations, countCombinations } from './combinations.ts';

describe('combinations', () => {
  it('lists each choice once, in order', () => {
    expect([...combinations(4, 2)]).toEqual([[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
    expect([...combinations(3, 3)]).toEqual([[0, 1, 2]]);
    expect([...combinations(2, 3)]).toEqual([]);
    expect([...combinations(2, -1)]).toEqual([]);
  });
  it('counts what it lists', () => {
    for (let n = 2; n <= 10; n++) {
      for (let t = 2; t <= n; t++) {
        const all = [...combinations(n, t)].map((one) => one.join());
        expect(all).toHaveLength(countCombinations(n, t));
        expect(new Set(all).size).toBe(all.length);
      }
    }
  });
  it('counts exactly for the largest set', () => {
    expect(countCombinations(32, 16)).toBe(601080390);
    expect(countCombinations(5, 3)).toBe(10);
    expect(countCombinations(3, 5)).toBe(0);
    expect(countCombinations(3.5, 2)).toBe(0);
  });
});
