/** The ceremony machine: a pure function from a state and an event to the next state and what must be done, or to a refusal that changes nothing. */
import type { CeremonyEvent } from './events.ts';
import * as backup from './rules/backup.ts';
import { shareChecked } from './rules/check.ts';
import * as closing from './rules/closing.ts';
import * as delivery from './rules/delivery.ts';
import * as hsm from './rules/hsm.ts';
import { accept, refuse } from './rules/outcome.ts';
import type { Outcome } from './rules/outcome.ts';
import { inheritedProblem } from './rules/inheritance.ts';
import * as people from './rules/people.ts';
import * as quorum from './rules/quorum.ts';
import * as removal from './rules/removal.ts';
import * as restore from './rules/restore.ts';
import { currentStep } from './script.ts';
import type { CeremonyState } from './state.ts';

/** Events that may follow the end of the record; everything else needs it reopened first. */
const afterRecordEnd: ReadonlySet<CeremonyEvent['type']> = new Set(['record.reopened', 'statement.signed', 'ceremony.closed', 'ceremony.abandoned']);
/** Events that are possible while the ceremony is paused. */
const whilePaused: ReadonlySet<CeremonyEvent['type']> = new Set(['ceremony.continued', 'ceremony.resumed', 'ceremony.abandoned', 'deviation.recorded', 'hsm.locked', 'set.voided', 'participant.registered', 'key.generated', 'restore.passed', 'restore.failed', 'key.destroyed']);

function open(state: CeremonyState, event: Extract<CeremonyEvent, { type: 'ceremony.opened' }>): Outcome {
  if (state.status !== 'new') return refuse('ceremony.already-open');
  if (event.ceremony !== state.plan.id || event.mode !== state.plan.mode) return refuse('ceremony.other-plan');
  if (event.kind !== state.plan.ceremony || event.previous !== state.inherited.statement) return refuse('ceremony.other-plan');
  const why = inheritedProblem(state);
  if (why !== null) return why;
  return accept({ ...state, status: 'running', opened: event });
}

function resume(state: CeremonyState): Outcome {
  const absent = Object.fromEntries(Object.entries(state.people).map(([id, p]) => [id, { ...p, present: false }]));
  const lock = (t: CeremonyState['tokens']['primary']): CeremonyState['tokens']['primary'] => ({ ...t, unlocked: false, preparing: false });
  const proof = state.proof.phase === 'started' ? { ...state.proof, phase: 'none' as const } : state.proof;
  const restores = Object.fromEntries(Object.entries(state.restores).filter(([, r]) => r.phase === 'passed'));
  return accept({ ...state, people: absent, tokens: { primary: lock(state.tokens.primary), spare: lock(state.tokens.spare) }, proof, restores, quorums: {} });
}

function planReviewed(state: CeremonyState, event: Extract<CeremonyEvent, { type: 'plan.reviewed' }>): Outcome {
  const step = currentStep(state);
  return step.kind === 'plan-review' ? accept({ ...state, planReviewed: event }) : refuse('ceremony.wrong-step', { step: step.title });
}

function environmentChecked(state: CeremonyState, event: Extract<CeremonyEvent, { type: 'environment.checked' }>): Outcome {
  const step = currentStep(state);
  return step.kind === 'preflight' ? accept({ ...state, environment: event.findings }) : refuse('ceremony.wrong-step', { step: step.title });
}

/**
 * Next state and effects of `event`, or a refusal (`ceremony.*`). Pure: no clock, no randomness, no I/O.
 * Folding a stored transcript with it from `newCeremony(plan)` gives the state the ceremony was in.
 */
export function transition(state: CeremonyState, event: CeremonyEvent): Outcome {
  if (event.type === 'ceremony.opened') return open(state, event);
  if (state.status === 'new') return refuse('ceremony.not-open');
  if (event.type === 'key.discarded') return removal.discarded(state, event);
  if (state.status === 'closed' || state.status === 'abandoned') return refuse('ceremony.finished');
  if (state.recordEnded && !afterRecordEnd.has(event.type)) return refuse('ceremony.record-ended');
  if (state.status === 'paused' && !whilePaused.has(event.type)) return refuse('ceremony.paused');
  switch (event.type) {
    case 'plan.reviewed': return planReviewed(state, event);
    case 'environment.checked': return environmentChecked(state, event);
    case 'participant.registered': return people.register(state, event);
    case 'participant.absent': return people.markAbsent(state, event);
    case 'step.confirmed': return people.confirm(state, event);
    case 'deviation.recorded': return people.recordDeviation(state, event);
    case 'deviation.accepted': return people.acceptDeviation(state, event);
    case 'ceremony.paused': return people.pause(state, event);
    case 'ceremony.continued': return people.resumeFromPause(state, event);
    case 'ceremony.abandoned': return people.abandon(state, event);
    case 'ceremony.resumed': return resume(state);
    case 'hsm.examined': return hsm.examine(state, event);
    case 'hsm.prepare-started': return hsm.startPreparing(state, event);
    case 'hsm.prepared': return hsm.prepared(state, event);
    case 'hsm.unlocked': return hsm.unlocked(state, event);
    case 'hsm.locked': return hsm.locked(state, event);
    case 'key.found': return hsm.found(state, event);
    case 'key.generation-started': return hsm.startGeneration(state, event);
    case 'key.generated': return hsm.generated(state, event);
    case 'key.sealed': return hsm.sealed(state, event);
    case 'backup.started': return backup.startBackup(state, event);
    case 'backup.made': return backup.backupMade(state, event);
    case 'share.written': return backup.shareWritten(state, event);
    case 'share.removed': return backup.shareRemoved(state, event);
    case 'share.read': return backup.shareRead(state, event);
    case 'share.refused': return accept(state);
    case 'step.failed': return accept(state);
    case 'set.voided': return backup.voidSet(state, event);
    case 'set.declared-void': return backup.declareVoid(state, event);
    case 'quorum.joined': return quorum.joinQuorum(state, event);
    case 'share.presented': return quorum.presentShare(state, event);
    case 'quorum.cleared': return quorum.clearQuorum(state, event);
    case 'restore.started': return restore.startRestore(state, event);
    case 'restore.passed': return restore.restorePassed(state, event);
    case 'restore.failed': return restore.restoreFailed(state, event);
    case 'hsm.retired': return restore.retireHsm(state, event);
    case 'share.checked': return shareChecked(state, event);
    case 'share.destroyed': return removal.shareDestroyed(state, event);
    case 'package.destroyed': return removal.packageDestroyed(state, event);
    case 'key.state-set': return removal.setKeyState(state, event);
    case 'root.certified': return removal.certifyRoot(state, event);
    case 'root.attested': return removal.attestRoot(state, event);
    case 'key.destroyed': return removal.destroyed(state, event);
    case 'target.imported': return delivery.importTarget(state, event);
    case 'key.delivered': return delivery.delivered(state, event);
    case 'proof.started': return backup.startProof(state, event);
    case 'proof.passed': return backup.proofPassed(state, event);
    case 'proof.failed': return backup.proofFailed(state, event);
    case 'record.ended': return closing.endRecord(state, event);
    case 'record.reopened': return closing.reopenRecord(state);
    case 'statement.signed': return closing.signStatement(state, event);
    case 'ceremony.closed': return closing.close(state, event);
    default: return event satisfies never;
  }
}
