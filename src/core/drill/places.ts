/** Finds the steps of a script at which something can strike. Pure: a plan's script in, places out. */
import type { Step, StepKind } from '../ceremony/steps.ts';
import type { Places } from './incident.ts';

/** Steps of these kinds, in the order of `kinds`; `why` is said where there is none. */
export function stepsOf(script: readonly Step[], kinds: readonly StepKind[], why: string, fits: (step: Step) => boolean = () => true): Places {
  const [first, ...rest] = kinds.flatMap((kind) => script.filter((step) => step.kind === kind && fits(step)));
  return first === undefined ? { why } : { steps: [first, ...rest] };
}
