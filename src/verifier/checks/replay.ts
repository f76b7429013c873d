/** R-PLAY, R-LIFE: the record is replayed through the ceremony's own rules, from the plan and what it inherited; what it leaves behind is made anew and compared. */
import { currentStep, newCeremony } from '../../core/ceremony/script.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import { transition } from '../../core/ceremony/transition.ts';
import { lifecycleAfter, setsAfter } from '../../core/lineage/lifecycle.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import type { BundleContext, NewRecordCheck, RecordCheck } from '../check.ts';
import type { RuleId } from '../rules.ts';

/** One finding a name that is only on one side, or not the same on both. */
function compare<T>({ findings }: BundleContext, rule: RuleId, what: string, signed: readonly T[], made: readonly T[], nameOf: (one: T) => string): void {
  const where = { file: bundleNames.statement };
  const left = new Map(made.map((one) => [nameOf(one), canonicalText(one)]));
  if (new Set(signed.map(nameOf)).size !== signed.length) findings.add(rule, where, `A ${what} is signed twice.`);
  for (const one of signed) {
    const name = nameOf(one);
    const other = left.get(name);
    if (other === undefined) findings.add(rule, where, `The ${what} "${name}" is signed, and does not follow from the record.`);
    else if (other !== canonicalText(one)) findings.add(rule, where, `The ${what} "${name}" is not signed as it follows from the record.`);
    left.delete(name);
  }
  for (const name of left.keys()) if (!signed.some((one) => nameOf(one) === name)) findings.add(rule, where, `The ${what} "${name}" follows from the record, and is not signed.`);
}

/** Stops at the first event that is not allowed, because everything after it follows from it. */
export const replayCheck: NewRecordCheck = (context): RecordCheck => {
  const { findings, plan, inherited, statement } = context;
  if (plan === null || inherited === null) return {};
  let state: CeremonyState | null = newCeremony(plan, inherited);
  return {
    entry: ({ seq, event }) => {
      if (state === null) return;
      const outcome = transition(state, event);
      if (!outcome.ok) findings.add('R-PLAY-01', { event: seq }, `${event.type} is not allowed here (${outcome.refusal.code}): ${outcome.refusal.sentence}`);
      state = outcome.ok ? outcome.state : null;
    },
    end: (facts) => {
      if (state === null) return;
      const step = currentStep(state);
      if (step.kind !== 'signing' || !state.recordEnded) findings.add('R-PLAY-02', { event: facts.last?.seq ?? 0 }, `At the end of the record the step "${step.title}" is not complete.`);
      if (statement === null || facts.ended === null) return;
      const { lifecycle, shareSets } = statement.predicate;
      compare(context, 'R-LIFE-01', 'key', lifecycle, lifecycleAfter(state, facts.ended.time), (k) => k.name);
      compare(context, 'R-LIFE-02', 'share set', shareSets, setsAfter(state, facts.ended.time), (s) => s.id);
    },
  };
};
