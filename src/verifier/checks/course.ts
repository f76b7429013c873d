/** R-RECORD-04, R-STMT-05/06, R-INH-07, R-MODE-01, R-TIME, R-ENV: how the record begins and ends, and what it says of itself beside what was signed. */
import { bundleNames, INHERITED_STATEMENT, inheritedPackageFile, partOf } from '../../core/transcript/bundle.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { RecordFacts } from '../record-facts.ts';

/** R-INH-07: what the first event says the ceremony began with, beside what is there. */
function begunWith({ findings, digests }: BundleContext, { opened }: RecordFacts): void {
  if (opened === null) return;
  const recorded = new Map(opened.event.inherited.map((f) => [f.name, f.sha256]));
  const where = { event: opened.seq };
  if (recorded.size !== opened.event.inherited.length) findings.add('R-INH-07', where, 'A file is named twice.');
  for (const [file, digest] of recorded) {
    if (digests.get(file) !== digest || !isInherited(file)) findings.add('R-INH-07', { ...where, file }, 'The file that the first event names is not there, or has another SHA-256.');
  }
  for (const file of digests.keys()) {
    if (isInherited(file) && !recorded.has(file)) findings.add('R-INH-07', { ...where, file }, 'The first event does not name this file.');
  }
}

function isInherited(name: string): boolean {
  const part = partOf(name)?.part;
  return part === 'inheritedStatement' || part === 'inheritedPackage';
}

function compare({ findings, statement, plan, package: pack, inherited, inheritedPackages }: BundleContext, facts: RecordFacts): void {
  const { opened, ended } = facts;
  if (opened === null) return;
  const modes: readonly (readonly [string, string | undefined])[] = [
    [bundleNames.statement, statement?.predicate.mode],
    [bundleNames.plan, plan?.mode],
    [bundleNames.package, pack?.mode],
    [INHERITED_STATEMENT, inherited?.statement === null ? undefined : (inherited?.mode ?? undefined)],
    ...[...inheritedPackages].map(([set, p]) => [inheritedPackageFile(set), p.mode] as const),
  ];
  for (const [file, mode] of modes) {
    if (mode !== undefined && mode !== opened.event.mode) findings.add('R-MODE-01', { event: opened.seq, file }, `The first event says "${opened.event.mode}", ${file} says "${mode}".`);
  }
  if (statement === null) return;
  const { predicate } = statement;
  const pairs: readonly (readonly [string, string | null, string | null])[] = [
    ['ceremony', predicate.ceremony, opened.event.ceremony],
    ['kind', predicate.kind, opened.event.kind],
    ['title', predicate.title, opened.event.title],
    ['organisation', predicate.organisation, opened.event.organisation],
    ['plan digest', predicate.plan.sha256, opened.event.planSha256],
    ['predecessor', predicate.previous, opened.event.previous],
    ['time of opening', predicate.opened, opened.time],
    ['time of ending', predicate.ended, ended?.time ?? null],
  ];
  for (const [what, signed, recorded] of pairs) {
    if (signed !== recorded) findings.add('R-STMT-05', { file: bundleNames.statement }, `The ${what} signed is "${String(signed)}", the one recorded "${String(recorded)}".`);
  }
  const deviations = [...facts.deviations.values()];
  const accepted = deviations.filter((d) => d.accepted > 0).length;
  if (predicate.deviations.recorded !== deviations.length || predicate.deviations.accepted !== accepted) {
    findings.add('R-STMT-06', { file: bundleNames.statement }, `${predicate.deviations.recorded} deviations are signed, ${predicate.deviations.accepted} of them accepted; ${deviations.length} are recorded, ${accepted} of them accepted.`);
  }
  const voided = [...[...facts.sets.values()].filter((s) => s.voided !== null).map((s) => s.id), ...facts.givenUp.keys()].sort();
  if (voided.join() !== [...predicate.voidSets].sort().join()) {
    findings.add('R-STMT-06', { file: bundleNames.statement }, `The abandoned sets signed are "${predicate.voidSets.join(', ')}", those recorded "${voided.join(', ')}".`);
  }
}

export const courseCheck: NewRecordCheck = (context) => {
  const { findings } = context;
  let time = '';
  let mono = 0;
  return {
    entry: (entry, facts) => {
      const { seq, event } = entry;
      const where = { event: seq };
      if (seq === 0 && event.type !== 'ceremony.opened') findings.add('R-RECORD-04', where, `The record begins with ${event.type}.`);
      if (event.type === 'ceremony.opened' && facts.opened !== null) findings.add('R-RECORD-04', where, 'The ceremony is opened a second time.');
      if (event.type === 'ceremony.closed' || event.type === 'ceremony.abandoned') findings.add('R-RECORD-04', where, `${event.type} stands in a record that is still to be signed.`);
      // ISO 8601 in UTC with milliseconds sorts as text.
      if (entry.time < time) findings.add('R-TIME-01', where, `The clock went back from ${time} to ${entry.time}.`);
      if (entry.mono < mono && event.type !== 'ceremony.resumed') findings.add('R-TIME-02', where, `The count went back from ${mono} to ${entry.mono} ms.`);
      time = entry.time;
      mono = entry.mono;
      if (event.type !== 'environment.checked') return;
      for (const found of event.findings) {
        if (found.status !== 'pass') findings.add('R-ENV-01', where, `${found.id}: ${found.sentence}`);
      }
    },
    end: (facts) => {
      if (facts.last === null || facts.opened === null) findings.add('R-RECORD-04', { file: bundleNames.transcript }, 'The record never opens a ceremony.');
      if (facts.last?.type !== 'record.ended') findings.add('R-RECORD-04', { event: facts.last?.seq ?? 0 }, `The record ends with ${facts.last?.type ?? 'nothing'}.`);
      begunWith(context, facts);
      compare(context, facts);
    },
  };
};
