/** The requirements as lines for a terminal: state in words, the rules that do not hold, and what no transcript can show. */
import type { RequirementOutcome, RequirementState } from './requirements.ts';

const stateWords: Readonly<Record<RequirementState, string>> = { met: 'met', remarks: 'met, with remarks', 'not-met': 'NOT MET', 'not-judged': 'not judged' };

/** Lines to print. */
export function requirementLines(outcomes: readonly RequirementOutcome[]): readonly string[] {
  return [
    'Requirements that a record serves (docs/assurance-cases.md)',
    '',
    ...outcomes.flatMap(({ source, asks, state, broken, beyond }) => [
      `  ${stateWords[state].padEnd(18)} ${source}`,
      `  ${''.padEnd(18)} ${asks}`,
      ...(broken.length === 0 ? [] : [`  ${''.padEnd(18)} Does not hold: ${broken.join(', ')}`]),
      `  ${''.padEnd(18)} Beyond: ${beyond}`,
    ]),
    '',
  ];
}
