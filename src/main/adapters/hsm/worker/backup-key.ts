/** The backup key itself: made here, imported into the device, split into shares. Each function leaves wiping it to the one caller that holds it. */
import { hkdfSync } from 'node:crypto';
import type { BackupRequest, BackupResult } from '../../../../core/ports/hsm.ts';
import { concat, utf8, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { encodeShare } from '../../../../core/shares/share-format.ts';
import { splitSecret } from '../../../../core/shares/split.ts';
import { CkrError } from '../raw-calls.ts';
import { compareCombinations } from './combinations.ts';
import { CKU } from './constants.ts';
import { readAttributes } from './evidence.ts';
import { sessionAes } from './key-specs.ts';
import type { Scratch } from './scratch.ts';
import { attempt } from './scratch.ts';
import { logIn } from './session.ts';
import type { Session } from './state.ts';
import { trustedWrappingKey } from './trusted.ts';

/** 32 bytes: the device's random, mixed with dice by HKDF-SHA-256 (RFC 5869; salt: the set id) where custodians threw some. */
export function makeBackupKey(s: Session, request: BackupRequest): Uint8Array {
  const random = Buffer.alloc(32);
  s.module.C_GenerateRandom(s.handle, random);
  if (request.dice === undefined) return random;
  const material = concat(random, request.dice);
  try {
    return new Uint8Array(hkdfSync('sha256', material, utf8(request.setId), utf8('keyrite backup key v1'), 32));
  } finally {
    wipe(random, material);
  }
}

/** The wrapping key, imported by the security officer who leaves the user logged in, or (weaker) by the user. */
export function importWrappingKey(s: Session, scratch: Scratch, request: BackupRequest, backupKey: Uint8Array): Buffer {
  if (!request.trusted) return scratch.create({ ...sessionAes({ WRAP: true }), VALUE: backupKey });
  const key = attempt(() => scratch.create(trustedWrappingKey(backupKey)));
  logIn(s, CKU.USER, request.userPin);
  if (key === null) throw new RefusalError('hsm.trusted-wrapping-refused');
  try {
    if (readAttributes(s, key).TRUSTED === 'true') return key;
  } catch (error) {
    // The object did not stay through the login.
    if (!(error instanceof CkrError)) throw error;
  }
  throw new RefusalError('hsm.trusted-wrapping-refused');
}

/** Shares of the backup key, and how many of their combinations were seen to give it again. */
export async function splitAndCompare(request: BackupRequest, backupKey: Uint8Array): Promise<Pick<BackupResult, 'shares' | 'combinations'>> {
  const { threshold, count, setId } = request;
  const values = await splitSecret(backupKey, { threshold, count });
  try {
    const combinations = await compareCombinations(backupKey, values, threshold);
    return { combinations, shares: values.map((value, i) => encodeShare({ set: setId, index: i + 1, threshold, count, value })) };
  } finally {
    wipe(...values);
  }
}
