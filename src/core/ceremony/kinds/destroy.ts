/** The destroy ceremony, planned, and revoke, its emergency form: keys are destroyed under dual control and seen to be gone; shares and packages are accounted for one by one. */
import type { PlanOf } from '../../plan/schema.ts';
import { ending, opening, shareDestroying, tokenSteps, voidStep } from './kind.ts';
import type { Cast, Draft } from './kind.ts';

function removal(plan: PlanOf<'destroy' | 'revoke'>, cast: Cast): readonly Draft[] {
  return [
    ...plan.destroys.map((key): Draft => ({ id: `destroy:${key}`, kind: 'key-destroying', title: `Destroy the ${key} key`, actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before', subject: { key } })),
    ...plan.sets.flatMap((set) => [voidStep(cast, set), shareDestroying(cast, set)]),
  ];
}

export function destroy(plan: PlanOf<'destroy'>, cast: Cast): readonly Draft[] {
  return [...opening(cast), ...tokenSteps(plan, cast, 'primary', plan.hsm), ...removal(plan, cast), ...ending(cast)];
}

/** Marks the keys compromised first, so that the record says so even where their destruction then fails. */
export function revoke(plan: PlanOf<'revoke'>, cast: Cast): readonly Draft[] {
  const compromised: Draft = { id: 'states', kind: 'key-states', title: 'Declare the keys compromised', actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before' };
  return [...opening(cast), ...tokenSteps(plan, cast, 'primary', plan.hsm), compromised, ...removal(plan, cast), ...ending(cast)];
}
