/** A participant's P-256 key: making, public form, signing. Never keeps a key. */
import { p256 } from '@noble/curves/nist.js';
import { concat, fromHex } from '../../../core/bytes/bytes.ts';

/** DER of SubjectPublicKeyInfo for an uncompressed P-256 point, up to the point (RFC 5480 section 2.1.1.1). */
const spkiPrefix = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');

/** Bytes of seed that {@link keyFromSeed} takes: 48, so that the bias of the reduction is under 2^-128 (FIPS 186-5 appendix A.2.1). */
export const SEED_BYTES = 48;

/** A secret key (32 bytes big-endian) from {@link SEED_BYTES} random bytes. The caller wipes both. */
export function keyFromSeed(seed: Uint8Array): Uint8Array {
  return p256.utils.randomSecretKey(seed);
}

/** DER SubjectPublicKeyInfo, 91 bytes. */
export function publicKeyOf(key: Uint8Array): Uint8Array {
  return concat(spkiPrefix, p256.getPublicKey(key, false));
}

/** DER ECDSA signature with SHA-256 over `message`, deterministic nonce (RFC 6979). */
export function signWith(key: Uint8Array, message: Uint8Array): Uint8Array {
  return p256.sign(message, key, { prehash: true, lowS: false, format: 'der' });
}
