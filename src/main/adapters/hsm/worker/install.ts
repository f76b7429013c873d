/**
 * Disaster recovery: the keys of a package come back to stay, sealed from their first moment. All or none: whatever was made is destroyed again where
 * one key fails. It must never write over an object, and the backup key is wiped on every path.
 */
import type { InstallResult, KeyEvidence, ObjectSummary, RestoreRequest, WrappedKey } from '../../../../core/ports/hsm.ts';
import { fromHex } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { installOne, plannedOf } from './install-one.ts';
import type { Planned } from './install-one.ts';
import { sessionIsGone } from './errors.ts';
import { checkCombination } from './key-specs.ts';
import { neededKeyWrap } from './key-wrap.ts';
import { findObjects, listObjects, sameObjects } from './objects.ts';
import { importQuorum } from './quorum.ts';
import { restoreAll } from './restore.ts';
import { attempt, withScratch } from './scratch.ts';
import { sealHolds } from './seal.ts';
import type { Session } from './state.ts';

/** What can be refused before a share is combined: `hsm.key-combination`, `hsm.key-twice`, `hsm.object-exists`. */
function checkPackage(s: Session, keys: readonly WrappedKey[]): void {
  for (const { type, purpose } of keys) checkCombination(type, purpose);
  const twice = keys.find((key, at) => keys.findIndex(({ id, name }) => id === key.id || name === key.name) !== at);
  if (twice !== undefined) throw new RefusalError('hsm.key-twice', { name: twice.name });
  for (const { id, name } of keys) {
    if (findObjects(s, { ID: fromHex(id) }).length > 0 || findObjects(s, { LABEL: name }).length > 0) throw new RefusalError('hsm.object-exists', { name });
  }
}

/** Destroys every object with an id of the package (none was there before); whether none is left. */
function undo(s: Session, keys: readonly WrappedKey[]): boolean {
  const left = (): Buffer[] => keys.flatMap(({ id }) => findObjects(s, { ID: fromHex(id) }));
  return attempt(() => {
    for (const object of left()) attempt(() => s.module.C_DestroyObject(s.handle, object));
    return left().length === 0;
  }) ?? false;
}

async function restoreThenInstall(s: Session, request: RestoreRequest, mechanism: number): Promise<InstallResult> {
  return withScratch(s, async (scratch) => {
    const by = await importQuorum(scratch, mechanism, request.shares);
    const restored = await restoreAll(s, scratch, by, request);
    if (!restored.every((key) => key.matches)) return { restored, evidence: [] };
    const planned: readonly Planned[] = request.keys.map(plannedOf);
    const evidence: KeyEvidence[] = [];
    for (const one of planned) evidence.push(await installOne(s, by, one));
    return { restored, evidence };
  });
}

/** `hsm.objects-left` unless what is new are the installed objects: a key each, and a public key beside each private one. */
function checkInventory(before: readonly ObjectSummary[], after: readonly ObjectSummary[], evidence: readonly KeyEvidence[]): void {
  const ids = new Set(evidence.map(({ id }) => id));
  sameObjects(before, after.filter(({ id }) => !ids.has(id)));
  const expected = evidence.reduce((sum, { type }) => sum + (type === 'aes-256' ? 1 : 2), 0);
  const made = after.filter(({ id }) => ids.has(id)).length;
  if (made !== expected) throw new RefusalError('hsm.objects-left', { count: Math.abs(made - expected) });
}

/**
 * Needs the user logged in. The caller wipes the shares. As restoreKeys, and `hsm.does-not-seal`, `hsm.object-exists`, `hsm.key-not-as-asked`,
 * `hsm.key-does-not-work`, `hsm.package-key-differs`; `hsm.not-undone` where something that was made could not be destroyed again.
 */
export async function installKeys(s: Session, request: RestoreRequest): Promise<InstallResult> {
  const { number } = await neededKeyWrap(s);
  checkPackage(s, request.keys);
  // SECURITY: a device that wraps what is marked as never extractable would hold the keys open for whoever has the PIN.
  if (!(await sealHolds(s))) throw new RefusalError('hsm.does-not-seal');
  const before = listObjects(s);
  try {
    const result = await restoreThenInstall(s, request, number);
    checkInventory(before, listObjects(s), result.evidence);
    return result;
  } catch (error) {
    // With the device gone nothing can be destroyed; what is on it shows in its inventory when it is back.
    if (!undo(s, request.keys) && !sessionIsGone(error)) throw new RefusalError('hsm.not-undone', {}, { cause: error });
    throw error;
  }
}
