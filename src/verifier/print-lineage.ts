/** The report on a lineage in plain words for a terminal. SECURITY: as in print-report.ts, every text from a bundle passes printable(). */
import type { LineageReport } from './lineage.ts';
import { findingLines, printable } from './print-report.ts';

/** Lines to print, without secrets and without control characters. */
export function lineageLines({ order, findings, errors }: LineageReport): readonly string[] {
  const lines = [
    ...order.map(({ name, ceremony, previous }, i) => `${i === 0 ? 'Lineage' : '       '}      ${ceremony}${previous === null ? ', follows none' : ''}: ${name}`),
    '',
    ...findings.flatMap(findingLines),
    ...(findings.length > 0 ? [''] : []),
    errors === 0 ? 'ONE LINEAGE' : 'NOT ONE LINEAGE',
    errors === 0 ? 'Each of these ceremonies follows the one before it.' : `${errors} ${errors === 1 ? 'thing is' : 'things are'} wrong between these bundles. Find out why before you act on any of them.`,
  ];
  return lines.map(printable);
}
