/** RFC 6962 section 2.1 Merkle tree hash, computed leaf by leaf in memory that grows with the logarithm of their number. */
import { sha256 } from '@noble/hashes/sha2.js';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export interface MerkleAccumulator {
  /** Adds one leaf (its data, not its hash). */
  add(leaf: Uint8Array): void;
  /** Adds one leaf by its leaf hash (32 bytes), where its data are withheld. */
  addHash(hash: Uint8Array): void;
  /** The Merkle tree hash (32 bytes) of the leaves so far; SHA-256 of nothing where there are none. More may be added after. */
  root(): Uint8Array;
  readonly size: number;
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(NODE).update(left).update(right).digest();
}

/** A new, empty accumulator. Leaf hash: SHA-256(0x00 || leaf); node hash: SHA-256(0x01 || left || right). */
export function merkleAccumulator(): MerkleAccumulator {
  // Roots of the perfect trees that the leaves fall into, largest first: one for each 1 bit of `size`.
  const perfect: Uint8Array[] = [];
  let size = 0;
  const addHash = (leaf: Uint8Array): void => {
    let hash = leaf;
    for (let n = size; n % 2 === 1; n = Math.floor(n / 2)) hash = node(perfect.pop()!, hash);
    perfect.push(hash);
    size++;
  };
  return {
    add(leaf) {
      addHash(sha256.create().update(LEAF).update(leaf).digest());
    },
    addHash,
    root() {
      let hash: Uint8Array | undefined = perfect.at(-1);
      if (hash === undefined) return sha256(new Uint8Array(0));
      for (let i = perfect.length - 2; i >= 0; i--) hash = node(perfect[i]!, hash);
      return hash;
    },
    get size() {
      return size;
    },
  };
}
