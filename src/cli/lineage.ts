/** `keyrite lineage`: bundles as one lineage: its keys, their duties, and what does not hang together. Verifies no transcript, opens no device, and writes only the calendar it is asked for. */
import type { DutyView, KeyLineView, LineageView } from '../contract/views.ts';
import { calendarOf } from '../core/lineage/calendar.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { readBundle } from '../main/runtime/closed-bundles.ts';
import type { ClosedCeremony } from '../main/runtime/closed-bundles.ts';
import { lineageOf, writeNew } from '../main/runtime/lineage.ts';
import { printable } from '../verifier/print-report.ts';
import type { Io } from './io.ts';

const USAGE = 2;
const usage = [
  'keyrite lineage BUNDLE… [--ics FILE]',
  '',
  'Shows how the keys stand after the ceremonies whose bundles are given: states, duties, and what does not hang together.',
  'It reads the signed statements only; each bundle by itself is judged by "keyrite verify".',
  '',
  '  --ics FILE    writes the duties as a calendar (RFC 5545) into a new file',
  '',
  'Exit code: 0 one whole lineage, 1 it is broken or a bundle cannot be read, 2 usage (also: the calendar cannot be written).',
];

interface Arguments {
  readonly bundles: readonly string[];
  readonly ics: string | null;
}

function parse(args: readonly string[]): Arguments | string {
  const bundles: string[] = [];
  let ics: string | null = null;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--ics') {
      const file = args[++at];
      if (file === undefined || file === '' || file.startsWith('-') || ics !== null) return 'Give one file after --ics.';
      ics = file;
    } else if (arg.startsWith('-')) return `There is no option ${printable(arg)}.`;
    else if (arg === '') return 'A folder has a name.';
    else bundles.push(arg);
  }
  return bundles.length === 0 ? 'Give the folder of at least one bundle.' : { bundles, ics };
}

/** Runs the command; `now` gives the UTC time (ISO 8601 with milliseconds and Z) by which duties are due. */
export function lineageCommand(args: readonly string[], io: Io, now: () => string = () => new Date().toISOString()): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed !== 'string') return Promise.resolve(show(parsed, io, now()));
  for (const line of [parsed, ...usage]) io.err(line);
  return Promise.resolve(USAGE);
}

function show({ bundles, ics }: Arguments, io: Io, utc: string): number {
  const ceremonies: ClosedCeremony[] = [];
  const unread: string[] = [];
  for (const bundle of bundles) {
    try {
      ceremonies.push(readBundle(bundle));
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      unread.push(error.refusal.sentence);
    }
  }
  for (const sentence of unread) io.err(printable(sentence));
  if (ceremonies.length === 0) return 1;
  const { view, calendar } = lineageOf(ceremonies, utc);
  for (const line of report(view, utc)) io.out(line);
  if (ics !== null) {
    const why = writeCalendar(ics, calendar, utc);
    if (why !== null) {
      io.err(printable(why));
      return USAGE;
    }
    io.out(`The duties are in ${printable(ics)}.`);
  }
  return view.problems.length > 0 || unread.length > 0 ? 1 : 0;
}

/** Null where it was written; else why not. */
function writeCalendar(path: string, calendar: Parameters<typeof calendarOf>[0][number], utc: string): string | null {
  if (calendar.duties.length === 0) return 'There are no duties, so no calendar was written.';
  try {
    return writeNew(path, calendarOf([calendar], utc)) ? null : `There is something at ${path} already. Nothing is ever overwritten: choose another name.`;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return error.refusal.sentence;
  }
}

function report(view: LineageView, utc: string): readonly string[] {
  return [
    `${printable(view.organisation)}, ${view.mode === 'rehearsal' ? 'REHEARSAL: keys are not real' : 'production'}`,
    '',
    'Ceremonies',
    ...table(view.ceremonies.map((c) => [c.ended.slice(0, 10), c.kind, c.id, printable(c.title)])),
    '',
    'Keys',
    ...table(view.keys.map(keyCells)),
    '',
    `Duties on ${utc.slice(0, 10)}`,
    ...(view.duties.length === 0 ? ['  none'] : table(view.duties.map(dutyCells))),
    '',
    ...(view.problems.length === 0 ? ['One whole lineage: no fork, no gap.'] : ['Problems', ...view.problems.map((p) => `  ${printable(p)}`), '', 'This is not one whole lineage.']),
  ];
}

function keyCells({ name, type, check, state, since, replaces, sets }: KeyLineView): readonly string[] {
  const backup = sets.length === 0 ? 'no backup in force' : `backup: set ${sets.join(', ')}`;
  return [name, type, check, since === null ? state : `${state} since ${since.slice(0, 10)}`, replaces === null ? '' : `replaces ${replaces}`, backup];
}

const stateWords: Readonly<Record<DutyView['state'], string>> = { overdue: 'OVERDUE', soon: 'soon', later: 'later' };

function dutyCells({ by, what, state }: DutyView): readonly string[] {
  return [stateWords[state], by, what];
}

/** Rows in columns, two spaces in. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(width(column))).join('  ')}`.trimEnd());
}
