/** SHA-256 as lower-case hex, for public bytes only. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from './bytes.ts';

/** SHA-256 (FIPS 180-4) of `bytes`, 64 lower-case hexadecimal characters. */
export function sha256Hex(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}
