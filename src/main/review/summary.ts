/** What the verifier said of an open record, as the window shows it. Of an invalid record nothing is passed on but its findings and what it claims to be. */
import { basename } from 'node:path';
import { fromHex } from '../../core/bytes/bytes.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import type { ReviewContent, ReviewedDeviation, ReviewedRedaction, ReviewSummary } from '../../contract/review-views.ts';
import type { AnnotatedDeviation } from '../../exports/annotated/types.ts';
import { rules } from '../../verifier/rules.ts';
import type { OpenRecord } from './open-record.ts';
import { questionsOf } from './sign-off.ts';

export function deviationView({ id, time, step, what, remedy, byName, accepted }: AnnotatedDeviation): ReviewedDeviation {
  return { id, time, step, what, remedy, byName, accepted: accepted.map((a) => ({ name: a.name, time: a.time })) };
}

function contentOf({ content }: OpenRecord): ReviewContent | null {
  if (content === null) return null;
  const { steps, deviations, deviationsRecorded, people, keys } = content.script;
  return {
    steps: steps.length,
    stepsDone: steps.filter((s) => s.state !== 'not-done').length,
    stepsRepeated: steps.filter((s) => s.state === 'repeated').length,
    deviations: deviations.map(deviationView),
    deviationsRecorded,
    people: people.map(({ id, name, roles, absent }) => ({ id, name, roles, absent })),
    keys,
  };
}

/** Of an invalid one nothing: what it says to be withheld may not be true. */
function redactionOf({ redaction, report }: OpenRecord): ReviewedRedaction | null {
  if (redaction === null || report.verdict !== 'redacted') return null;
  const { record, withheldFiles: files, partly, notJudged, unverifiedSignatures: unverified } = redaction;
  return { withheld: record?.withheld ?? 0, runs: record?.runs ?? [], files, partly, notJudged, unverified, merkleRoot: record?.merkleRoot ?? null };
}

/** Later proofs in a sentence each; what nobody pinned is a claim, and said to be one. */
function proofsOf({ report }: OpenRecord): ReviewSummary['proofs'] {
  return [
    ...report.timestamps.map(({ time, authority, judged, valid }) => ({ sentence: `Timestamp${time === null ? '' : ` of ${time}`} by ${authority}`, judged, valid })),
    ...report.logEntries.map(({ log, index, time, judged, valid }) => ({ sentence: `Entry ${index} of the log ${log}${time === null ? '' : `, ${time}`}`, judged, valid })),
  ];
}

export function summaryOf(record: OpenRecord): ReviewSummary {
  const { report, pins, place, token } = record;
  const claim = report.statement?.predicate ?? null;
  return {
    name: basename(place.path),
    token,
    verdict: report.verdict,
    rehearsal: report.rehearsal,
    trust: pins?.name ?? null,
    ceremony: claim === null ? null : { id: claim.ceremony, kind: claim.kind, title: claim.title, organisation: claim.organisation, opened: claim.opened, ended: claim.ended },
    plan: claim === null ? null : { sha256: claim.plan.sha256, words: fingerprintWords(fromHex(claim.plan.sha256)) },
    statementSha256: report.statementSha256,
    entries: report.record?.entries ?? null,
    signers: report.signers,
    signOffs: report.signOffs,
    proofs: proofsOf(record),
    questions: questionsOf(record),
    findings: report.findings.map(({ rule, severity, event, file, found, means }) => ({ rule, severity, event, file, requires: rules[rule].must, found, means })),
    errors: report.errors,
    warnings: report.warnings,
    redacted: redactionOf(record),
    content: contentOf(record),
  };
}
