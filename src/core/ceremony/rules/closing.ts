/** Rules of the end: the record ends once, everyone who must signs it, and only then does the ceremony close. */
import { postQuantumOf } from '../../plan/parts.ts';
import { secondKeyName } from '../../transcript/signer-keys.ts';
import type { EventOf } from '../events.ts';
import { currentStep } from '../script.ts';
import { HSM_ROOT, requiredSigners } from '../state.ts';
import type { CeremonyState, KeyState } from '../state.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { requirePresent } from './people.ts';

/** Phases of a key that is on the HSM. */
const there: ReadonlySet<KeyState['phase']> = new Set(['generated', 'sealed', 'found', 'restored']);

/** Whether every key that should be is on the HSM itself, not only its public half; and none that was destroyed. */
function keysAsRecorded(state: CeremonyState, { inventory }: EventOf<'record.ended'>): boolean {
  return Object.values(state.keys).every((key) => {
    if (there.has(key.phase)) return inventory.some((o) => o.id === key.id && (o.class === 'CKO_PRIVATE_KEY' || o.class === 'CKO_SECRET_KEY'));
    return key.phase !== 'destroyed' || !inventory.some((o) => o.id === key.id);
  });
}

export function endRecord(state: CeremonyState, event: EventOf<'record.ended'>): Outcome {
  const step = currentStep(state);
  if (step.kind !== 'signing') return refuse('ceremony.wrong-step', { step: step.title });
  if (state.deviations.some((d) => d.acceptedBy.length === 0)) return refuse('ceremony.deviations-open');
  if (!keysAsRecorded(state, event)) return refuse('ceremony.evidence-mismatch');
  return accept({ ...state, recordEnded: true, signatures: {} });
}

export function reopenRecord(state: CeremonyState): Outcome {
  if (!state.recordEnded) return refuse('ceremony.record-open');
  return accept({ ...state, recordEnded: false, signatures: {} });
}

export function signStatement(state: CeremonyState, event: EventOf<'statement.signed'>): Outcome {
  if (!state.recordEnded) return refuse('ceremony.record-open');
  const person = state.plan.participants.find((p) => p.id === event.signer)?.name ?? event.signer;
  if (!requiredSigners(state).includes(event.signer)) return refuse('ceremony.not-a-signer', { person });
  if (event.signer !== HSM_ROOT) {
    const absent = requirePresent(state, event.signer);
    if (absent) return absent;
  }
  if (state.signatures[event.signer] !== undefined) return refuse('ceremony.signed-twice', { person });
  // The root in the HSM has one key; who has two signs with both at once, so that no statement is half signed by anybody.
  const algorithm = event.signer === HSM_ROOT ? null : postQuantumOf(state.plan);
  if ((event.postQuantum !== undefined) !== (algorithm !== null)) return refuse('ceremony.second-key', { person });
  const second = algorithm === null || event.postQuantum === undefined ? {} : { [secondKeyName(event.signer, algorithm)]: event.postQuantum };
  return accept({ ...state, signatures: { ...state.signatures, [event.signer]: event.signature, ...second } });
}

export function close(state: CeremonyState, _event: EventOf<'ceremony.closed'>): Outcome {
  if (currentStep(state).kind !== 'closing') return refuse('ceremony.signatures-missing');
  return accept({ ...state, status: 'closed' });
}
