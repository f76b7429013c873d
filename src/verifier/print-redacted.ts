/** The report on a redacted bundle in plain words for a terminal. SECURITY: every text from the bundle passes printable(); the headline never says VALID. */
import { findingLines, printable, statementLines } from './print-report.ts';
import { sidecarLines } from './sidecars/print-sidecars.ts';
import type { RedactedReport } from './judge-redacted.ts';

function runsText({ record }: RedactedReport): string {
  return (record?.runs ?? []).map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}

function headline(report: RedactedReport): readonly string[] {
  if (report.verdict === 'invalid') return ['INVALID', `${report.errors} ${report.errors === 1 ? 'thing is' : 'things are'} wrong. Do not rely on this bundle.`];
  const pins = report.pinsMet ? 'The keys you pinned signed it.' : 'Whether the right people signed it, it cannot tell you: pin their keys with --trust.';
  return ['REDACTED', `What is shown is part of the signed record, unchanged. What is withheld was not judged: this is not the answer for the whole bundle. ${pins}`];
}

export function redactedLines(report: RedactedReport): readonly string[] {
  const { record, withheldFiles, partly, notJudged, unverifiedSignatures, findings, errors, warnings } = report;
  // Its record is told below.
  const stated = { ...report, record: null };
  const lines = [
    ...(report.rehearsal ? ['REHEARSAL: this is practice. Its keys protect nothing.', ''] : []),
    ...statementLines(stated),
    ...sidecarLines(report),
    ...(record === null ? [] : [`Record       ${record.entries} events, of which ${record.entries - record.withheld} are shown`, `             Merkle root ${record.merkleRoot}`, `Withheld     ${record.withheld} events${record.withheld === 0 ? '' : `: ${runsText(report)}`}`]),
    ...withheldFiles.map((name, i) => `${i === 0 ? 'Not shown' : '         '}    ${name}`),
    `Not judged   ${notJudged.length === 0 ? 'nothing' : notJudged.join(', ')}`,
    ...(partly.length === 0 ? [] : [`In part      ${partly.join(', ')}: of the events that are shown`]),
    ...(unverifiedSignatures.length === 0 ? [] : [`Signatures   of events ${unverifiedSignatures.slice(0, 50).join(', ')}: the key that would verify them is not shown`]),
    '',
    ...findings.flatMap(findingLines),
    ...(errors + warnings > findings.length ? [`  ${errors + warnings - findings.length} more findings are not shown.`] : []),
    ...(findings.length > 0 ? [''] : []),
    ...headline(report),
  ];
  return lines.map(printable);
}
