/** The record of one ceremony in one SQLite file: an entry is on the disk before `append` returns. Never changes or removes what was recorded, and never holds a secret. */
import { accessSync, closeSync, constants, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import type { StorePort, StoredEntry } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { StoreLimits } from './connect.ts';
import { connect } from './connect.ts';
import { judgeHeader, judgeLayout, layOut } from './format.ts';
import { orRefuse, storeRefusal } from './sqlite-refusals.ts';

/** Entries fetched at a time while streaming: bounds memory, and leaves no statement open in which an append would be refused. */
const PAGE = 64;

/**
 * Makes a new ceremony file, readable by its owner only. Refuses where anything is at `path` already (`store.exists`); leaves nothing behind when refused.
 * Other refusals: `store.no-folder`, `store.not-permitted`, `store.read-only`, `store.disk-full`, `store.io-error`.
 */
export function createCeremonyFile(path: string, limits: StoreLimits = {}): StorePort {
  // A journal left beside a removed file would be played into the new one.
  for (const suffix of ['-wal', '-journal', '-shm']) if (existsSync(path + suffix)) throw new RefusalError('store.exists', { path: path + suffix });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    const refusal = storeRefusal(error, path);
    throw refusal.code === 'store.missing' ? new RefusalError('store.no-folder', { path }, { cause: error }) : refusal;
  }
  let db: Database.Database | null = null;
  try {
    db = connect(path, limits);
    layOut(db);
    // Into the main file at once, so that its header says what it is even after a power cut in the next second.
    db.pragma('wal_checkpoint(TRUNCATE)');
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
    return port(path, db);
  } catch (error) {
    db?.close();
    for (const suffix of ['', '-wal', '-journal']) rmSync(path + suffix, { force: true });
    throw storeRefusal(error, path);
  }
}

/**
 * Opens a ceremony file for going on with it, alone: a second opening, by this process or another, is `store.in-use`.
 * Refusals: `store.missing`, `store.not-a-ceremony`, `store.newer-format`, `store.damaged`, `store.read-only`, `store.not-permitted`, `store.io-error`.
 * It judges the file's format and integrity; whether the entries chain is for core/transcript to say.
 */
export function openCeremonyFile(path: string, limits: StoreLimits = {}): StorePort {
  orRefuse(path, () => {
    judgeHeader(path);
    // SQLite would fall back to reading only, without a word.
    for (const place of [path, dirname(path)]) accessSync(place, constants.R_OK | constants.W_OK);
  });
  let db: Database.Database | null = null;
  try {
    db = connect(path, limits);
    judgeLayout(db, path);
    return port(path, db);
  } catch (error) {
    db?.close();
    throw storeRefusal(error, path);
  }
}

function port(path: string, db: Database.Database): StorePort {
  const insert = db.prepare<[number, Uint8Array]>('INSERT INTO entries (seq, line) VALUES (?, ?)');
  const page = db.prepare<[number, number], { seq: number; line: Uint8Array }>('SELECT seq, line FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?');
  const next = db.prepare<[], number>('SELECT coalesce(max(seq) + 1, 0) FROM entries').pluck();
  const newest = db.prepare<[string], { version: number; bytes: Uint8Array }>('SELECT version, bytes FROM files WHERE name = ? ORDER BY version DESC LIMIT 1');
  const insertFile = db.prepare<[string, number, Uint8Array]>('INSERT INTO files (name, version, bytes) VALUES (?, ?, ?)');
  const act = <T>(what: () => T): T => {
    if (!db.open) throw new RefusalError('store.closed', { path });
    return orRefuse(path, what);
  };

  return {
    path,
    append(entry: StoredEntry): void {
      act(() => {
        const expected = next.get()!;
        if (entry.seq !== expected) throw new RefusalError('store.out-of-order', { path, seq: entry.seq, next: expected });
        insert.run(entry.seq, entry.line);
      });
    },
    *entries(): IterableIterator<StoredEntry> {
      for (let from = 0; ; from += PAGE) {
        const rows = act(() => page.all(from, PAGE));
        for (const { seq, line } of rows) yield { seq, line: Uint8Array.from(line) };
        if (rows.length < PAGE) return;
      }
    },
    putFile(name: string, bytes: Uint8Array): void {
      act(() => {
        const last = newest.get(name);
        if (last !== undefined && Buffer.compare(last.bytes, bytes) === 0) return;
        insertFile.run(name, (last?.version ?? 0) + 1, bytes);
      });
    },
    getFile(name: string): Uint8Array | null {
      const row = act(() => newest.get(name));
      return row === undefined ? null : Uint8Array.from(row.bytes);
    },
    close(): void {
      if (db.open) orRefuse(path, () => db.close());
    },
  };
}
