/** Acts of the backup: make it, put each share on its carrier, read each back, prove that a quorum restores the keys. */
import { toHex } from '../../../core/bytes/bytes.ts';
import { sha256Hex } from '../../../core/bytes/digest.ts';
import { proofChallenge } from '../../../core/ceremony/challenge.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { coveredKeys, livingKeys, oldSets } from '../../../core/ceremony/scope.ts';
import { backupOf, newKeys } from '../../../core/plan/parts.ts';
import type { HsmPort, Quorum, WrappedKey } from '../../../core/ports/hsm.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { commit } from '../../../core/shares/commitment.ts';
import { decodePackage, encodePackage } from '../../../core/shares/package-file.ts';
import { bundleNames, inheritedPackageFile } from '../../../core/transcript/bundle.ts';
import { setIdOf } from '../../../core/shares/share-format.ts';
import { asError } from '../recorder.ts';
import type { Session } from '../session.ts';
import { ensureUnlocked, usesTrusted } from './hsm.ts';

export async function makeBackup(session: Session): Promise<void> {
  const { recorder, ports } = session;
  if (recorder.state.set !== null && recorder.state.set.made === null) {
    recorder.append({ type: 'set.voided', set: recorder.state.set.id, reason: 'making it failed' });
  }
  const set = setIdOf(ports.random(5));
  const start = { type: 'backup.started', set } as const;
  recorder.require(start);
  const hsm = session.hsm('primary');
  const trusted = usesTrusted(session);
  const pinPad = (await hsm.describe()).token.protectedAuthenticationPath;
  const needed = trusted ? (['so', 'user'] as const) : [];
  if (!pinPad && needed.some((pin) => session.pins.entered('primary', pin).includes(false))) throw new RefusalError('ceremony.pin-half-missing');
  // In the trusted form the security officer logs in between, so the user's PIN is needed a second time.
  await ensureUnlocked(session, 'primary', trusted ? 'needed-again' : undefined);
  recorder.append(start);
  try {
    await makeSet(session, hsm, set, { trusted, pinPad });
  } catch (error) {
    // What was made of it was in memory only. Everyone sees at once that it is void, and authorises the next one.
    giveUpSet(session);
    throw error;
  }
}

/** Declares the set that could not be made void. Where even that cannot be recorded, the next try does it first. */
function giveUpSet({ recorder, unwritten }: Session): void {
  const { set } = recorder.state;
  if (set === null || set.made !== null) return;
  unwritten.clear();
  try {
    recorder.append({ type: 'set.voided', set: set.id, reason: 'making it failed' });
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
  }
}

async function makeSet(session: Session, hsm: HsmPort, set: string, { trusted, pinPad }: { readonly trusted: boolean; readonly pinPad: boolean }): Promise<void> {
  const { plan, recorder, ports } = session;
  const backup = backupOf(plan);
  if (backup === null) throw new RefusalError('ceremony.set-other');
  const keyIds = newKeys(plan).filter((k) => k.backup).flatMap((k) => recorder.state.keys[k.name]?.id ?? []);
  const count = backup.shares.length;
  const { threshold } = backup;
  const from = oldQuorums(session);
  const pin = (name: 'so' | 'user'): Uint8Array | null => (trusted && !pinPad ? session.pins.take('primary', name) : null);
  const made = await hsm.backup({ ...(from.length === 0 ? {} : { from }), setId: set, threshold, count, keyIds, trusted, soPin: pin('so'), userPin: pin('user') });
  if (!recorder.state.tokens.primary.unlocked) recorder.append({ type: 'hsm.unlocked', token: 'primary', by: plan.pins.user });

  const commitments = made.shares.map((share, i) => {
    const salt = ports.random(16);
    return { index: i + 1, salt: toHex(salt), commitment: commit(share, salt) };
  });
  const packageFile = encodePackage({ v: 1, ceremony: plan.id, mode: plan.mode, set, threshold, count, commitments, keys: made.keys });
  session.store.putFile(`${set}.${bundleNames.package}`, packageFile);
  session.unwritten.clear();
  session.presented.clear();
  made.shares.forEach((share, i) => session.unwritten.put(i + 1, share));
  recorder.append({
    type: 'backup.made',
    set,
    threshold,
    count,
    commitments,
    package: sha256Hex(packageFile),
    trusted,
    wrappingKey: { ...made.wrappingKey },
    combinations: made.combinations,
    inventoryBefore: made.inventoryBefore,
    inventoryAfter: made.inventoryAfter,
  });
  for (const { standing } of oldSets(recorder.state)) session.quorum(standing.id).clear();
}

/** The package file of an inherited set. RefusalError `ceremony.inherited-package`. */
export function oldPackage(session: Session, set: string): Uint8Array {
  const file = session.inheritedFiles.find((f) => f.name === inheritedPackageFile(set));
  if (file === undefined) throw new RefusalError('ceremony.inherited-package');
  return file.bytes;
}

/** Copies of a quorum of an inherited set's shares as presented, and the living keys of its package. The HSM port wipes the copies. */
export function quorumOf(session: Session, set: string, threshold: number): { readonly indexes: readonly number[]; readonly quorum: Quorum } {
  const held = session.quorum(set);
  const indexes = held.indexes.slice(0, threshold);
  if (indexes.length < threshold) throw new RefusalError('ceremony.quorum-short', { threshold, given: indexes.length });
  const living = new Set(livingKeys(session.recorder.state).map((k) => k.name));
  const keys = decodePackage(oldPackage(session, set)).keys.filter((k) => living.has(k.name));
  return { indexes, quorum: { shares: indexes.flatMap((n) => held.get(n)?.slice() ?? []), keys } };
}

/** Quorums of the sets that are replaced, each key once. */
function oldQuorums(session: Session): readonly Quorum[] {
  const state = session.recorder.state;
  if (session.plan.ceremony !== 'reshare') return [];
  const wanted = new Set(coveredKeys(state));
  const once = (key: WrappedKey): boolean => wanted.delete(key.name);
  return oldSets(state).map(({ standing }) => {
    const { quorum } = quorumOf(session, standing.id, standing.threshold);
    return { ...quorum, keys: quorum.keys.filter(once) };
  });
}

/** The package file of the current set. */
export function currentPackage(session: Session): Uint8Array {
  const set = session.recorder.state.set?.id ?? '';
  const file = session.store.getFile(`${set}.${bundleNames.package}`);
  if (file === null) throw new RefusalError('store.damaged', { entry: 0 });
  return file;
}

interface ToProve {
  readonly set: string;
  readonly shares: readonly number[];
  readonly copies: readonly Uint8Array[];
  readonly keys: readonly WrappedKey[];
}

/** The shares of the proof: of the new set as read back, or of the set under check as presented. */
function toProve(session: Session): ToProve {
  const backup = backupOf(session.plan);
  if (backup === null) {
    const [old] = oldSets(session.recorder.state);
    if (old === undefined) throw new RefusalError('ceremony.set-other');
    const { indexes, quorum } = quorumOf(session, old.standing.id, old.standing.threshold);
    return { set: old.standing.id, shares: indexes, copies: quorum.shares, keys: quorum.keys };
  }
  const { threshold } = backup;
  const shares = session.presented.indexes.slice(0, threshold);
  if (shares.length < threshold) throw new RefusalError('ceremony.quorum-short', { threshold, given: shares.length });
  const { keys } = decodePackage(currentPackage(session));
  // restore() wipes the copies it is given; the held ones are wiped once the proof has passed.
  return { set: session.recorder.state.set?.id ?? '', shares, copies: shares.flatMap((n) => session.presented.get(n)?.slice() ?? []), keys };
}

export async function prove(session: Session): Promise<void> {
  const { plan, recorder, ports } = session;
  const step = currentStep(recorder.state);
  if (step.kind !== 'proof') throw new RefusalError('ceremony.wrong-step', { step: step.title });
  await ensureUnlocked(session, 'spare');
  const hsm = session.hsm('spare');
  const inventoryBefore = await hsm.inventory();
  const { set, shares, copies, keys } = toProve(session);
  recorder.append({ type: 'proof.started', set, shares });
  const nonce = toHex(ports.random(32));
  const restored = await hsm.restore({ shares: copies, keys, challenge: proofChallenge(plan.id, set, nonce) });
  const passed = { type: 'proof.passed', set, shares, token: (await hsm.describe()).token, challenge: nonce, keys: restored, inventoryBefore, inventoryAfter: await hsm.inventory() } as const;
  const refused = recorder.wouldRefuse(passed);
  if (refused) {
    recorder.append({ type: 'proof.failed', set, code: refused.code, keys: restored });
    throw asError(refused);
  }
  recorder.append(passed);
  session.presented.clear();
  for (const { standing } of oldSets(recorder.state)) session.quorum(standing.id).clear();
}
