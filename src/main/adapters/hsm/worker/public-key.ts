/** The DER SubjectPublicKeyInfo of a public key object, from what the device reports of it. Never guesses a missing part. */
import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { KeyCheck } from '../../../../core/ports/hsm.ts';
import type { KeyType } from '../../../../core/plan/schema.ts';
import { hsmKeyTypes, isEc } from '../../../../core/plan/tables/hsm-key-types.ts';
import type { EcKeyType } from '../../../../core/plan/tables/hsm-key-types.ts';
import { concat, equalBytes, fromBase64, toBase64 } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { readBytes } from './attributes.ts';
import type { Attributes } from './key-specs.ts';
import type { Session } from './state.ts';

/** DER prefix of a SubjectPublicKeyInfo up to the BIT STRING's uncompressed point, whose first byte (4) is the last of the table's head; and the point's length. */
function ecSpki(type: EcKeyType): { readonly prefix: Uint8Array; readonly point: number } {
  const { head, bytes } = hsmKeyTypes[type].signing.spki;
  return { prefix: head.subarray(0, -1), point: bytes - head.length + 1 };
}

/** CKA_EC_POINT is a DER OCTET STRING of the point (PKCS#11 v2.40 mechanisms, section 2.3.3); some modules give the bare point. */
function barePoint(value: Uint8Array, length: number): Uint8Array | null {
  if (value.length === length && value[0] === 4) return value;
  return value.length === length + 2 && value[0] === 4 && value[1] === length && value[2] === 4 ? value.subarray(2) : null;
}

function ecFrom(s: Session, object: Buffer, type: EcKeyType): Uint8Array | null {
  const { prefix, point } = ecSpki(type);
  const value = readBytes(s, object, 'EC_POINT');
  const bare = value === null ? null : barePoint(value, point);
  if (bare === null) return null;
  const params = readBytes(s, object, 'EC_PARAMS');
  return params !== null && equalBytes(params, hsmKeyTypes[type].ecParams) ? concat(prefix, bare) : null;
}

function rsaFrom(s: Session, object: Buffer): Uint8Array | null {
  const modulus = readBytes(s, object, 'MODULUS');
  const exponent = readBytes(s, object, 'PUBLIC_EXPONENT');
  if (modulus === null || exponent === null || modulus.length === 0 || exponent.length === 0) return null;
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(bytes.findIndex((b) => b !== 0))).toString('base64url');
  const key = createPublicKey({ key: { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) }, format: 'jwk' });
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }));
}

/** SPKI of the public key that `object` (public, or private where the device reports the public part) belongs to; null where it doesn't say. */
export function readSpki(s: Session, object: Buffer, type: KeyType): Uint8Array | null {
  return isEc(type) ? ecFrom(s, object, type) : rsaFrom(s, object);
}

export function spkiCheck(spki: Uint8Array): Extract<KeyCheck, { kind: 'spki-sha256' }> {
  return { kind: 'spki-sha256', value: createHash('sha256').update(spki).digest('hex'), spki: toBase64(spki) };
}

/** node:crypto's key of a SPKI in base64. A SPKI that is none, or a point not on its curve: `hsm.key-incomplete`. */
export function publicKeyOf(spki: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(fromBase64(spki)), format: 'der', type: 'spki' });
  } catch (error) {
    throw new RefusalError('hsm.key-incomplete', { attribute: 'the public key' }, { cause: error });
  }
}

/** Modulus and exponent of an RSA key, as C_CreateObject takes them; null where it is none. */
export function rsaParts(key: KeyObject): { readonly MODULUS: Uint8Array; readonly PUBLIC_EXPONENT: Uint8Array } | null {
  const { kty, n, e } = key.export({ format: 'jwk' });
  if (kty !== 'RSA' || n === undefined || e === undefined) return null;
  return { MODULUS: Buffer.from(n, 'base64url'), PUBLIC_EXPONENT: Buffer.from(e, 'base64url') };
}

/** The value attributes of a public key object of this SPKI (base64); null where it is no key of this type. CKA_EC_POINT as a DER OCTET STRING. */
export function publicParts(type: Exclude<KeyType, 'aes-256'>, spki: string): Attributes | null {
  const key = publicKeyOf(spki);
  if (!isEc(type)) {
    const parts = rsaParts(key);
    return parts?.MODULUS.length === hsmKeyTypes[type].bits / 8 ? parts : null;
  }
  const { prefix, point } = ecSpki(type);
  const der = fromBase64(spki);
  if (der.length !== prefix.length + point || !equalBytes(der.subarray(0, prefix.length), prefix)) return null;
  return { EC_PARAMS: hsmKeyTypes[type].ecParams, EC_POINT: concat(Uint8Array.of(4, point), der.subarray(prefix.length)) };
}
