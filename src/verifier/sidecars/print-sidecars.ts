/** The sidecars of a bundle in plain words, as part of the printed report; the caller makes every text printable. */
import type { SidecarReport, SignOffReport } from './sidecar-report.ts';

function signOffLines(signOffs: readonly SignOffReport[]): readonly string[] {
  return signOffs.flatMap(({ officer, decision, reasons, time, keySha256, valid, pinned }, i) => [
    `${i === 0 ? 'Sign-offs' : '         '}    ${valid ? '' : 'NOT VALID, '}${decision === 'refused' ? 'REFUSED' : 'accepted'}${pinned ? ', pinned' : ''}: ${officer.name}, ${officer.role}, ${time} (the officer's clock), key ${keySha256}`,
    `             ${reasons}`,
  ]);
}

/** Nothing where there is none. */
export function sidecarLines(report: SidecarReport): readonly string[] {
  return signOffLines(report.signOffs);
}
