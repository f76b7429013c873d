/** For tests: that something is refused with a code, and that the database is then as it was. */
import { expect } from 'vitest';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { tableNames, tables } from '../../src/importer/tables.ts';
import type { Cells, Place } from './databases.ts';

/** Everything in the database, without the numbers that it gives itself. */
export async function dump(place: Place): Promise<string> {
  const all: Record<string, readonly string[]> = {};
  for (const table of tableNames) {
    const columns = Object.keys(tables[table]);
    const rows = await place.rows(`SELECT ${columns.join(', ')} FROM ${table}`);
    all[table] = rows.map((row) => JSON.stringify(columns.map((c) => plain(tables, table, c, row)))).toSorted();
  }
  return JSON.stringify(all, null, 1);
}

function plain(of: typeof tables, table: keyof typeof tables, column: string, row: Cells): unknown {
  const cell = row[column] ?? null;
  const kind = (of[table] as Readonly<Record<string, string>>)[column];
  return cell instanceof Buffer ? cell.toString('hex') : kind === 'boolean' && cell !== null ? Boolean(cell) : cell;
}

/** The code of the refusal that `work` ends in. */
export async function refused(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => null, (e: unknown) => e);
  expect(error).toBeInstanceOf(RefusalError);
  expect((error as RefusalError).message).not.toMatch(/\{\w+\}/);
  return (error as RefusalError).code;
}

/** `work` is refused with `code`, and nothing in `place` has changed. */
export async function unchanged(place: Place, work: () => Promise<unknown>, code: string): Promise<void> {
  const was = await dump(place);
  expect(await refused(work())).toBe(code);
  expect(await dump(place)).toBe(was);
}
