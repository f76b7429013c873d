/**
 * Makes the backup: backup key, wrapped keys, shares. The backup key exists in this process only, between its making and its split, and is
 * wiped on every path; it must never be in an answer, an error or a log.
 */
import { hkdfSync } from 'node:crypto';
import type { BackupRequest, BackupResult, TokenAddress, WrappedKey } from '../../../../core/ports/hsm.ts';
import { concat, toBase64, utf8, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { encodeShare } from '../../../../core/shares/share-format.ts';
import { splitSecret } from '../../../../core/shares/split.ts';
import type { KeyReference } from '../messages.ts';
import { CkrError } from '../raw-calls.ts';
import { checkUnwrapped } from './check-unwrapped.ts';
import { compareCombinations } from './combinations.ts';
import { CKR, CKU } from './constants.ts';
import { findReferenced, readAttributes, readEvidence } from './evidence.ts';
import { sessionAes } from './key-specs.ts';
import type { KeyWrapPad } from './key-wrap.ts';
import { keyWrapPad } from './key-wrap.ts';
import { listObjects, sameObjects } from './objects.ts';
import type { Scratch } from './scratch.ts';
import { attempt, withScratch } from './scratch.ts';
import { logIn, userSession } from './session.ts';
import type { Session, WorkerState } from './state.ts';
import { trustedWrappingKey } from './trusted.ts';

/** Largest wrapped key: PKCS#8 of RSA-4096 is about 2,380 bytes. */
const WRAPPED_MAX = 4096;

/** 32 bytes: the device's random, mixed with dice by HKDF-SHA-256 (RFC 5869; salt: the set id) where custodians threw some. */
function makeBackupKey(s: Session, request: BackupRequest): Uint8Array {
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
function importWrappingKey(s: Session, scratch: Scratch, request: BackupRequest, backupKey: Uint8Array): Buffer {
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

interface Wrapping {
  readonly key: Buffer;
  readonly unwrap: Buffer;
  readonly mechanism: KeyWrapPad;
}

/** Wraps one key and sees that the blob opens again to it: a success code is no evidence. */
async function wrapKey(s: Session, scratch: Scratch, by: Wrapping, reference: KeyReference): Promise<WrappedKey> {
  const object = findReferenced(s, reference);
  if (object === null) throw new RefusalError('hsm.key-not-found', { key: reference.name });
  const { check } = await readEvidence(s, reference, object);
  const wrapped = new Uint8Array(s.module.C_WrapKey(s.handle, { mechanism: by.mechanism.number }, by.key, object, Buffer.alloc(WRAPPED_MAX)));
  const opened = attempt(() => scratch.unwrap(by.mechanism.number, by.unwrap, wrapped, checkUnwrapped.template(reference.type)));
  const result = opened === null ? null : await checkUnwrapped.compare(s, opened, reference.type, check, utf8(`keyrite backup check v1 ${reference.id}`));
  if (opened !== null) scratch.destroy(opened);
  if (result?.matches !== true) throw new RefusalError('hsm.backup-not-verified', { name: reference.name });
  const { name, type, purpose, id } = reference;
  return { name, type, purpose, id, check, wrapped: toBase64(wrapped) };
}

async function splitAndCompare(request: BackupRequest, backupKey: Uint8Array): Promise<Pick<BackupResult, 'shares' | 'combinations'>> {
  const { threshold, count, setId } = request;
  const values = await splitSecret(backupKey, { threshold, count });
  try {
    const combinations = await compareCombinations(backupKey, values, threshold);
    return { combinations, shares: values.map((value, i) => encodeShare({ set: setId, index: i + 1, threshold, count, value })) };
  } finally {
    wipe(...values);
  }
}

async function wrapAll(s: Session, request: BackupRequest, references: readonly KeyReference[], mechanism: KeyWrapPad): Promise<Omit<BackupResult, 'inventoryBefore' | 'inventoryAfter'>> {
  const backupKey = makeBackupKey(s, request);
  try {
    return await withScratch(s, async (scratch) => {
      const key = importWrappingKey(s, scratch, request, backupKey);
      const wrappingKey = request.trusted ? readAttributes(s, key) : {};
      // A second object opens what the first one wrapped: the wrapping key itself can only wrap.
      const unwrap = scratch.create({ ...sessionAes({ UNWRAP: true }), VALUE: backupKey });
      const keys: WrappedKey[] = [];
      for (const reference of references) keys.push(await wrapKey(s, scratch, { key, unwrap, mechanism }, reference));
      return { keys, wrappingKey, ...(await splitAndCompare(request, backupKey)) };
    });
  } finally {
    wipe(backupKey);
  }
}

/** What the user sees when the security officer could not go on: the user is logged in again where their PIN allows it. */
function asUserAgain(s: Session, request: BackupRequest): void {
  const state = s.module.C_GetSessionInfo(s.handle).state;
  const SO_STATE = 4;
  if (state === SO_STATE || state === 2) attempt(() => logIn(s, CKU.USER, request.userPin));
}

/** The caller wipes PINs and dice, and owns the shares of the answer. */
export async function makeBackup(state: WorkerState, address: TokenAddress, request: BackupRequest, references: readonly KeyReference[]): Promise<BackupResult> {
  const s = userSession(state, address);
  const mechanism = await keyWrapPad(s);
  if (mechanism === null) throw new RefusalError('hsm.no-key-wrap');
  const missing = references.find((reference) => findReferenced(s, reference) === null);
  if (missing !== undefined || references.length === 0) throw new RefusalError('hsm.key-not-found', { key: missing?.name ?? '' });
  const inventoryBefore = listObjects(s);
  let made: Awaited<ReturnType<typeof wrapAll>>;
  try {
    if (request.trusted) logIn(s, CKU.SO, request.soPin);
    made = await wrapAll(s, request, references, mechanism);
  } catch (error) {
    if (request.trusted && !(error instanceof CkrError && error.rv === CKR.DEVICE_REMOVED)) attempt(() => asUserAgain(s, request));
    throw error;
  }
  try {
    const inventoryAfter = listObjects(s);
    sameObjects(inventoryBefore, inventoryAfter);
    return { ...made, inventoryBefore, inventoryAfter };
  } catch (error) {
    wipe(...made.shares);
    throw error;
  }
}
