/** Asked before a device is unlocked for an act that cannot be undone: the step is reached, and everyone who must authorise it has. */
import { awaited, currentStep } from '../../core/ceremony/script.ts';
import type { Step, StepKind } from '../../core/ceremony/steps.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { Session } from './session.ts';

/** The current step, of `kind`. RefusalError `ceremony.wrong-step`, `ceremony.confirmations-missing`. */
export function requireAuthorised(session: Session, kind: StepKind): Step {
  const { state } = session.recorder;
  const step = currentStep(state);
  if (step.kind !== kind) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  if (step.confirmWhen === 'before' && awaited(step, state).length > 0) throw new RefusalError('ceremony.confirmations-missing');
  return step;
}
