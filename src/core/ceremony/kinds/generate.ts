/** The generate ceremony: new keys, their backup, the proof that it restores, the seal, the signatures. */
import type { PlanOf } from '../../plan/schema.ts';
import { backupSteps, ending, opening, proofStep, sealStep, tokenSteps } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function generate(plan: PlanOf<'generate'>, cast: Cast): readonly Draft[] {
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    ...tokenSteps(plan, cast, 'spare', plan.spare),
    ...plan.keys.map((key): Draft => ({ id: `key:${key.name}`, kind: 'key-generation', title: `Generate the ${key.name} key`, actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before', subject: { key: key.name } })),
    ...backupSteps(cast, plan.backup, 'Make the backup'),
    proofStep(cast),
    sealStep(cast),
    ...ending(cast),
  ];
}
