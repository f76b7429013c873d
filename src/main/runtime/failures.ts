/** What becomes of an act that failed: a refusal for the person, and an entry where a device was at fault. It never tells what an unexpected error says. */
import { currentStep } from '../../core/ceremony/script.ts';
import { refusal, RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import type { Session } from './session.ts';

export function faultOf(error: unknown): Refusal {
  // Only the class of an unexpected error is told: its message could quote what it was working on.
  return error instanceof RefusalError ? error.refusal : refusal('ceremony.fault', { kind: error instanceof Error ? error.name : 'unknown' });
}

/** Codes after which the login on a device is gone. */
const loginLost: ReadonlySet<string> = new Set(['hsm.not-answering', 'hsm.worker-crashed', 'hsm.worker-fault', 'hsm.device-removed', 'hsm.session-lost', 'hsm.device-error', 'hsm.not-logged-in', 'hsm.closed']);

/** What a device refused or failed at belongs into the record; where its login is lost, the token counts as locked and is compared again. */
function recordFailure(session: Session, why: Refusal): void {
  const { state } = session.recorder;
  if (state.status !== 'running' || state.recordEnded) return;
  const step = currentStep(state);
  session.recorder.append({ type: 'step.failed', step: step.id, code: why.code, detail: why.detail ?? {} });
  const token = step.kind === 'proof' ? 'spare' : (step.subject?.token ?? 'primary');
  if (!loginLost.has(why.code) || !state.tokens[token].unlocked) return;
  session.recorder.append({ type: 'hsm.locked', token, why: 'device' });
  if (token === 'primary') session.unreconciled = true;
}

/** The person gets the refusal even where the disk cannot take its entry; the next act that needs the disk says so. */
export function tryToRecord(session: Session, why: Refusal): void {
  try {
    recordFailure(session, why);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
  }
}
