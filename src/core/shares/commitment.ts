/**
 * The public commitment to one share (docs/formats/share.md): it names a wrong share without revealing a right one. It must never be made of
 * anything but a whole share, whose 32 random bytes no one can guess; of a PIN or a code it would be the PIN.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, fromHex, toHex, utf8, wipe } from '../bytes/bytes.ts';
import { SHARE_LENGTH } from './share-format.ts';
import type { Commitment } from './types.ts';

export const SALT_LENGTH = 16;
/** Followed by one zero byte; so nothing else that Keyrite hashes can equal a commitment's input. */
const DOMAIN = utf8('keyrite share commitment v1\0');

/**
 * SHA-256 (FIPS 180-4) of the domain tag, the salt and the share, lower-case hex.
 * @param share the 50-byte record; not kept. RangeError for another length, or a salt that is not 16 bytes.
 */
export function commit(share: Uint8Array, salt: Uint8Array): string {
  if (share.length !== SHARE_LENGTH || salt.length !== SALT_LENGTH) throw new RangeError('a commitment is of a 50-byte share and a 16-byte salt');
  const input = new Uint8Array(DOMAIN.length + SALT_LENGTH + SHARE_LENGTH);
  try {
    input.set(DOMAIN, 0);
    input.set(salt, DOMAIN.length);
    input.set(share, DOMAIN.length + SALT_LENGTH);
    return toHex(sha256(input));
  } finally {
    wipe(input);
  }
}

/** Whether `share` (50 bytes) is the one that `commitment` was made of. False for a commitment that is not well formed. */
export function opens(commitment: Commitment, share: Uint8Array): boolean {
  if (!/^[0-9a-f]{32}$/.test(commitment.salt) || !/^[0-9a-f]{64}$/.test(commitment.commitment)) return false;
  return equalBytes(fromHex(commit(share, fromHex(commitment.salt))), fromHex(commitment.commitment));
}
