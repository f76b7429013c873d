/** Checks of ECDSA signatures and the strict reading of public keys. Pure; answers false or refuses, and never repairs what it is given. */
import { p256, p384 } from '@noble/curves/nist.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { concat, equalBytes, fromBase64, fromHex, toBase64, toHex } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { signatureFromDer } from './der.ts';

export type EcCurve = 'P-256' | 'P-384';

/** DER up to the point's coordinates (RFC 5480): SEQUENCE { SEQUENCE { id-ecPublicKey, curve }, BIT STRING { 04 ...} }. */
export const spkiHead: Readonly<Record<EcCurve, Uint8Array>> = {
  'P-256': fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004'),
  'P-384': fromHex('3076301006072a8648ce3d020106052b8104002203620004'),
};
const coordinate: Readonly<Record<EcCurve, number>> = { 'P-256': 32, 'P-384': 48 };

/**
 * Curve and uncompressed point (04 || x || y, SEC 1 section 2.3.3) of a DER SubjectPublicKeyInfo for P-256 or P-384. One encoding is accepted:
 * named curve, uncompressed, nothing after it, the point on the curve. Throws RefusalError `transcript.bad-public-key`.
 */
export function spkiToPoint(spki: Uint8Array): { readonly curve: EcCurve; readonly point: Uint8Array } {
  for (const curve of ['P-256', 'P-384'] as const) {
    const head = spkiHead[curve];
    if (spki.length !== head.length + 2 * coordinate[curve] || !equalBytes(spki.subarray(0, head.length), head)) continue;
    const point = spki.slice(head.length - 1);
    if (!isOnCurve(curve, point)) throw new RefusalError('transcript.bad-public-key', { where: `the point is not on ${curve}` });
    return { curve, point };
  }
  throw new RefusalError('transcript.bad-public-key', { where: 'not a DER SubjectPublicKeyInfo of P-256 or P-384' });
}

/** DER SubjectPublicKeyInfo of an uncompressed point (04 || x || y). Throws RefusalError `transcript.bad-public-key`. */
export function pointToSpki(curve: EcCurve, point: Uint8Array): Uint8Array {
  if (point.length !== 1 + 2 * coordinate[curve] || !isOnCurve(curve, point)) throw new RefusalError('transcript.bad-public-key', { where: `not an uncompressed point on ${curve}` });
  return concat(spkiHead[curve], point.subarray(1));
}

function isOnCurve(curve: EcCurve, point: Uint8Array): boolean {
  try {
    (curve === 'P-256' ? p256 : p384).Point.fromBytes(point).assertValidity();
    return point[0] === 4;
  } catch {
    return false;
  }
}

/** SHA-256 of the DER SubjectPublicKeyInfo, lower-case hex: how a key is named everywhere. */
export function spkiSha256(spki: Uint8Array): string {
  return toHex(sha256(spki));
}

function verify(curve: EcCurve, signature: Uint8Array, digest: Uint8Array, spki: Uint8Array): boolean {
  const key = spkiToPoint(spki);
  if (key.curve !== curve) return false;
  const raw = signatureFromDer(signature, coordinate[curve]);
  if (raw === null) return false;
  try {
    // HSMs do not normalise s, so both s and n - s are valid (FIPS 186-5 section 6.4.2). r and s of 0 or over n are refused by the library.
    return (curve === 'P-256' ? p256 : p384).verify(raw, digest, key.point, { format: 'compact', prehash: false, lowS: false });
  } catch {
    return false;
  }
}

/** ES256: whether `signature` (DER) over SHA-256 of `message` verifies under the P-256 key `spki` (DER). Throws `transcript.bad-public-key` only. */
export function verifyP256(signature: Uint8Array, message: Uint8Array, spki: Uint8Array): boolean {
  return verify('P-256', signature, sha256(message), spki);
}

/** ES384: whether `signature` (DER) over SHA-384 of `message` verifies under the P-384 key `spki` (DER). Throws `transcript.bad-public-key` only. */
export function verifyP384(signature: Uint8Array, message: Uint8Array, spki: Uint8Array): boolean {
  return verify('P-384', signature, sha384(message), spki);
}

const PEM_HEAD = '-----BEGIN PUBLIC KEY-----\n';
const PEM_TAIL = '-----END PUBLIC KEY-----\n';

/** PEM text (RFC 7468 section 13) of a DER SubjectPublicKeyInfo: 64 characters a line, LF, a final LF. */
export function spkiToPem(spki: Uint8Array): string {
  return PEM_HEAD + toBase64(spki).replace(/.{1,64}/g, '$&\n') + PEM_TAIL;
}

/** Strict inverse of {@link spkiToPem}: exactly that spelling. Throws RefusalError `transcript.bad-public-key`. */
export function pemToSpki(pem: string): Uint8Array {
  if (pem.startsWith(PEM_HEAD) && pem.endsWith(PEM_TAIL) && pem.length <= 4096) {
    try {
      const spki = fromBase64(pem.slice(PEM_HEAD.length, -PEM_TAIL.length).replaceAll('\n', ''));
      if (spki.length > 0 && spkiToPem(spki) === pem) return spki;
    } catch {
      // Falls through to the one refusal below.
    }
  }
  throw new RefusalError('transcript.bad-public-key', { where: 'not a PEM file of the documented form' });
}
