/**
 * Splits the backup key into Shamir shares and combines them again; it must never keep, log or turn into text what passes through it.
 * Algorithm: Shamir, "How to share a secret" (1979), byte by byte over GF(2^8) with the polynomial x^8+x^4+x^3+x+1 (0x11B, as in FIPS 197
 * section 4.2), by npm shamir-secret-sharing. A share is 32 bytes y then 1 byte x, x in 1..255 and different in each share.
 */
import { combine, split } from 'shamir-secret-sharing';
import { wipe } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';

export const SECRET_LENGTH = 32;
export const VALUE_LENGTH = SECRET_LENGTH + 1;
export const MIN_THRESHOLD = 2;
export const MAX_SHARES = 32;

/** Whether `size` is one Keyrite makes: 2 <= threshold <= count <= 32. */
export function isSplitSize(size: { readonly threshold: number; readonly count: number }): boolean {
  const { threshold, count } = size;
  return Number.isInteger(threshold) && Number.isInteger(count) && threshold >= MIN_THRESHOLD && threshold <= count && count <= MAX_SHARES;
}

/** The same memory as a plain Uint8Array: the library compares constructors, and refuses Node's Buffer. Not a copy. */
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Splits 32 bytes into `size.count` Shamir values of 33 bytes, any `size.threshold` of which combine.
 * The caller owns and wipes `secret` and the answer. Randomness: the library's, from the platform's CSPRNG.
 * Errors: `share.secret-length`, `share.size-refused`.
 */
export async function splitSecret(secret: Uint8Array, size: { readonly threshold: number; readonly count: number }): Promise<Uint8Array[]> {
  if (secret.length !== SECRET_LENGTH) throw new RefusalError('share.secret-length');
  if (!isSplitSize(size)) throw new RefusalError('share.size-refused');
  return split(plain(secret), size.count, size.threshold);
}

/**
 * Combines Shamir values of 33 bytes into 32 bytes, which the caller owns and wipes.
 * SECURITY: fewer than a threshold, or values of two sets, combine without complaint into a wrong secret; judge shares first (judge.ts) and
 * compare what the secret opens.
 * Errors: `share.cannot-combine` for fewer than 2 values, a wrong length, x = 0, or the same x twice.
 */
export async function combineShares(values: readonly Uint8Array[]): Promise<Uint8Array> {
  const xs = new Set(values.map((value) => value[VALUE_LENGTH - 1]));
  const whole = values.every((value) => value.length === VALUE_LENGTH && value[VALUE_LENGTH - 1] !== 0);
  if (values.length < MIN_THRESHOLD || values.length > 255 || !whole || xs.size !== values.length) throw new RefusalError('share.cannot-combine');
  const secret = await combine(values.map(plain));
  if (secret.length === SECRET_LENGTH) return secret;
  wipe(secret);
  throw new RefusalError('share.cannot-combine');
}
