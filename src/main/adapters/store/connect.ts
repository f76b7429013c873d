/** Opens the SQLite connection of a ceremony file so that a commit is on the disk and nobody else can write. Never waits for a lock. */
import Database from 'better-sqlite3';
import { RefusalError } from '../../../core/refusals/refusal.ts';

export interface StoreLimits {
  /** Most SQLite pages (4,096 bytes each) the file may grow to; beyond, `store.disk-full`. */
  readonly maxPages?: number;
}

/** The connection to the existing file at `path`, holding its exclusive lock until it is closed. Throws what SQLite throws. */
export function connect(path: string, limits: StoreLimits): Database.Database {
  const db = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    // EXCLUSIVE before WAL: the lock is held from the first transaction to close, and the index of the WAL needs no shared memory file (sqlite.org/wal.html section 8).
    db.pragma('locking_mode = EXCLUSIVE');
    const mode = db.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal') throw new RefusalError('store.io-error', { path, reason: 'no write-ahead log here' });
    // SECURITY: FULL makes SQLite fsync the log at every commit; with NORMAL a power cut may lose entries that the screen has already shown.
    db.pragma('synchronous = FULL');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('temp_store = MEMORY');
    if (limits.maxPages !== undefined) db.pragma(`max_page_count = ${limits.maxPages}`);
    db.exec('BEGIN EXCLUSIVE; COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
