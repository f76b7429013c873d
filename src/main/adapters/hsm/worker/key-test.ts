/** Sees a new key do the one thing it is for, and compares the outcome in software where that reveals nothing. */
import { randomBytes } from 'node:crypto';
import type { GenerateRequest, KeyCheck } from '../../../../core/ports/hsm.ts';
import { equalBytes, utf8, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { checkValue } from './check-value.ts';
import { CKM, template } from './constants.ts';
import { isSigning, isWrapping, sessionAes } from './key-specs.ts';
import { softwareCheck } from './known-answers.ts';
import { keyWrapPad } from './key-wrap.ts';
import { oaep, oaepInSoftware } from './oaep.ts';
import { publicKeyOf } from './public-key.ts';
import { withScratch } from './scratch.ts';
import { signWith, verifies } from './signing.ts';
import type { Session } from './state.ts';

/** Domain-separated: it can be read as nothing else. */
const MESSAGE = utf8('keyrite key test v1: this signature shows that a new key works and says nothing else');

/** OAEP with SHA-1: the one form every module has (SoftHSM 2.6 refuses SHA-256). Only a throw-away test key passes through it. */
const OAEP_SHA1 = oaep('sha1');

const sealed = (check: KeyCheck, bytes: Uint8Array): Buffer => oaepInSoftware(publicKeyOf(check.kind === 'spki-sha256' ? check.spki : ''), bytes);

/** A known AES key wrapped in software under the public key unwraps in the device to the same check value. */
async function rsaUnwraps(s: Session, key: Buffer, check: KeyCheck): Promise<boolean> {
  const known = randomBytes(32);
  try {
    return await withScratch(s, async (scratch) => {
      const opened = scratch.keep(s.module.C_UnwrapKey(s.handle, OAEP_SHA1, key, sealed(check, known), template(sessionAes({ SIGN: true }))));
      return (await checkValue(s, opened)) === softwareCheck(known);
    });
  } finally {
    wipe(known);
  }
}

function rsaDecrypts(s: Session, key: Buffer, check: KeyCheck): boolean {
  const text = randomBytes(32);
  s.module.C_DecryptInit(s.handle, OAEP_SHA1, key);
  return equalBytes(text, s.module.C_Decrypt(s.handle, sealed(check, text), Buffer.alloc(1024)));
}

/** A throw-away session key wraps under the new key and unwraps to the same check value. */
async function aesWraps(s: Session, key: Buffer): Promise<boolean> {
  const mechanism = await keyWrapPad(s);
  // Without RFC 5649 there is no backup either; the preflight has said so, and the check value was computed by wrapping already.
  if (mechanism === null) return true;
  return withScratch(s, async (scratch) => {
    const target = scratch.aes(sessionAes({ EXTRACTABLE: true, SIGN: true }));
    const wrapped = s.module.C_WrapKey(s.handle, { mechanism: mechanism.number }, key, target, Buffer.alloc(128));
    const opened = scratch.unwrap(mechanism.number, key, wrapped, sessionAes({ SIGN: true }));
    return (await checkValue(s, target)) === (await checkValue(s, opened));
  });
}

function aesDecrypts(s: Session, key: Buffer): boolean {
  const text = randomBytes(32);
  const iv = randomBytes(16);
  s.module.C_EncryptInit(s.handle, { mechanism: CKM.AES_CBC, parameter: iv }, key);
  const sealed = s.module.C_Encrypt(s.handle, text, Buffer.alloc(64));
  s.module.C_DecryptInit(s.handle, { mechanism: CKM.AES_CBC, parameter: iv }, key);
  const opened = s.module.C_Decrypt(s.handle, sealed, Buffer.alloc(64));
  return !equalBytes(text, sealed) && equalBytes(text, opened);
}

async function works(s: Session, request: GenerateRequest, key: Buffer, check: KeyCheck): Promise<boolean> {
  const { type, purpose } = request;
  if (isSigning(purpose)) return check.kind === 'spki-sha256' && verifies(type, check.spki, MESSAGE, signWith(s, key, type, MESSAGE));
  if (type === 'aes-256') return isWrapping(purpose) ? aesWraps(s, key) : aesDecrypts(s, key);
  return isWrapping(purpose) ? rsaUnwraps(s, key, check) : rsaDecrypts(s, key, check);
}

/** `hsm.key-does-not-work` unless the key was seen to sign, wrap or decrypt. */
export async function keySeenToWork(s: Session, request: GenerateRequest, key: Buffer, check: KeyCheck): Promise<void> {
  if (!(await works(s, request, key, check))) throw new RefusalError('hsm.key-does-not-work', { key: request.name });
}
