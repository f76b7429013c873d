/** Inclusion proofs of a Merkle tree log (RFC 6962, RFC 9162 section 2.1.3.2). Computes roots only; what a root is worth is another question. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from '../bytes/bytes.ts';

/** Leaf hash (section 2.1.1): SHA-256 of 00 and the entry. */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), entry));
}

const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(1), left, right));

/** The root of a tree of `size` leaves in which `leaf` has number `index`, by its audit path; null where the path does not fit such a tree. */
export function rootByPath(leaf: Uint8Array, index: bigint, size: bigint, path: readonly Uint8Array[]): Uint8Array | null {
  if (index < 0n || index >= size || path.some((hash) => hash.length !== 32)) return null;
  let fn = index;
  let sn = size - 1n;
  let root = leaf;
  for (const hash of path) {
    if (sn === 0n) return null;
    if ((fn & 1n) === 1n || fn === sn) {
      root = node(hash, root);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else root = node(root, hash);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? root : null;
}
