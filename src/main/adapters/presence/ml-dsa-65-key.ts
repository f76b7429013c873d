/** A participant's ML-DSA-65 key, made anew from its seed for each use: making, public form, signing. Never keeps a key. */
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';
import { wipe } from '../../../core/bytes/bytes.ts';
import { mlDsa65ToSpki } from '../../../core/transcript/ml-dsa.ts';

/** Bytes of seed (FIPS 204 algorithm 1): all that is kept of the key, sealed. */
export const SEED_BYTES = 32;
/** Fresh random bytes of one signature (FIPS 204 algorithm 2, hedged). */
export const HEDGE_BYTES = 32;

/** DER SubjectPublicKeyInfo (RFC 9881), 1974 bytes, of the key of `seed`, which stays the caller's. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const { publicKey, secretKey } = ml_dsa65.keygen(seed);
  wipe(secretKey);
  return mlDsa65ToSpki(publicKey);
}

/** Signature (3309 bytes) over `message`, pure and with the empty context. `hedge`: random, so that a fault in one signature betrays no key; the caller wipes both. */
export function signWith(seed: Uint8Array, message: Uint8Array, hedge: Uint8Array): Uint8Array {
  const { secretKey } = ml_dsa65.keygen(seed);
  try {
    return Uint8Array.from(ml_dsa65.sign(message, secretKey, { extraEntropy: hedge }));
  } finally {
    wipe(secretKey);
  }
}
