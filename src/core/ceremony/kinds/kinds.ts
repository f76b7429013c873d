/** The kinds of ceremony: the one place that knows them all. A new kind is a file beside this one and a row here. */
import type { CeremonyKindName, Plan, PlanOf } from '../../plan/schema.ts';
import type { Step } from '../steps.ts';
import { check } from './check.ts';
import { destroy, revoke } from './destroy.ts';
import { generate } from './generate.ts';
import { castOf } from './kind.ts';
import type { Cast, Draft } from './kind.ts';
import { reshare } from './reshare.ts';
import { restore } from './restore.ts';
import { rotate } from './rotate.ts';
import { transfer } from './transfer.ts';

const kinds: { readonly [K in CeremonyKindName]: (plan: PlanOf<K>, cast: Cast) => readonly Draft[] } = { generate, restore, check, reshare, rotate, destroy, revoke, transfer };

export function scriptOf(plan: Plan): readonly Step[] {
  // The table is typed by kind; TypeScript cannot see that this plan fits its own row.
  const script = kinds[plan.ceremony] as (plan: Plan, cast: Cast) => readonly Draft[];
  return script(plan, castOf(plan)).map((draft, i) => ({ confirmWhen: 'after', ...draft, number: i + 1 }));
}
