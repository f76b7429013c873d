/** What makes one kind of ceremony: its script, and when the work of each step is done. */
import type { Plan } from '../../plan/schema.ts';
import type { CeremonyState } from '../state.ts';
import type { Step } from '../steps.ts';

export interface CeremonyKind {
  readonly kind: Plan['ceremony'];
  /** The ordered steps that follow from a plan. */
  script(plan: Plan): readonly Step[];
  /** Whether the facts the step exists for are in the record; its confirmations are counted apart. */
  workDone(step: Step, state: CeremonyState): boolean;
}
