/** The reshare ceremony: the keys stay; a quorum of each old set opens its package inside the HSM, and one new set over all of them takes their place. */
import type { PlanOf } from '../../plan/schema.ts';
import { backupSteps, ending, opening, proofStep, quorumStep, shareDestroying, tokenSteps, voidStep } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function reshare(plan: PlanOf<'reshare'>, cast: Cast): readonly Draft[] {
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    ...tokenSteps(plan, cast, 'spare', plan.spare),
    ...plan.sets.map(quorumStep),
    ...backupSteps(cast, plan.backup, 'Make the new backup'),
    proofStep(cast),
    // Only now that the new set is proven are the old ones given up.
    ...plan.sets.flatMap((set) => [voidStep(cast, set), shareDestroying(cast, set)]),
    ...ending(cast),
  ];
}
