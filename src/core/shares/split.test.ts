import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../refusals/refusal.ts';
import { combineShares, splitSecret } from './split.ts';

const secretBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'accepted', (error: unknown) => (error instanceof RefusalError ? error.code : String(error)));

describe('split and combine', () => {
  it('restores the secret from any threshold of shares, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        secretBytes,
        fc.integer({ min: 2, max: 32 }).chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 2, max: count }))).chain(([count, threshold]) =>
          fc.tuple(fc.constant({ count, threshold }), fc.shuffledSubarray([...Array(count).keys()], { minLength: threshold, maxLength: count }))),
        async (secret, [size, chosen]) => {
          const values = await splitSecret(secret, size);
          expect(values).toHaveLength(size.count);
          expect(new Set(values.map((value) => value[32])).size).toBe(size.count);
          expect(await combineShares(chosen.map((i) => values[i]!))).toEqual(secret);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives something else for one share too few', async () => {
    const secret = new Uint8Array(32).fill(7);
    const values = await splitSecret(secret, { threshold: 3, count: 5 });
    expect(await combineShares(values.slice(0, 2))).not.toEqual(secret);
  });

  it('takes a Buffer without copying it', async () => {
    const secret = Buffer.alloc(32, 9);
    const values = await splitSecret(secret, { threshold: 2, count: 2 });
    expect(await combineShares(values.map((value) => Buffer.from(value)))).toEqual(new Uint8Array(32).fill(9));
  });

  it.each([[1, 3], [4, 3], [2, 33], [33, 40], [2.5, 4], [NaN, 4]])('refuses threshold %s of %s', async (threshold, count) => {
    expect(await codeOf(splitSecret(new Uint8Array(32), { threshold, count }))).toBe('share.size-refused');
  });

  it('refuses a secret that is not 32 bytes', async () => {
    expect(await codeOf(splitSecret(new Uint8Array(31), { threshold: 2, count: 3 }))).toBe('share.secret-length');
  });

  it('refuses to combine one share, the same share twice, a short one, x = 0', async () => {
    const values = await splitSecret(new Uint8Array(32), { threshold: 2, count: 3 });
    const zero = values[1]!.slice();
    zero[32] = 0;
    for (const bad of [[], [values[0]!], [values[0]!, values[0]!.slice()], [values[0]!, values[1]!.subarray(1)], [values[0]!, zero]]) {
      expect(await codeOf(combineShares(bad))).toBe('share.cannot-combine');
    }
  });
});
