/** The report in plain words for a terminal. SECURITY: every text from the bundle passes printable(), so that no bundle can move the cursor or colour a line. */
import type { KeyLife } from '../core/lineage/types.ts';
import type { Finding } from './findings.ts';
import type { VerifyReport } from './report.ts';
import { signerLines } from './signer-report.ts';
import { sidecarLines } from './sidecars/print-sidecars.ts';

/** `text` with control, format and other invisible characters shown as \u{...}. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** One finding: rule and place, what was found, what it means. */
export function findingLines(finding: Finding): readonly string[] {
  const places = [finding.event === null ? null : `event ${finding.event}`, finding.file];
  const place = places.filter((p) => p !== null).join(', ');
  return [`  ${finding.severity === 'error' ? 'ERROR  ' : 'warning'}  ${finding.rule}  ${place}`, `           ${finding.found}`, `           ${finding.means}`];
}

function verdictLines(report: VerifyReport): readonly string[] {
  switch (report.verdict) {
    case 'trusted':
      return ['VALID AND TRUSTED', 'Everything that was signed holds together, and the keys you pinned signed it.'];
    case 'valid':
      if (report.rehearsal && report.pinsGiven) return ['VALID, A REHEARSAL', 'Everything holds together, but this is practice. It is trusted only where a rehearsal is allowed (--allow-rehearsal).'];
      return ['VALID, NOTHING PINNED', 'Everything that was signed holds together. Whether the right people signed it, it cannot tell you: pin their keys with --trust.'];
    case 'invalid':
      return ['INVALID', `${report.errors} ${report.errors === 1 ? 'thing is' : 'things are'} wrong. Do not rely on this bundle.`];
  }
}

/** The state of a key, in words. */
function stateOf({ state, since, until, compromised }: KeyLife): string {
  const worse = compromised && state !== 'compromised' ? ', compromised before' : '';
  return `${state}${since === null ? '' : ` since ${since}`}${until === null ? '' : `, until ${until}`}${worse}`;
}

/** What the statement says, before any finding. */
export function statementLines(report: Pick<VerifyReport, 'statement' | 'statementSha256' | 'record' | 'signers'>): readonly string[] {
  const { statement } = report;
  if (statement === null) return [];
  const { predicate } = statement;
  return [
    `Ceremony     ${predicate.ceremony}, ${predicate.kind}: ${predicate.title}`,
    `             ${predicate.organisation}`,
    `Held         ${predicate.opened} to ${predicate.ended} (the machine's clock)`,
    `Plan         ${predicate.plan.sha256}`,
    `Statement    ${report.statementSha256 ?? ''}`,
    ...(report.record === null ? [] : [`Record       ${report.record.entries} events, head ${report.record.head}`, `             Merkle root ${report.record.merkleRoot}`]),
    ...(predicate.previous === null ? [] : [`Follows      statement ${predicate.previous}`]),
    ...predicate.lifecycle.map((k, i) => `${i === 0 ? 'Keys' : '    '}         ${k.name}, ${k.type}, ${k.purpose}, ${stateOf(k)}, check ${k.check.value}`),
    ...predicate.shareSets.map((set, i) => `${i === 0 ? 'Shares' : '      '}       set ${set.id.slice(0, 4)}-${set.id.slice(4)}, any ${set.threshold} of ${set.count}, for ${set.keys.join(', ')}`),
    ...(predicate.shareSets.length === 0 ? ['Shares       no set is in force'] : []),
    `Deviations   ${predicate.deviations.recorded} recorded, ${predicate.deviations.accepted} accepted`,
    ...signerLines(report.signers),
  ];
}

/** Lines to print, without secrets and without control characters. */
export function reportLines(report: VerifyReport): readonly string[] {
  const [headline = '', sentence = ''] = verdictLines(report);
  const shown = report.findings.length;
  const lines = [
    ...(report.rehearsal ? ['REHEARSAL: this is practice. Its keys protect nothing.', ''] : []),
    ...statementLines(report),
    ...sidecarLines(report),
    ...(statementLines(report).length > 0 ? [''] : []),
    ...report.findings.flatMap(findingLines),
    ...(report.errors + report.warnings > shown ? [`  ${report.errors + report.warnings - shown} more findings are not shown.`] : []),
    ...(shown > 0 ? [''] : []),
    headline,
    sentence,
  ];
  return lines.map(printable);
}
