/** How two values are held against each other: the same, different, only on one side, or different because two ceremonies cannot have the same. */
import type { ComparisonView, Difference } from '../../contract/review-views.ts';

export type Row = ComparisonView['sections'][number]['rows'][number];

interface Options {
  /** Compared character by character. */
  readonly exact?: boolean;
  /** Two ceremonies cannot have the same here. */
  readonly differs?: boolean;
}

function differenceOf(left: string | null, right: string | null, differs: boolean): Difference {
  if (left === right) return 'same';
  if (differs) return 'expected';
  if (left === null) return 'only-right';
  return right === null ? 'only-left' : 'different';
}

export function row(label: string, left: string | null, right: string | null, { exact = false, differs = false }: Options = {}): Row {
  return { label, left, right, exact, difference: differenceOf(left, right, differs) };
}

/** One row a name that is on either side, in the order of the left one, then what only the right one has. */
export function rowsByName(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>, options: Options = {}): readonly Row[] {
  const names = [...left.keys(), ...[...right.keys()].filter((name) => !left.has(name))];
  return names.map((name) => row(name, left.get(name) ?? null, right.get(name) ?? null, options));
}

/** "2026-11-24 14:31:52 UTC". */
export function momentInWords(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** "2 h 5 min", "3 min 20 s", "12 s". */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
