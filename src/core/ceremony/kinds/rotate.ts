/** The rotate ceremony: new versions of keys with a backup of their own; the old versions then only decrypt and verify. A new root is certified by the old one, and the other way round. */
import type { PlanOf } from '../../plan/schema.ts';
import { backupSteps, ending, opening, people, proofStep, sealStep, tokenSteps } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

export function rotate(plan: PlanOf<'rotate'>, cast: Cast): readonly Draft[] {
  const succession: Draft = { id: 'root-succession', kind: 'root-succession', title: 'Old and new root certify each other', actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before' };
  return [
    ...opening(cast),
    ...tokenSteps(plan, cast, 'primary', plan.hsm),
    ...tokenSteps(plan, cast, 'spare', plan.spare),
    ...plan.keys.map((key): Draft => ({ id: `key:${key.name}`, kind: 'key-generation', title: `Generate the ${key.name} key`, actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before', subject: { key: key.name } })),
    ...backupSteps(cast, plan.backup, 'Make the backup of the new version'),
    proofStep(cast),
    sealStep(cast),
    ...(plan.keys.some((k) => k.purpose === 'root-signing') ? [succession] : []),
    { id: 'states', kind: 'key-states', title: 'Take the old version out of use', actors: cast.authorisers, confirmedBy: people(...cast.authorisers, cast.auditor), confirmWhen: 'before' },
    ...ending(cast),
  ];
}
