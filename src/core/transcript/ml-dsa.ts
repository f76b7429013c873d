/** Checks of ML-DSA-65 signatures (FIPS 204) and the strict reading of their public keys. Pure; answers false or refuses, and never repairs what it is given. */
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';
import { concat, equalBytes, fromHex } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';

/** DER up to the key: SEQUENCE { SEQUENCE { id-ml-dsa-65 }, BIT STRING }, parameters absent (RFC 9881 sections 2 and 4). */
export const mlDsa65SpkiHead = fromHex('308207b2300b0609608648016503040312038207a100');
/** FIPS 204 section 4, table 2. */
export const mlDsa65Bytes = { publicKey: 1952, signature: 3309 } as const;

/** The raw public key (FIPS 204 algorithm 22) of a DER SubjectPublicKeyInfo for ML-DSA-65: one encoding, 1974 bytes. Throws RefusalError `transcript.bad-public-key`. */
export function spkiToMlDsa65(spki: Uint8Array): Uint8Array {
  const head = mlDsa65SpkiHead;
  if (spki.length === head.length + mlDsa65Bytes.publicKey && equalBytes(spki.subarray(0, head.length), head)) return spki.slice(head.length);
  throw new RefusalError('transcript.bad-public-key', { where: 'not a DER SubjectPublicKeyInfo of ML-DSA-65' });
}

/** DER SubjectPublicKeyInfo of a raw public key. Throws RefusalError `transcript.bad-public-key`. */
export function mlDsa65ToSpki(key: Uint8Array): Uint8Array {
  if (key.length !== mlDsa65Bytes.publicKey) throw new RefusalError('transcript.bad-public-key', { where: 'not a public key of ML-DSA-65' });
  return concat(mlDsa65SpkiHead, key);
}

/** Whether `signature` (3309 bytes) over `message`, with the empty context and not pre-hashed (FIPS 204 algorithm 3), verifies under `spki` (DER). Throws `transcript.bad-public-key` only. */
export function verifyMlDsa65(signature: Uint8Array, message: Uint8Array, spki: Uint8Array): boolean {
  const key = spkiToMlDsa65(spki);
  if (signature.length !== mlDsa65Bytes.signature) return false;
  try {
    return ml_dsa65.verify(signature, message, key);
  } catch {
    return false;
  }
}
