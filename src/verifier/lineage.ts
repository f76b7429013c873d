/** R-LINEAGE: whether bundles hang together as one lineage, from the first ceremony on. Judges links between statements; each bundle is judged by itself before. */
import { HSM_ROOT } from '../core/ceremony/state.ts';
import { judgeLineage } from '../core/lineage/judge.ts';
import type { Link } from '../core/lineage/judge.ts';
import type { KeyLife, StandingSet } from '../core/lineage/types.ts';
import { canonicalText } from '../core/transcript/canonical-json.ts';
import type { CeremonyPredicate } from '../core/transcript/types.ts';
import { newFindings } from './findings.ts';
import type { Finding, Findings } from './findings.ts';
import { inheritedRoot } from './inherited.ts';
import type { VerifyReport } from './report.ts';
import type { RuleId } from './rules.ts';

/** A bundle that was verified, under a name for people: its path, or whatever tells it apart. */
export interface LineageBundle {
  readonly name: string;
  readonly report: VerifyReport;
}

export interface LineageReport {
  /** Every bundle whose statement could be read, each statement once: whoever follows comes after whom they follow. */
  readonly order: readonly { readonly name: string; readonly ceremony: string; readonly statementSha256: string; readonly previous: string | null }[];
  /** `file` is the name of the bundle, or names. */
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
}

interface Member extends Link {
  readonly name: string;
  readonly predicate: CeremonyPredicate;
}

const ruleOf: Readonly<Partial<Record<string, RuleId>>> = {
  'lineage.fork': 'R-LINEAGE-01',
  'lineage.gap': 'R-LINEAGE-02',
  'lineage.gap-package': 'R-LINEAGE-03',
  'lineage.two-beginnings': 'R-LINEAGE-04',
  'lineage.reused': 'R-LINEAGE-05',
  'lineage.beginning-with-past': 'R-LINEAGE-06',
  'lineage.mode-mixed': 'R-LINEAGE-07',
  'lineage.time-backwards': 'R-LINEAGE-08',
  'lineage.circle': 'R-LINEAGE-09',
};

function memberOf({ name, report }: LineageBundle): readonly Member[] {
  const { statement, statementSha256, signers } = report;
  if (statement === null || statementSha256 === null) return [];
  const { predicate } = statement;
  const { ceremony, kind, previous, mode, ended } = predicate;
  return [{ name, predicate, ceremony, kind, statement: statementSha256, previous, mode, ended, hsmRoot: signers.find((s) => s.id === HSM_ROOT && s.signed)?.keySha256 ?? null }];
}

/** What of a key never changes, whatever happens to it. */
function identity({ name, type, purpose, id, check, ceremony, made, replaces }: KeyLife): string {
  return canonicalText({ name, type, purpose, id, check, ceremony, made, replaces });
}

/** R-LINEAGE-10, R-LINEAGE-11: what one statement leaves behind is what the next one has, less what that ceremony gave up. */
function continues(findings: Findings, before: Member, after: Member): void {
  const where = { file: after.name };
  const say = (found: string): void => findings.add('R-LINEAGE-11', where, `${found} (${before.ceremony}, then ${after.ceremony}).`);
  const root = inheritedRoot(before.predicate.lifecycle);
  if (after.hsmRoot !== null && root?.check.value !== after.hsmRoot) findings.add('R-LINEAGE-10', where, `The root that signed ${after.ceremony} is not the one in force after ${before.ceremony}.`);
  const now = new Map(after.predicate.lifecycle.map((k) => [k.name, k]));
  for (const life of before.predicate.lifecycle) {
    const next = now.get(life.name);
    if (next === undefined || identity(next) !== identity(life)) say(`Key "${life.name}" is gone or is another one`);
    else if (life.state === 'destroyed' && next.state !== 'destroyed') say(`Key "${life.name}" was destroyed and lives again`);
    else if (life.compromised && !next.compromised) say(`Key "${life.name}" was compromised and is said to be sound`);
  }
  const old = new Set(before.predicate.lifecycle.map((k) => k.name));
  for (const { name, ceremony } of now.values()) if (!old.has(name) && ceremony !== after.ceremony) say(`Key "${name}" is new and was not made in this ceremony`);
  sets(say, before.predicate.shareSets, after);
}

/** What of a share set stays as it is; after a check a share may be in another bag. */
function standing(set: StandingSet, kind: Link['kind']): string {
  return canonicalText(kind === 'check' ? { ...set, custodians: set.custodians.map((c) => ({ ...c, bag: null })) } : set);
}

function sets(say: (found: string) => void, before: readonly StandingSet[], { predicate }: Member): void {
  for (const set of before) {
    const next = predicate.shareSets.find((s) => s.id === set.id);
    if (predicate.voidSets.includes(set.id) ? next !== undefined : next === undefined || standing(next, predicate.kind) !== standing(set, predicate.kind)) say(`Share set ${set.id} is neither given up nor as it was`);
  }
  for (const { id, ceremony } of predicate.shareSets) if (!before.some((s) => s.id === id) && ceremony !== predicate.ceremony) say(`Share set ${id} is new and was not made in this ceremony`);
}

/** The report on `bundles` as one lineage; one bundle is one where it follows none. Pure: what is wrong inside a bundle is in its own report. */
export function verifyLineage(bundles: readonly LineageBundle[]): LineageReport {
  const findings = newFindings();
  const members = bundles.flatMap(memberOf);
  const { ordered, problems } = judgeLineage(members);
  const namesOf = (statements: readonly string[]): string => members.filter((m) => statements.includes(m.statement)).map((m) => m.name).join(', ');
  const beginnings = ordered.filter((l) => l.previous === null && l.kind === 'generate').length;
  for (const { code, sentence, statements } of problems) {
    const rule = ruleOf[code];
    // A ceremony that began from packages alone is a beginning for want of a statement: R-LINEAGE-03 says so.
    if (rule === undefined || (rule === 'R-LINEAGE-04' && beginnings < 2)) continue;
    findings.add(rule, { file: namesOf(statements) }, sentence);
  }
  const known = new Map(members.map((m) => [m.statement, m]));
  for (const { statement, previous } of ordered) {
    const before = previous === null ? undefined : known.get(previous);
    if (before !== undefined) continues(findings, before, known.get(statement)!);
  }
  const order = ordered.map(({ statement, previous, ceremony }) => ({ name: known.get(statement)!.name, ceremony, statementSha256: statement, previous }));
  return { order, findings: findings.list, errors: findings.errors, warnings: findings.warnings };
}
