/** Which rules a redacted bundle can be judged by. A rule that is not named here is not judged: what is new is never taken for seen. */
import { rules } from './rules.ts';
import type { RuleId } from './rules.ts';

/** Judged as in a whole bundle, whatever is withheld. */
const always = /^R-(FILE|SIG|LINE|ENTRY|REDACT|SIDE|STAMP|LOG)-|^R-SIGNOFF-0[1-35-79]$|^R-STMT-0[123789]$|^R-CHAIN-01$|^R-RECORD-0[13]$/;
/** Judged of the entries that are shown, each by itself. */
const partly = /^R-CHAIN-02$|^R-PART-01$|^R-CONF-01$|^R-DEV-01$|^R-KEY-(02|03|13|14|15|16)$/;
/** Of sign-offs: who registered and what the verifier warns of is known as far as it is shown. */
const ofSignOffs = /^R-SIGNOFF-0[48]$/;
/** Never of one bundle. */
const elsewhere = /^R-LINEAGE-/;

export interface Judging {
  /** The record as it is up to the first entry withheld (all of it where none is), by all rules that go by single entries. */
  readonly wholeRecord: boolean;
  /** Whether everything under inherited/, and what it is judged by, is there. */
  readonly inherited: boolean;
  readonly plan: boolean;
  /** Whether the last line is shown. */
  readonly head: boolean;
  readonly pins: boolean;
  /** Whether a sign-off is there. Without one nothing of it is judged in part. */
  readonly signOffs: boolean;
}

export interface Judged {
  readonly partly: readonly RuleId[];
  readonly notJudged: readonly RuleId[];
}

export function judgedRules({ wholeRecord, inherited, plan, head, pins, signOffs }: Judging): Judged {
  const ids = (Object.keys(rules) as RuleId[]).filter((id) => !elsewhere.test(id));
  const isJudged = (id: RuleId): boolean =>
    wholeRecord ? pins || !id.startsWith('R-TRUST-') : always.test(id) || (id.startsWith('R-INH-') && id !== 'R-INH-07' && inherited) || (id === 'R-PLAN-02' && plan) || (id === 'R-RECORD-02' && head) || (id.startsWith('R-TRUST-') && pins);
  const inPart = wholeRecord ? [] : ids.filter((id) => partly.test(id) || (signOffs && ofSignOffs.test(id)));
  return { partly: inPart, notJudged: ids.filter((id) => !isJudged(id) && !inPart.includes(id) && (signOffs || !ofSignOffs.test(id))) };
}
