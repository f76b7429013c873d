/** RSA-OAEP (RFC 8017 section 7.1) with MGF1 of the same hash and no label, in the device and in software. Never holds a private key that matters. */
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { wipe } from '../../../../core/bytes/bytes.ts';
import type { DeliveryRequest } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { checkValue } from './check-value.ts';
import { CKK, CKM, CKO } from './constants.ts';
import { ckrName, sessionIsGone } from './errors.ts';
import { sessionAes } from './key-specs.ts';
import { softwareCheck } from './known-answers.ts';
import { rsaParts } from './public-key.ts';
import type { Scratch } from './scratch.ts';
import { withScratch } from './scratch.ts';
import type { Session } from './state.ts';

type Hash = DeliveryRequest['oaepHash'];

/** pkcs11js's number for CK_RSA_PKCS_OAEP_PARAMS. */
const CK_PARAMS_RSA_OAEP = 4;
/** CKM_* of the hash and CKG_MGF1_* of the same (PKCS#11 v2.40 mechanisms, section 2.1.7). */
const NUMBERS = { sha1: { hashAlg: CKM.SHA_1, mgf: 1 }, sha256: { hashAlg: CKM.SHA256, mgf: 2 } } as const;
const CKZ_DATA_SPECIFIED = 1;

export const oaep = (hash: Hash) => ({ mechanism: CKM.RSA_PKCS_OAEP, parameter: { type: CK_PARAMS_RSA_OAEP, ...NUMBERS[hash], source: CKZ_DATA_SPECIFIED } }) as const;

/** RSA-OAEP with SHA-1, computed here. */
export const oaepInSoftware = (key: KeyObject, bytes: Uint8Array): Buffer => publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, bytes);

/** A public key as a session object that can only wrap. */
export function wrappingPublicKey(scratch: Scratch, key: KeyObject): Buffer {
  const parts = rsaParts(key);
  if (parts === null) throw new RefusalError('hsm.target-key-refused');
  return scratch.create({ CLASS: CKO.PUBLIC_KEY, KEY_TYPE: CKK.RSA, TOKEN: false, PRIVATE: false, ENCRYPT: false, VERIFY: false, WRAP: true, ...parts });
}

/** `object` wrapped under a public key object, in memory of its own. */
export function wrapByOaep(s: Session, by: Buffer, object: Buffer, hash: Hash): Uint8Array {
  return Uint8Array.from(s.module.C_WrapKey(s.handle, oaep(hash), by, object, Buffer.alloc(1024)));
}

/** A throw-away AES key, wrapped by the device under a throw-away RSA key, opens in software to the same check value. */
async function opensInSoftware(s: Session, scratch: Scratch, hash: Hash): Promise<boolean> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = scratch.aes(sessionAes({ EXTRACTABLE: true, SIGN: true }));
  const wrapped = wrapByOaep(s, wrappingPublicKey(scratch, pair.publicKey), key, hash);
  let opened: Uint8Array;
  try {
    opened = privateDecrypt({ key: pair.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, wrapped);
  } catch {
    return false;
  }
  try {
    return opened.length === 32 && softwareCheck(opened) === (await checkValue(s, key));
  } finally {
    wipe(opened);
  }
}

/** Found by doing it with throw-away keys, not by a mechanism list: `hsm.oaep-refused` where the device can't, or does something else by that name. */
export async function oaepSeenToWrap(s: Session, hash: Hash): Promise<void> {
  let works: boolean;
  try {
    works = await withScratch(s, (scratch) => opensInSoftware(s, scratch, hash));
  } catch (error) {
    if (!(error instanceof CkrError) || sessionIsGone(error)) throw error;
    throw new RefusalError('hsm.oaep-refused', { hash, ckr: ckrName(error.rv) }, { cause: error });
  }
  if (!works) throw new RefusalError('hsm.oaep-refused', { hash, ckr: 'it does not open' });
}
