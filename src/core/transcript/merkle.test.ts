/** RFC 6962 roots: the published ones, and the definition computed the slow way. */
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../bytes/bytes.ts';
import vectors from '../../../test/vectors/rfc6962-merkle/roots.json' with { type: 'json' };
import { merkleAccumulator } from './merkle.ts';

/** RFC 6962 section 2.1, word for word. */
function slow(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return sha256(concat(Uint8Array.of(0), leaves[0]!));
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(concat(Uint8Array.of(1), slow(leaves.slice(0, k)), slow(leaves.slice(k))));
}

describe('merkleAccumulator', () => {
  it('gives the published roots of 0 to 8 leaves', () => {
    const tree = merkleAccumulator();
    expect(toHex(tree.root())).toBe(vectors.roots[0]);
    vectors.leaves.forEach((leaf, i) => {
      tree.add(fromHex(leaf));
      expect(toHex(tree.root())).toBe(vectors.roots[i + 1]);
      expect(tree.size).toBe(i + 1);
    });
  });

  it('agrees with the definition for every number of leaves up to 70', () => {
    const tree = merkleAccumulator();
    const leaves: Uint8Array[] = [];
    for (let i = 0; i < 70; i++) {
      const leaf = utf8(`leaf ${i}`);
      leaves.push(leaf);
      tree.add(leaf);
      expect(tree.root()).toEqual(slow(leaves));
    }
  });
});
