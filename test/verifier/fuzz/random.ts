/** For the fuzz run: numbers that follow from a seed alone (xorshift and a linear congruence, seeded by SplitMix64), so that every run can be repeated from its number. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
}

const MASK = (1n << 64n) - 1n;

function splitMix(state: bigint): readonly [bigint, bigint] {
  const next = (state + 0x9e3779b97f4a7c15n) & MASK;
  let z = next;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return [z ^ (z >> 31n), next];
}

/** The numbers of run `run` under `seed`. */
export function randomOf(seed: number, run: number): Random {
  const [first, state] = splitMix((BigInt(seed) << 32n) ^ BigInt(run));
  let [a, b] = [Number(first & 0xffffffffn) | 1, Number(splitMix(state)[0] & 0xffffffffn)];
  const next = (): number => {
    // xorshift on 64 bits held in two halves would be slower than is needed here; two 32-bit generators side by side do.
    a ^= a << 13;
    a ^= a >>> 17;
    a ^= a << 5;
    b = (Math.imul(b, 1664525) + 1013904223) | 0;
    return (a + b) >>> 0;
  };
  for (let i = 0; i < 4; i++) next();
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  return { below, pick: (from) => from[below(from.length)]! };
}
