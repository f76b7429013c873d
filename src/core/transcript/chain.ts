/** The hash chain: each entry names the SHA-256 of the line before it. Never hashes the line feed that ends a line in the file. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../bytes/bytes.ts';
import { canonicalBytes } from './canonical-json.ts';
import type { Entry } from './types.ts';

/** `prev` of the first entry: 64 zeros. */
export const GENESIS = '0'.repeat(64);

/** Random bytes of an entry's `salt`: as long as those of a commitment, beyond any guessing (NIST SP 800-57 part 1 table 2: 128 bits). */
export const SALT_BYTES = 16;

/** RFC 8785 bytes of an entry, without the LF that follows it in transcript.jsonl. Refusals of canonicalBytes. */
export function entryLine(entry: Entry): Uint8Array {
  return canonicalBytes(entry);
}

/** SHA-256 (FIPS 180-4) of the line's bytes without LF, lower-case hex: the next entry's `prev`. */
export function lineHash(line: Uint8Array): string {
  return toHex(sha256(line));
}
