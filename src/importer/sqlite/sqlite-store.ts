/** The importer's port over one SQLite file, the embedded default. Judges nothing. */
import { columnsOf } from '../tables.ts';
import type { ColumnKind, Row, TableName, Value } from '../tables.ts';
import type { ImportStore, ImportTransaction, SearchedBy } from '../import-store.ts';
import { openSqlite } from './open-sqlite.ts';
import type { Connection } from './open-sqlite.ts';
import { asRefusal } from './sqlite-errors.ts';

/** SQLite has no booleans: 1 and 0. Times and days are text, as they are given. */
function toSqlite(value: Value): Exclude<Value, boolean> {
  return typeof value === 'boolean' ? Number(value) : value;
}

function fromSqlite(kind: ColumnKind, value: Value): Value {
  return kind === 'boolean' && value !== null ? value === 1 : value;
}

function transactionOn(db: Connection): ImportTransaction {
  return {
    find<T extends keyof SearchedBy>(table: T, column: SearchedBy[T], value: string) {
      const columns = columnsOf(table);
      const rows = db.prepare(`SELECT ${columns.map(([name]) => name).join(', ')} FROM ${table} WHERE ${column} = ?`).all(value) as readonly Readonly<Record<string, Value>>[];
      return Promise.resolve(rows.map((row) => Object.fromEntries(columns.map(([name, kind]) => [name, fromSqlite(kind, row[name] ?? null)])) as unknown as Row<T>));
    },
    insert<T extends TableName>(table: T, rows: readonly Row<T>[]) {
      const names = columnsOf(table).map(([name]) => name);
      const statement = db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
      for (const row of rows as readonly Readonly<Record<string, Value>>[]) statement.run(names.map((name) => toSqlite(row[name] ?? null)));
      return Promise.resolve();
    },
  };
}

/** The store in `file`. RefusalError as openSqlite, and `import.unreachable`, `import.not-permitted`, `import.busy`, `import.disk-full`, `import.database-error`. */
export function sqliteStore(file: string, now: () => string): ImportStore {
  const place = file;
  const refused = (error: unknown): unknown => asRefusal(error, place);
  let db: Connection;
  try {
    db = openSqlite(file, now());
  } catch (error) {
    throw refused(error);
  }
  return {
    place,
    async transaction(work) {
      try {
        db.exec('BEGIN IMMEDIATE');
        const answer = await work(transactionOn(db));
        db.exec('COMMIT');
        return answer;
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw refused(error);
      }
    },
    close() {
      db.close();
      return Promise.resolve();
    },
  };
}
