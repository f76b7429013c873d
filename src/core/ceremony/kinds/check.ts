/** The check ceremony (yearly): every custodian presents their share; each is judged by its commitment and none is combined. With a spare HSM a quorum also proves the recovery. */
import type { PlanOf } from '../../plan/schema.ts';
import { ending, opening, people, proofStep, quorumStep, tokenSteps } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function check(plan: PlanOf<'check'>, cast: Cast): readonly Draft[] {
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    ...(plan.spare === undefined ? [] : tokenSteps(plan, cast, 'spare', plan.spare)),
    // Who is to confirm must not be the one who may be missing: the witness and the auditor attest each result.
    ...plan.set.shares.map((share): Draft => ({ id: `check:${String(share.index)}`, kind: 'share-check', title: `Check share ${String(share.index)}`, actors: people(share.custodian, cast.witness), confirmedBy: people(cast.witness), subject: { share: share.index, set: plan.set.id } })),
    { id: 'check-result', kind: 'check-result', title: 'Read the result aloud', actors: people(cast.auditor, cast.officer), confirmedBy: people(cast.auditor, cast.officer), subject: { set: plan.set.id } },
    ...(plan.spare === undefined ? [] : [quorumStep(plan.set), proofStep(cast)]),
    ...ending(cast),
  ];
}
