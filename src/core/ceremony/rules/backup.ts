/** Rules of the backup: one share set at a time, every share written once and read back, the proof over a quorum of what was read. */
import type { EventOf } from '../events.ts';
import { currentStep } from '../script.ts';
import { backedUp } from '../state.ts';
import type { CeremonyState, ShareSetState, ShareState } from '../state.ts';
import { requireStep } from './hsm.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export function startBackup(state: CeremonyState, event: EventOf<'backup.started'>): Outcome {
  const wrong = requireStep(state, 'backup');
  if (wrong) return wrong;
  if (state.set !== null) return refuse('ceremony.set-open');
  if (state.voidSets.includes(event.set)) return refuse('ceremony.set-other');
  return accept({ ...state, set: { id: event.set, made: null, shares: {} } }, { type: 'make-backup', set: event.set });
}

export function backupMade(state: CeremonyState, event: EventOf<'backup.made'>): Outcome {
  const { set, plan } = state;
  if (set?.id !== event.set) return refuse('ceremony.set-other');
  if (set.made !== null) return refuse('ceremony.set-open');
  const count = plan.backup.shares.length;
  const indexes = event.commitments.map((c) => c.index);
  const complete = event.threshold === plan.backup.threshold && event.count === count && indexes.length === count && indexes.every((n, i) => n === i + 1);
  if (!complete || event.combinations.checked < 1) return refuse('ceremony.evidence-mismatch');
  const left = (inventory: EventOf<'backup.made'>['inventoryBefore']): string => inventory.map((o) => `${o.class} ${o.id} ${o.label}`).sort().join();
  if (left(event.inventoryBefore) !== left(event.inventoryAfter)) return refuse('ceremony.evidence-mismatch');
  if (!event.trusted && plan.hsm.trustedWrapping === 'required') return refuse('ceremony.evidence-mismatch');
  const none: ShareState = { written: null, removed: false, read: null };
  return accept({ ...state, set: { ...set, made: event, shares: Object.fromEntries(indexes.map((n) => [n, none])) } });
}

function shareOf(state: CeremonyState, set: string, index: number): { readonly set: ShareSetState; readonly share: ShareState } | Outcome {
  if (state.set?.made == null || state.set.id !== set) return refuse('ceremony.set-other');
  const share = state.set.shares[index];
  return share === undefined ? refuse('ceremony.share-unknown') : { set: state.set, share };
}

function withShare(state: CeremonyState, set: ShareSetState, index: number, change: ShareState): CeremonyState {
  return { ...state, set: { ...set, shares: { ...set.shares, [index]: change } } };
}

function requireShareStep(state: CeremonyState, kind: 'share-writing' | 'share-reading', index: number): Outcome | null {
  const step = currentStep(state);
  return step.kind === kind && step.subject?.share === index ? null : refuse('ceremony.wrong-step', { step: step.title });
}

export function shareWritten(state: CeremonyState, event: EventOf<'share.written'>): Outcome {
  const found = shareOf(state, event.set, event.index);
  if ('ok' in found) return found;
  if (found.share.written !== null) return refuse('ceremony.share-written-twice');
  const wrong = requireShareStep(state, 'share-writing', event.index);
  if (wrong) return wrong;
  const planned = state.plan.backup.shares[event.index - 1];
  if (planned?.custodian !== event.custodian || planned.carrier !== event.carrier) return refuse('ceremony.share-unknown');
  if (event.carrier === 'smartcard' && event.card?.removable !== true && state.plan.mode === 'production') return refuse('ceremony.card-not-removable');
  return accept(withShare(state, found.set, event.index, { ...found.share, written: event }));
}

export function shareRemoved(state: CeremonyState, event: EventOf<'share.removed'>): Outcome {
  const found = shareOf(state, event.set, event.index);
  if ('ok' in found) return found;
  if (found.share.written === null) return refuse('ceremony.share-not-written');
  return accept(withShare(state, found.set, event.index, { ...found.share, removed: true }));
}

export function shareRead(state: CeremonyState, event: EventOf<'share.read'>): Outcome {
  const found = shareOf(state, event.set, event.index);
  if ('ok' in found) return found;
  const { share } = found;
  if (share.written === null) return refuse('ceremony.share-not-written');
  if ((event.from === 'smartcard') !== (share.written.carrier === 'smartcard')) return refuse('ceremony.share-unknown');
  // A quorum is presented again at the proof after a restart; that is recorded, and changes nothing.
  if (currentStep(state).kind === 'proof') return accept(state);
  if (share.read !== null) return refuse('ceremony.share-read-twice');
  const wrong = requireShareStep(state, 'share-reading', event.index);
  if (wrong) return wrong;
  if (share.written.card?.removable === true && !share.removed) return refuse('ceremony.card-not-removed');
  return accept(withShare(state, found.set, event.index, { ...share, read: event.from }));
}

export function voidSet(state: CeremonyState, event: EventOf<'set.voided'>): Outcome {
  if (state.set?.id !== event.set) return refuse('ceremony.set-other');
  if (state.proof.phase === 'passed') return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  const forgotten = new Set(state.script.filter((s) => ['backup', 'share-writing', 'share-reading', 'proof'].includes(s.kind)).map((s) => s.id));
  const confirmations = Object.fromEntries(Object.entries(state.confirmations).filter(([step]) => !forgotten.has(step)));
  return accept({ ...state, set: null, voidSets: [...state.voidSets, event.set], proof: { ...state.proof, phase: 'none', keys: null }, confirmations });
}

function allRead(set: ShareSetState | null): set is ShareSetState {
  return set?.made != null && Object.values(set.shares).every((s) => s.read !== null);
}

export function startProof(state: CeremonyState, event: EventOf<'proof.started'>): Outcome {
  const wrong = requireStep(state, 'proof');
  if (wrong) return wrong;
  if (!allRead(state.set) || state.set.id !== event.set) return refuse('ceremony.set-incomplete');
  const different = new Set(event.shares);
  const { threshold } = state.plan.backup;
  if (different.size !== event.shares.length || different.size < threshold) return refuse('ceremony.quorum-short', { threshold, given: different.size });
  const { shares } = state.set;
  if (event.shares.some((n) => shares[n] === undefined)) return refuse('ceremony.share-unknown');
  if (!state.tokens.spare.unlocked) return refuse('ceremony.token-locked');
  return accept({ ...state, proof: { ...state.proof, phase: 'started', shares: event.shares } }, { type: 'run-proof', set: event.set, shares: event.shares });
}

export function proofPassed(state: CeremonyState, event: EventOf<'proof.passed'>): Outcome {
  if (state.proof.phase !== 'started' || state.set?.id !== event.set) return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  if (event.shares.join() !== state.proof.shares.join()) return refuse('ceremony.evidence-mismatch');
  const equal = backedUp(state.plan).every((name) => {
    const restored = event.keys.filter((k) => k.name === name);
    const original = state.keys[name]?.evidence?.check;
    return restored.length === 1 && restored[0]?.matches === true && original !== undefined && restored[0].check.kind === original.kind && restored[0].check.value === original.value;
  });
  if (!equal) return refuse('ceremony.proof-mismatch');
  return accept({ ...state, proof: { ...state.proof, phase: 'passed', keys: event.keys } });
}

export function proofFailed(state: CeremonyState, event: EventOf<'proof.failed'>): Outcome {
  if (state.proof.phase !== 'started' || state.set?.id !== event.set) return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  return accept({ ...state, proof: { phase: 'none', keys: event.keys, shares: [], failures: state.proof.failures + 1 } });
}
