/** Signs in the device and verifies in software; the hash is computed here, so that only ECDSA and RSA PKCS#1 are asked of a module. */
import { createHash, verify } from 'node:crypto';
import type { KeyType } from '../../../../core/plan/schema.ts';
import { concat, fromHex } from '../../../../core/bytes/bytes.ts';
import { isEc, keyTypeRow } from '../../../../core/plan/tables/hsm-key-types.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { readBytes, readNumber } from './attributes.ts';
import { CKK, CKM, CKO } from './constants.ts';
import { findKey } from './objects.ts';
import { publicKeyOf } from './public-key.ts';
import type { Session } from './state.ts';

/** DigestInfo of SHA-256 (RFC 8017 section 9.2 note 1). */
const SHA256_INFO = fromHex('3031300d060960864801650304020105000420');

export const digestFor = (type: KeyType): 'sha384' | 'sha256' => (keyTypeRow(type).signing?.hash === 'SHA-384' ? 'sha384' : 'sha256');

/** One DER INTEGER of an unsigned big-endian number. */
function derInteger(number: Uint8Array): Uint8Array {
  const from = number.findIndex((byte) => byte !== 0);
  const bare = from < 0 ? Uint8Array.of(0) : number.subarray(from);
  const body = (bare[0]! & 0x80) !== 0 ? concat(Uint8Array.of(0), bare) : bare;
  return concat(Uint8Array.of(2, body.length), body);
}

/** ECDSA-Sig-Value (RFC 3279 section 2.2.3) of PKCS#11's r||s. `hsm.signature-wrong` for anything that is not two equal halves of 1 to 48 bytes. */
export function derSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  if (!Number.isInteger(half) || half < 1 || half > 48) throw new RefusalError('hsm.signature-wrong', { ckr: 'length' });
  const body = concat(derInteger(raw.subarray(0, half)), derInteger(raw.subarray(half)));
  return concat(Uint8Array.of(0x30, body.length), body);
}

/** Signature by a private key object: DER ECDSA, or RSASSA-PKCS1-v1_5 with SHA-256. */
export function signWith(s: Session, key: Buffer, type: KeyType, message: Uint8Array): Uint8Array {
  const digest = createHash(digestFor(type)).update(message).digest();
  const ec = isEc(type);
  s.module.C_SignInit(s.handle, { mechanism: ec ? CKM.ECDSA : CKM.RSA_PKCS }, key);
  const signature = s.module.C_Sign(s.handle, ec ? digest : Buffer.from(concat(SHA256_INFO, digest)), Buffer.alloc(1024));
  return ec ? derSignature(signature) : new Uint8Array(signature);
}

/** Whether `signature` of `message` verifies under the SPKI (base64), in software. */
export function verifies(type: KeyType, spki: string, message: Uint8Array, signature: Uint8Array): boolean {
  return verify(digestFor(type), message, publicKeyOf(spki), signature);
}

/** The type of a private key object, from what the device reports. */
export function typeOf(s: Session, key: Buffer): KeyType {
  if (readNumber(s, key, 'KEY_TYPE') === CKK.EC) return readBytes(s, key, 'EC_PARAMS')?.length === 7 ? 'ec-p384' : 'ec-p256';
  return (readBytes(s, key, 'MODULUS')?.length ?? 0) > 400 ? 'rsa-4096' : 'rsa-3072';
}

/** Signs with the private key of this CKA_ID. `hsm.key-not-found`. */
export function signById(s: Session, id: string, message: Uint8Array): Uint8Array {
  const key = findKey(s, CKO.PRIVATE_KEY, id);
  if (key === null) throw new RefusalError('hsm.key-not-found', { id });
  return signWith(s, key, typeOf(s, key), message);
}
