/** The benchmark's output: a table for people and one object for programs. Writes nothing by itself. */
import { ratiosOf, spreadOf } from './comparison.ts';
import type { Comparison, PartResult, Spread } from './comparison.ts';

export interface Report {
  readonly version: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly parts: Readonly<Record<string, PartResult>>;
}

/** Three significant digits, without an exponent. */
export function shown(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

const spreadText = ({ median, min, max }: Spread, unit = ''): string => `${shown(median)}${unit === '' ? '' : ` ${unit}`} (${shown(min)}..${shown(max)})`;

function row(comparison: Comparison): readonly string[] {
  const { subject, baseline, unit, subjectRounds, baselineRounds } = comparison;
  return [subject, spreadText(spreadOf(subjectRounds), unit), baseline, spreadText(spreadOf(baselineRounds), unit), spreadText(spreadOf(ratiosOf(comparison))), String(subjectRounds.length)];
}

/** The table and its notes, as Markdown: median (least..greatest) of the rounds. */
export function tableOf(report: Report): string {
  const rows = [['Measured', 'Time or memory', 'Against', 'Time or memory', 'Ratio', 'Rounds'], ...Object.values(report.parts).flatMap((part) => part.comparisons.map(row))];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const notes = Object.values(report.parts).flatMap((part) => part.notes.map((note) => `- ${note}`));
  const machine = Object.entries(report.machine).map(([name, value]) => `${name} ${String(value)}`).join('; ');
  return [line(rows[0]!), rule, ...rows.slice(1).map(line), '', ...notes, `- Machine: ${machine}.`].join('\n');
}

/** Everything, the single rounds too, with the spreads that the table shows; numbers to three decimals. */
export function jsonOf(report: Report): string {
  const parts = Object.entries(report.parts).map(([name, part]) => {
    const comparisons = part.comparisons.map((c) => ({ ...c, subjectSpread: spreadOf(c.subjectRounds), baselineSpread: spreadOf(c.baselineRounds), ratio: spreadOf(ratiosOf(c)) }));
    return [name, { ...part, comparisons }] as const;
  });
  return JSON.stringify({ ...report, parts: Object.fromEntries(parts) }, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value));
}
