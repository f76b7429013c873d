/** The sidecars of a bundle in plain words, as part of the printed report; the caller makes every text printable. */
import type { LogReport, SidecarReport, SignOffReport, TimestampReport } from './sidecar-report.ts';

function signOffLines(signOffs: readonly SignOffReport[]): readonly string[] {
  return signOffs.flatMap(({ officer, decision, reasons, time, keySha256, valid, pinned }, i) => [
    `${i === 0 ? 'Sign-offs' : '         '}    ${valid ? '' : 'NOT VALID, '}${decision === 'refused' ? 'REFUSED' : 'accepted'}${pinned ? ', pinned' : ''}: ${officer.name}, ${officer.role}, ${time} (the officer's clock), key ${keySha256}`,
    `             ${reasons}`,
  ]);
}

const state = (valid: boolean, judged: boolean): string => (!valid ? 'NOT VALID' : judged ? 'pinned' : 'there, not judged: nothing is pinned for it');

function timestampLines(timestamps: readonly TimestampReport[]): readonly string[] {
  return timestamps.map(({ time, authority, judged, valid }, i) => `${i === 0 ? 'Timestamps' : '          '}   ${state(valid, judged)}: ${time ?? 'no time'}, ${authority}`);
}

function logLines(entries: readonly LogReport[]): readonly string[] {
  return entries.map(({ log, index, time, judged, valid }, i) => `${i === 0 ? 'In logs' : '       '}      ${state(valid, judged)}: entry ${index} of ${log}${time === null ? '' : `, ${time} (the log's clock)`}`);
}

/** Nothing where there is none. */
export function sidecarLines(report: SidecarReport): readonly string[] {
  return [...signOffLines(report.signOffs), ...timestampLines(report.timestamps), ...logLines(report.logEntries)];
}
