/** What a rule of the plan is: a pure look at the parts it needs. A rule runs on every plan in which those parts can be read, whatever else is wrong. */
import type { Finding, PlanPath } from '../problem.ts';
import type { PlanFields } from '../schema.ts';

/** The parts of a plan that could be read. */
export type Sections = { readonly [K in keyof PlanFields]?: PlanFields[K] };

export interface RuleFinding extends Omit<Finding, 'severity'> {
  /** `warning` becomes an error in a strict plan; `advice` never does. */
  readonly weight: 'error' | 'warning' | 'advice';
}

export type Rule = (sections: Sections) => readonly RuleFinding[];

/** A rule that looks at the parts named in `needs`, and stays silent where one of them cannot be read. */
export function rule<K extends keyof PlanFields>(needs: readonly K[], check: (plan: Pick<PlanFields, K>) => readonly RuleFinding[]): Rule {
  return (sections) => (needs.every((name) => sections[name] !== undefined) ? check(sections as Pick<PlanFields, K>) : []);
}

export function found(weight: RuleFinding['weight'], code: Finding['code'], path: PlanPath, detail: NonNullable<Finding['detail']> = {}): RuleFinding {
  return { code, path, weight, detail };
}

/** Positions of items whose key an earlier item already had. */
export function repeated<T>(items: readonly T[], key: (item: T) => string): readonly number[] {
  const seen = new Set<string>();
  return items.flatMap((item, at) => {
    const k = key(item);
    const again = seen.has(k);
    seen.add(k);
    return again ? [at] : [];
  });
}
