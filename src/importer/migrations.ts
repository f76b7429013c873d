/** The numbered steps that make and change the schema: plain SQL files, one folder a kind of database. Judges whether a database may be used; runs nothing itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { sha256Hex } from '../core/bytes/digest.ts';
import { utf8 } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { columnsOf, tableNames } from './tables.ts';

export type Dialect = 'postgresql' | 'sqlite';

export interface Migration {
  /** From 1, without a gap. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** A migration as the database notes it. */
export interface Applied {
  readonly number: number;
  readonly sha256: string;
}

const form = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** Two folders up both from src/importer/ and from the build's chunks. */
const folder = new URL('../../resources/importer/', import.meta.url);

/** Every migration of a dialect, in order. */
export function migrationsOf(dialect: Dialect): readonly Migration[] {
  const names = readdirSync(new URL(`${dialect}/`, folder)).filter((name) => form.test(name)).toSorted();
  return names.map((file, at): Migration => {
    const [, number, name] = form.exec(file)!;
    if (Number(number) !== at + 1) throw new Error(`migration ${String(at + 1)} of ${dialect} is missing`);
    const sql = readFileSync(new URL(`${dialect}/${file}`, folder), 'utf8');
    return { number: at + 1, name: name!, sql, sha256: sha256Hex(utf8(sql)) };
  });
}

/**
 * The migrations that are still to be applied. RefusalError `import.newer-schema` where the database has one that this program does not know,
 * `import.altered-schema` where one is missing between, or was another one.
 */
export function missingOf(known: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const newest = Math.max(0, ...applied.map((a) => a.number));
  if (newest > known.length) throw new RefusalError('import.newer-schema', { found: newest, known: known.length });
  for (const { number, sha256 } of known.slice(0, newest)) {
    const there = applied.find((a) => a.number === number);
    if (there === undefined) throw new RefusalError('import.altered-schema', { what: `migration ${String(number)} is not noted, a later one is` });
    if (there.sha256 !== sha256) throw new RefusalError('import.altered-schema', { what: `migration ${String(number)} was another one` });
  }
  return known.slice(newest);
}

/** Holds the columns that are there against those that are written. RefusalError `import.altered-schema`. */
export function checkColumns(found: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const table of tableNames) {
    const there = found.get(table);
    if (there === undefined) throw new RefusalError('import.altered-schema', { what: `table ${table} is missing` });
    const absent = columnsOf(table).find(([column]) => !there.has(column));
    if (absent !== undefined) throw new RefusalError('import.altered-schema', { what: `table ${table} has no column ${absent[0]}` });
  }
}
