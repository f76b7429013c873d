/** The restore ceremony (disaster recovery): quorums of shares and the packages bring the keys back onto a new HSM. */
import type { PlanOf } from '../../plan/schema.ts';
import { ending, opening, people, quorumStep, sealStep, tokenSteps } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function restore(plan: PlanOf<'restore'>, cast: Cast): readonly Draft[] {
  const oldHsm: Draft = { id: 'old-hsm', kind: 'old-hsm', title: 'Record what became of the old HSM', actors: people(cast.administrator, cast.officer), confirmedBy: people(cast.officer, cast.witness) };
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    ...plan.sets.flatMap((set): readonly Draft[] => [
      quorumStep(set),
      { id: `restore:${set.id}`, kind: 'restore', title: `Restore the keys of set ${set.id.slice(0, 4)}-${set.id.slice(4)}`, actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before', subject: { set: set.id } },
    ]),
    sealStep(cast),
    ...(plan.lost.length > 0 ? [oldHsm] : []),
    ...ending(cast),
  ];
}
