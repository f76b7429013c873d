/** Opens or makes the SQLite file and brings its schema up to date. SECURITY: a file that is not the importer's is not changed. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { WAIT_SECONDS } from '../import-store.ts';
import { checkColumns, migrationsOf, missingOf } from '../migrations.ts';
import type { Applied } from '../migrations.ts';

export type Connection = Database.Database;

/** "Kimp": says in the file's header whose it is (PRAGMA application_id). */
const APPLICATION_ID = 0x4b696d70;

function isEmpty(db: Connection): boolean {
  return db.prepare('SELECT 1 FROM sqlite_master').get() === undefined && db.pragma('application_id', { simple: true }) === 0;
}

function applied(db: Connection): readonly Applied[] {
  return db.prepare('SELECT number, sha256 FROM migrations ORDER BY number').all() as Applied[];
}

function columns(db: Connection): ReadonlyMap<string, ReadonlySet<string>> {
  const rows = db.prepare("SELECT m.name AS name, c.name AS col FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'").all() as readonly { readonly name: string; readonly col: string }[];
  return new Map([...Map.groupBy(rows, (r) => r.name)].map(([name, of]) => [name, new Set(of.map((r) => r.col))]));
}

/**
 * Readers are not kept waiting by an import, nor it by them. SQLite does not wait by itself for somebody else who changes the same new file to this mode: it
 * answers "busy" at once, and so is asked again.
 */
function inWal(db: Connection): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = WAIT_SECONDS * 50; ; tries--) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY') || tries === 0) throw error;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}

/** Applies what is missing, all or nothing, alone among importers. */
function migrate(db: Connection, now: string): void {
  const known = migrationsOf('sqlite');
  const apply = db.transaction(() => {
    if (isEmpty(db)) {
      db.pragma(`application_id = ${String(APPLICATION_ID)}`);
      db.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied TEXT NOT NULL) STRICT');
    }
    for (const { number, name, sha256, sql } of missingOf(known, applied(db))) {
      db.exec(sql);
      db.prepare('INSERT INTO migrations VALUES (?, ?, ?, ?)').run(number, name, sha256, now);
    }
  });
  if (isEmpty(db) || missingOf(known, applied(db)).length > 0) apply.immediate();
  checkColumns(columns(db));
}

/**
 * The connection to `file`, made where it is not there. `now` is noted for migrations. RefusalError `import.foreign-database`, `import.newer-schema`,
 * `import.altered-schema`; else the errors of SQLite.
 */
export function openSqlite(file: string, now: string): Connection {
  if (!existsSync(dirname(file))) throw new RefusalError('import.unreachable', { place: file, reason: 'there is no such folder' });
  const db = new Database(file, { timeout: WAIT_SECONDS * 1000 });
  try {
    if (!isEmpty(db) && db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw new RefusalError('import.foreign-database', { place: file });
    inWal(db);
    // What was committed is on the disk.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('recursive_triggers = ON');
    db.pragma('trusted_schema = OFF');
    migrate(db, now);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
