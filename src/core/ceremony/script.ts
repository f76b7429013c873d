/** The script of a plan, and where in it a ceremony stands. There is no step back: the current step is the first one not complete. */
import type { Plan } from '../plan/schema.ts';
import { nothingInherited } from '../lineage/types.ts';
import type { Inherited } from '../lineage/types.ts';
import { scriptOf } from './kinds/kinds.ts';
import { initialState } from './state.ts';
import type { CeremonyState } from './state.ts';
import type { Step } from './steps.ts';
import { workDone } from './work.ts';

export { workDone } from './work.ts';

/** The ordered steps that follow from `plan`; the same plan always gives the same script. */
export function deriveScript(plan: Plan): readonly Step[] {
  return scriptOf(plan);
}

/** The state of a ceremony of `plan` before its first event. `inherited`: what the ceremony before it left behind. */
export function newCeremony(plan: Plan, inherited: Inherited = nothingInherited): CeremonyState {
  return initialState(plan, inherited, deriveScript(plan));
}

/** Participants who have yet to confirm `step`. */
export function awaited(step: Step, state: CeremonyState): readonly string[] {
  const done = state.confirmations[step.id] ?? [];
  return step.confirmedBy.filter((id) => !done.includes(id) && !state.absent.includes(id));
}

export function isComplete(step: Step, state: CeremonyState): boolean {
  return workDone(step, state) && awaited(step, state).length === 0;
}

/** The first step that is not complete; the last one once all are. */
export function currentStep(state: CeremonyState): Step {
  const step = state.script.find((s) => !isComplete(s, state)) ?? state.script.at(-1);
  if (step === undefined) throw new RangeError('a script has at least one step');
  return step;
}

/** Whether people may confirm `step` now: it is current and, where they attest, its work is done. */
export function isConfirmable(step: Step, state: CeremonyState): boolean {
  if (currentStep(state).id !== step.id || awaited(step, state).length === 0) return false;
  return step.confirmWhen === 'before' || workDone(step, state);
}
