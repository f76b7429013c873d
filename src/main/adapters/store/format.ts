/** The layout of a ceremony file (SQLite), and how a file is judged to have it. Never repairs: a damaged file is evidence. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { RefusalError } from '../../../core/refusals/refusal.ts';

/** "KYRT" in ASCII: tells a ceremony file from any other SQLite file (PRAGMA application_id). */
export const APPLICATION_ID = 0x4b595254;
/** PRAGMA user_version. A reader refuses what is newer than it knows. */
export const FORMAT = 1;

/**
 * Entries are numbered from 0 without a gap, and neither they nor files are ever changed or removed.
 * SECURITY: the INSERT triggers also stop INSERT OR REPLACE, which deletes without firing DELETE triggers (sqlite.org/lang_conflict.html).
 */
const layout = `
  CREATE TABLE entries (seq INTEGER PRIMARY KEY CHECK (seq >= 0), line BLOB NOT NULL) STRICT;
  CREATE TABLE files (name TEXT NOT NULL, version INTEGER NOT NULL CHECK (version >= 1), bytes BLOB NOT NULL, PRIMARY KEY (name, version)) STRICT, WITHOUT ROWID;
  CREATE TRIGGER entries_in_order BEFORE INSERT ON entries WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entries)
    BEGIN SELECT RAISE(ABORT, 'entries are appended in order'); END;
  CREATE TRIGGER entries_never_updated BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
  CREATE TRIGGER entries_never_deleted BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
  CREATE TRIGGER files_in_order BEFORE INSERT ON files WHEN NEW.version IS NOT (SELECT coalesce(max(version) + 1, 1) FROM files WHERE name = NEW.name)
    BEGIN SELECT RAISE(ABORT, 'files are never overwritten'); END;
  CREATE TRIGGER files_never_updated BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'files are never changed'); END;
  CREATE TRIGGER files_never_deleted BEFORE DELETE ON files BEGIN SELECT RAISE(ABORT, 'files are never removed'); END;
`;

/** Makes the layout in an empty database, all of it or nothing. */
export function layOut(db: Database.Database): void {
  db.transaction(() => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${FORMAT}`);
    db.exec(layout);
  })();
}

/**
 * Refuses by its first 100 bytes what is not a ceremony file: `store.not-a-ceremony`, `store.newer-format` (sqlite.org/fileformat2.html section 1.3).
 * Before SQLite opens it, because opening in WAL mode would change somebody else's database.
 */
export function judgeHeader(path: string): void {
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    if (!fstatSync(file).isFile() || readSync(file, header, 0, 100, 0) < 100) throw new RefusalError('store.not-a-ceremony', { path });
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0' || header.readUInt32BE(68) !== APPLICATION_ID) throw new RefusalError('store.not-a-ceremony', { path });
  const format = header.readUInt32BE(60);
  if (format !== FORMAT) throw new RefusalError('store.newer-format', { path, format });
}

/** Refuses a ceremony file that is not whole: `store.damaged`. Reads only. */
export function judgeLayout(db: Database.Database, path: string): void {
  const damaged = (reason: string): RefusalError => new RefusalError('store.damaged', { path, reason });
  const integrity = db.pragma('integrity_check(1)', { simple: true });
  if (integrity !== 'ok') throw damaged('its integrity check fails');
  if (schemaOf(db) !== expectedSchema()) throw damaged('its tables or their protections were changed');
  const row = db.prepare<[], { entries: number; next: number }>('SELECT count(*) AS entries, coalesce(max(seq) + 1, 0) AS next FROM entries').get();
  if (row === undefined || row.entries !== row.next) throw damaged('an entry is missing');
}

/** The definitions of all tables and triggers, in one text. */
function schemaOf(db: Database.Database): string {
  const rows = db.prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  return rows.map((row) => normal(row.sql)).join('\n');
}

function expectedSchema(): string {
  const statements = layout.split(/;\s*\n(?=\s*CREATE|\s*$)/).map(normal).filter((s) => s !== '');
  const name = (sql: string): string => /^CREATE (?:TABLE|TRIGGER) (\w+)/.exec(sql)![1]!;
  return statements.toSorted((a, b) => (name(a) < name(b) ? -1 : 1)).join('\n');
}

function normal(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}
