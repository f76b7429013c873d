/**
 * Makes the backup: backup key, wrapped keys, shares. The backup key exists in this process only, between its making and its split, and is
 * wiped on every path; it must never be in an answer, an error or a log.
 */
import type { BackupRequest, BackupResult, KeyReference, TokenAddress, WrappedKey } from '../../../../core/ports/hsm.ts';
import { toBase64, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { importWrappingKey, makeBackupKey, splitAndCompare } from './backup-key.ts';
import { CKR, CKU } from './constants.ts';
import { findReferenced, readAttributes, readEvidence } from './evidence.ts';
import { sessionAes } from './key-specs.ts';
import { neededKeyWrap } from './key-wrap.ts';
import { listObjects, sameObjects } from './objects.ts';
import { rewrapAll } from './rewrap.ts';
import type { Scratch } from './scratch.ts';
import { attempt, withScratch } from './scratch.ts';
import { logIn, userSession } from './session.ts';
import type { Session, WorkerState } from './state.ts';
import type { Wrapping } from './wrap.ts';
import { wrapAndReopen } from './wrap.ts';

async function wrapKey(s: Session, scratch: Scratch, by: Wrapping, reference: KeyReference): Promise<WrappedKey> {
  const object = findReferenced(s, reference);
  if (object === null) throw new RefusalError('hsm.key-not-found', { key: reference.name });
  const { check } = await readEvidence(s, reference, object);
  const wrapped = await wrapAndReopen(s, scratch, by, object, reference, check);
  if (wrapped === null) throw new RefusalError('hsm.backup-not-verified', { name: reference.name });
  const { name, type, purpose, id } = reference;
  return { name, type, purpose, id, check, wrapped: toBase64(wrapped) };
}

async function wrapAll(s: Session, request: BackupRequest, references: readonly KeyReference[], mechanism: number): Promise<Omit<BackupResult, 'inventoryBefore' | 'inventoryAfter'>> {
  const backupKey = makeBackupKey(s, request);
  try {
    return await withScratch(s, async (scratch) => {
      const key = importWrappingKey(s, scratch, request, backupKey);
      const wrappingKey = request.trusted ? readAttributes(s, key) : {};
      const by: Wrapping = { key, mechanism, unwrap: scratch.create({ ...sessionAes({ UNWRAP: true }), VALUE: backupKey }) };
      const keys = await rewrapAll(s, scratch, by, request.from ?? [], request.trusted);
      for (const reference of references) keys.push(await wrapKey(s, scratch, by, reference));
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

/** `hsm.key-twice`, `hsm.key-not-found`: what no backup can be made of, before anything happens. */
function checkKeys(s: Session, request: BackupRequest, references: readonly KeyReference[]): void {
  const earlier = (request.from ?? []).flatMap((quorum) => quorum.keys);
  const all = [...earlier, ...references];
  const twice = all.find((key, at) => all.findIndex(({ id, name }) => id === key.id || name === key.name) !== at);
  if (twice !== undefined) throw new RefusalError('hsm.key-twice', { name: twice.name });
  const missing = references.find((reference) => findReferenced(s, reference) === null);
  if (missing !== undefined || all.length === 0) throw new RefusalError('hsm.key-not-found', { key: missing?.name ?? '' });
}

/** The caller wipes PINs, dice and the shares of `from`, and owns the shares of the answer. */
export async function makeBackup(state: WorkerState, address: TokenAddress, request: BackupRequest, references: readonly KeyReference[]): Promise<BackupResult> {
  const s = userSession(state, address);
  const mechanism = (await neededKeyWrap(s)).number;
  checkKeys(s, request, references);
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
