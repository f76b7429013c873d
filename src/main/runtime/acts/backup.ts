/** Acts of the backup: make it, put each share on its carrier, read each back, prove that a quorum restores the keys. */
import { toHex } from '../../../core/bytes/bytes.ts';
import { sha256Hex } from '../../../core/bytes/digest.ts';
import { proofChallenge } from '../../../core/ceremony/challenge.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { backedUp } from '../../../core/ceremony/state.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { commit } from '../../../core/shares/commitment.ts';
import { decodePackage, encodePackage } from '../../../core/shares/package-file.ts';
import { bundleNames } from '../../../core/transcript/bundle.ts';
import { setIdOf } from '../../../core/shares/share-format.ts';
import { asError } from '../recorder.ts';
import type { Session } from '../session.ts';
import { ensureUnlocked, usesTrusted } from './hsm.ts';

export async function makeBackup(session: Session): Promise<void> {
  const { plan, recorder, ports } = session;
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

  const keyIds = backedUp(plan).flatMap((name) => recorder.state.keys[name]?.id ?? []);
  const count = plan.backup.shares.length;
  const { threshold } = plan.backup;
  const pin = (name: 'so' | 'user'): Uint8Array | null => (trusted && !pinPad ? session.pins.take('primary', name) : null);
  const made = await hsm.backup({ setId: set, threshold, count, keyIds, trusted, soPin: pin('so'), userPin: pin('user') });
  if (!recorder.state.tokens.primary.unlocked) recorder.append({ type: 'hsm.unlocked', token: 'primary', by: plan.pins.user });

  const packageFile = encodePackage({ v: 1, ceremony: plan.id, mode: plan.mode, set, threshold, count, keys: made.keys });
  session.store.putFile(`${set}.${bundleNames.package}`, packageFile);
  const commitments = made.shares.map((share, i) => {
    const salt = ports.random(16);
    return { index: i + 1, salt: toHex(salt), commitment: commit(share, salt) };
  });
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
}

/** The package file of the current set. */
export function currentPackage(session: Session): Uint8Array {
  const set = session.recorder.state.set?.id ?? '';
  const file = session.store.getFile(`${set}.${bundleNames.package}`);
  if (file === null) throw new RefusalError('store.damaged', { entry: 0 });
  return file;
}

export async function prove(session: Session): Promise<void> {
  const { plan, recorder, ports } = session;
  const step = currentStep(recorder.state);
  const set = recorder.state.set?.id ?? '';
  if (step.kind !== 'proof') throw new RefusalError('ceremony.wrong-step', { step: step.title });
  const { threshold } = plan.backup;
  const shares = session.presented.indexes.slice(0, threshold);
  if (shares.length < threshold) throw new RefusalError('ceremony.quorum-short', { threshold, given: shares.length });
  await ensureUnlocked(session, 'spare');
  const hsm = session.hsm('spare');
  const inventoryBefore = await hsm.inventory();
  recorder.append({ type: 'proof.started', set, shares });
  const nonce = toHex(ports.random(32));
  const { keys } = decodePackage(currentPackage(session));
  // restore() wipes the copies it is given; the held ones are wiped once the proof has passed.
  const copies = shares.flatMap((n) => session.presented.get(n)?.slice() ?? []);
  const restored = await hsm.restore({ shares: copies, keys, challenge: proofChallenge(plan.id, set, nonce) });
  const passed = { type: 'proof.passed', set, shares, token: (await hsm.describe()).token, challenge: nonce, keys: restored, inventoryBefore, inventoryAfter: await hsm.inventory() } as const;
  const refused = recorder.wouldRefuse(passed);
  if (refused) {
    recorder.append({ type: 'proof.failed', set, code: refused.code, keys: restored });
    throw asError(refused);
  }
  recorder.append(passed);
  session.presented.clear();
}
