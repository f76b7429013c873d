/** Which rules a redacted bundle can be judged by. A rule that is not named here is not judged: what is new is never taken for seen. */
import { rules } from './rules.ts';
import type { RuleId } from './rules.ts';

/** Judged as in a whole bundle, whatever is withheld. */
const always = /^R-(FILE|SIG|LINE|ENTRY|REDACT)-|^R-STMT-0[123789]$|^R-CHAIN-01$|^R-RECORD-0[13]$/;
/** Judged of the entries that are shown, each by itself. */
const partly = /^R-CHAIN-02$|^R-PART-01$|^R-CONF-01$|^R-DEV-01$|^R-KEY-(02|03|13|14|15|16)$/;
/** Never of one bundle, or of files that a redacted one does not hold. */
const elsewhere = /^R-(LINEAGE|SIDE|SIGNOFF|STAMP|LOG)-/;

export interface Judging {
  /** The record as it is up to the first entry withheld (all of it where none is), by all rules that go by single entries. */
  readonly wholeRecord: boolean;
  /** Whether everything under inherited/, and what it is judged by, is there. */
  readonly inherited: boolean;
  readonly plan: boolean;
  /** Whether the last line is shown. */
  readonly head: boolean;
  readonly pins: boolean;
}

export interface Judged {
  readonly partly: readonly RuleId[];
  readonly notJudged: readonly RuleId[];
}

export function judgedRules({ wholeRecord, inherited, plan, head, pins }: Judging): Judged {
  const ids = (Object.keys(rules) as RuleId[]).filter((id) => !elsewhere.test(id));
  const isJudged = (id: RuleId): boolean =>
    wholeRecord ? pins || !id.startsWith('R-TRUST-') : always.test(id) || (id.startsWith('R-INH-') && id !== 'R-INH-07' && inherited) || (id === 'R-PLAN-02' && plan) || (id === 'R-RECORD-02' && head) || (id.startsWith('R-TRUST-') && pins);
  return { partly: wholeRecord ? [] : ids.filter((id) => partly.test(id)), notJudged: ids.filter((id) => !isJudged(id) && (wholeRecord || !partly.test(id))) };
}
