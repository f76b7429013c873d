/** The restore ceremony (disaster recovery): a quorum of shares and the package bring the keys back onto a new HSM. */
import type { PlanOf } from '../../plan/schema.ts';
import { ending, opening, people, quorumStep, sealStep, tokenSteps } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function restore(plan: PlanOf<'restore'>, cast: Cast): readonly Draft[] {
  const oldHsm: Draft = { id: 'old-hsm', kind: 'old-hsm', title: 'Record what became of the old HSM', actors: people(cast.administrator, cast.officer), confirmedBy: people(cast.officer, cast.witness) };
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    quorumStep(plan.set),
    { id: 'restore', kind: 'restore', title: 'Restore the keys', actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before' },
    sealStep(cast),
    ...(plan.lost.length > 0 ? [oldHsm] : []),
    ...ending(cast),
  ];
}
