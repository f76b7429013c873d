/** The transfer ceremony: one key is delivered under the public key of another key manager, opened inside the HSM by a quorum and readable nowhere on the way. */
import type { PlanOf } from '../../plan/schema.ts';
import { ending, opening, people, quorumStep, tokenSteps } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function transfer(plan: PlanOf<'transfer'>, cast: Cast): readonly Draft[] {
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    ...('publicKey' in plan.target ? [{ id: 'target', kind: 'target', title: 'Import the public key of the target', actors: people(cast.administrator, cast.officer), confirmedBy: people(cast.officer, cast.witness) } as const] : []),
    ...(plan.set === undefined ? [] : [quorumStep(plan.set)]),
    { id: 'delivery', kind: 'delivery', title: `Deliver the ${plan.key} key`, actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before', subject: { key: plan.key } },
    ...ending(cast),
  ];
}
