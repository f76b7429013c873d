/** Every rule beyond the schema, and how they are run over the parts of a plan that could be read. */
import type { Finding } from '../problem.ts';
import { cryptoperiodRule } from './cryptoperiods.ts';
import { keyRules } from './keys.ts';
import { oldSetRules } from './old-sets.ts';
import { peopleRules } from './people.ts';
import { pinRules } from './pins.ts';
import type { Rule, Sections } from './rule.ts';
import { separationRules } from './separation.ts';
import { shareRules } from './shares.ts';
import { tokenRules } from './tokens.ts';

const rules: readonly Rule[] = [...keyRules, cryptoperiodRule, ...peopleRules, ...separationRules, ...shareRules, ...pinRules, ...tokenRules, ...oldSetRules];

/** All findings of all rules. In a strict plan a warning is an error; advice stays a warning. */
export function ruleFindings(sections: Sections): readonly Finding[] {
  return rules
    .flatMap((rule) => rule(sections))
    .map(({ weight, ...finding }) => ({ ...finding, severity: weight === 'error' || (weight === 'warning' && sections.strict === true) ? 'error' : 'warning' }));
}
