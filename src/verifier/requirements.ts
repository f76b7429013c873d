/** What laws and standards ask of a record, beside what was found in one. Derives from a report; adds no judgement of its own. */
import { requirements, serves } from '../core/requirements/requirements.ts';
import type { Requirement } from '../core/requirements/requirements.ts';
import type { VerifyReport } from './report.ts';
import { rules } from './rules.ts';
import type { RuleId } from './rules.ts';

/**
 * `met`: every rule that serves it holds. `remarks`: rules of severity warning do not. `not-met`: a rule of severity error does not.
 * `not-judged`: the bundle could not be read as far as that, or there are more findings than a report keeps.
 */
export type RequirementState = 'met' | 'remarks' | 'not-met' | 'not-judged';

export interface RequirementOutcome {
  readonly id: string;
  readonly source: string;
  readonly asks: string;
  readonly state: RequirementState;
  /** Rules that serve it and do not hold, each once. */
  readonly broken: readonly RuleId[];
  /** What of it no transcript can show. */
  readonly beyond: string;
}

function outcomeOf(requirement: Requirement, report: VerifyReport): RequirementOutcome {
  const { id, source, asks, beyond } = requirement;
  const broken = [...new Set(report.findings.map((f) => f.rule).filter((rule) => serves(requirement, rule)))];
  // SECURITY: silence is not proof. What was not read to its end, or whose findings were not all kept, is never called met.
  const whole = report.statement !== null && report.record !== null && report.errors + report.warnings === report.findings.length;
  const worst = broken.some((rule) => rules[rule].severity === 'error') ? 'not-met' : !whole || report.verdict === 'invalid' ? 'not-judged' : broken.length > 0 ? 'remarks' : 'met';
  return { id, source, asks, state: worst, broken, beyond };
}

/** Every requirement, in the order of the table. */
export function requirementsOf(report: VerifyReport): readonly RequirementOutcome[] {
  return requirements.map((requirement) => outcomeOf(requirement, report));
}
