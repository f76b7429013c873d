/** Rules of the backup: one share set at a time, every share written once and read back, the proof over a quorum of what was read. */
import type { EventOf } from '../events.ts';
import { currentStep } from '../script.ts';
import { backupOf } from '../../plan/parts.ts';
import { oldSets, provenKeys } from '../scope.ts';
import type { CeremonyState, ShareSetState, ShareState } from '../state.ts';
import { quorumThere } from '../work.ts';
import { requireStep, sameCheck } from './hsm.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { requirePresent } from './people.ts';

export function startBackup(state: CeremonyState, event: EventOf<'backup.started'>): Outcome {
  const wrong = requireStep(state, 'backup');
  if (wrong) return wrong;
  if (state.set !== null) return refuse('ceremony.set-open');
  if (state.voidSets.includes(event.set) || state.inherited.sets.some((s) => s.id === event.set)) return refuse('ceremony.set-other');
  return accept({ ...state, set: { id: event.set, made: null, shares: {} } }, { type: 'make-backup', set: event.set });
}

export function backupMade(state: CeremonyState, event: EventOf<'backup.made'>): Outcome {
  const { set, plan } = state;
  const planned = backupOf(plan);
  if (planned === null) return refuse('ceremony.set-other');
  if (set?.id !== event.set) return refuse('ceremony.set-other');
  if (set.made !== null) return refuse('ceremony.set-open');
  const count = planned.shares.length;
  const indexes = event.commitments.map((c) => c.index);
  const complete = event.threshold === planned.threshold && event.count === count && indexes.length === count && indexes.every((n, i) => n === i + 1);
  if (!complete || event.combinations.checked < 1) return refuse('ceremony.evidence-mismatch');
  const left = (inventory: EventOf<'backup.made'>['inventoryBefore']): string => inventory.map((o) => `${o.class} ${o.id} ${o.label}`).sort().join();
  if (left(event.inventoryBefore) !== left(event.inventoryAfter)) return refuse('ceremony.evidence-mismatch');
  if (!event.trusted && plan.hsm.trustedWrapping === 'required') return refuse('ceremony.evidence-mismatch');
  const none: ShareState = { written: null, removed: false, read: null, bag: null };
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
  const planned = backupOf(state.plan)?.shares[event.index - 1];
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

/** Steps that a set's end undoes: they are gone through again with the next one. */
const ofTheSet: ReadonlySet<string> = new Set(['backup', 'share-writing', 'share-reading', 'proof']);

/** The set that this ceremony made is given up; another takes its place. */
function giveUp(state: CeremonyState, set: string): Outcome {
  if (state.proof.phase === 'passed') return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  const forgotten = new Set(state.script.filter((s) => ofTheSet.has(s.kind)).map((s) => s.id));
  const confirmations = Object.fromEntries(Object.entries(state.confirmations).filter(([step]) => !forgotten.has(step)));
  // Shares of old sets are held until they have been used: where the new set was never made, they still are.
  const quorums = state.set?.made == null ? state.quorums : {};
  return accept({ ...state, set: null, quorums, voidSets: [...state.voidSets, set], proof: { ...state.proof, phase: 'none', keys: null }, confirmations });
}

/** An inherited set is void once the step for it is reached and authorised; the ceremony's own where an interruption left it incomplete. */
export function voidSet(state: CeremonyState, event: EventOf<'set.voided'>): Outcome {
  if (state.set?.id === event.set) return giveUp(state, event.set);
  if (!state.inherited.sets.some((s) => s.id === event.set)) return refuse('ceremony.set-other');
  const wrong = requireStep(state, 'set-void', event.set);
  if (wrong) return wrong;
  return accept({ ...state, voidSets: [...state.voidSets, event.set] });
}

/** Two people give up the set that is being made, for a reason: a sheet that jammed in the printer, a share that somebody saw. */
export function declareVoid(state: CeremonyState, event: EventOf<'set.declared-void'>): Outcome {
  if (state.set?.id !== event.set || state.set.made === null) return refuse('ceremony.set-other');
  if (event.participant === event.second.participant) return refuse('ceremony.two-people');
  const absent = requirePresent(state, event.participant) ?? requirePresent(state, event.second.participant);
  return absent ?? giveUp(state, event.set);
}

function allRead(set: ShareSetState | null): set is ShareSetState {
  return set?.made != null && Object.values(set.shares).every((s) => s.read !== null);
}

interface Proven {
  readonly id: string;
  readonly threshold: number;
  /** Indexes of shares that were read from their medium in this ceremony. */
  readonly read: readonly number[];
}

/** The set that the proof is of: the one made here once all of it was read back, or the one under check once a quorum was presented. */
function setToProve(state: CeremonyState): Proven | null {
  const planned = backupOf(state.plan);
  if (planned !== null) return allRead(state.set) ? { id: state.set.id, threshold: planned.threshold, read: Object.keys(state.set.shares).map(Number) } : null;
  const old = oldSets(state)[0]?.standing;
  if (old === undefined || !quorumThere(state, old.id)) return null;
  return { id: old.id, threshold: old.threshold, read: (state.quorums[old.id]?.presented ?? []).map((p) => p.index) };
}

/** Whether `set` is the one the proof is of. */
function provenSet(state: CeremonyState, set: string): boolean {
  return (backupOf(state.plan) === null ? oldSets(state)[0]?.standing.id : state.set?.id) === set;
}

export function startProof(state: CeremonyState, event: EventOf<'proof.started'>): Outcome {
  const wrong = requireStep(state, 'proof');
  if (wrong) return wrong;
  const set = setToProve(state);
  if (set?.id !== event.set) return refuse('ceremony.set-incomplete');
  const different = new Set(event.shares);
  const { threshold } = set;
  if (different.size !== event.shares.length || different.size < threshold) return refuse('ceremony.quorum-short', { threshold, given: different.size });
  if (event.shares.some((n) => !set.read.includes(n))) return refuse('ceremony.share-unknown');
  if (!state.tokens.spare.unlocked) return refuse('ceremony.token-locked');
  return accept({ ...state, proof: { ...state.proof, phase: 'started', shares: event.shares } }, { type: 'run-proof', set: event.set, shares: event.shares });
}

export function proofPassed(state: CeremonyState, event: EventOf<'proof.passed'>): Outcome {
  if (state.proof.phase !== 'started' || !provenSet(state, event.set)) return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  if (event.shares.join() !== state.proof.shares.join()) return refuse('ceremony.evidence-mismatch');
  const equal = provenKeys(state).every((name) => {
    const restored = event.keys.filter((k) => k.name === name);
    const original = state.keys[name]?.evidence?.check;
    return restored.length === 1 && restored[0]?.matches === true && sameCheck(restored[0].check, original);
  });
  if (!equal) return refuse('ceremony.proof-mismatch');
  return accept({ ...state, proof: { ...state.proof, phase: 'passed', keys: event.keys } });
}

export function proofFailed(state: CeremonyState, event: EventOf<'proof.failed'>): Outcome {
  if (state.proof.phase !== 'started' || !provenSet(state, event.set)) return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  return accept({ ...state, proof: { phase: 'none', keys: event.keys, shares: [], failures: state.proof.failures + 1 } });
}
