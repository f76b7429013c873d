import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StorePort } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { createCeremonyFile, openCeremonyFile } from './ceremony-file.ts';
import { connect } from './connect.ts';

const child = new URL('./store-child.fixture.ts', import.meta.url).pathname;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (b: Uint8Array): string => new TextDecoder().decode(b);
const lines = (store: StorePort): string[] => [...store.entries()].map((e) => `${e.seq} ${text(e.line)}`);

/** The code of the refusal that `act` ends in. */
function refused(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(RefusalError);
    expect((error as RefusalError).message).not.toMatch(/\{\w+\}/);
    return (error as RefusalError).code;
  }
  throw new Error('was not refused');
}

let folder: string;
let path: string;
const open: StorePort[] = [];
const kept = (store: StorePort): StorePort => {
  open.push(store);
  return store;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-store-'));
  path = join(folder, 'one.keyrite');
});
afterEach(() => {
  for (const store of open.splice(0)) store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a ceremony file', () => {
  it('keeps entries and files over closing and opening, in one file only its owner may read', () => {
    const store = kept(createCeremonyFile(path));
    for (let seq = 0; seq < 150; seq++) store.append({ seq, line: bytes(`entry ${seq}`) });
    store.putFile('plan.yaml', bytes('keyrite: 1\n'));
    store.close();
    expect(readdirSync(folder)).toEqual(['one.keyrite']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = kept(openCeremonyFile(path));
    expect(lines(again)).toHaveLength(150);
    expect(lines(again)[149]).toBe('149 entry 149');
    expect(text(again.getFile('plan.yaml')!)).toBe('keyrite: 1\n');
    expect(again.getFile('package')).toBeNull();
    expect(again.path).toBe(path);
  });

  it('lets entries be appended while they are streamed', () => {
    const store = kept(createCeremonyFile(path));
    store.append({ seq: 0, line: bytes('a') });
    for (const entry of store.entries()) if (entry.seq < 200) store.append({ seq: entry.seq + 1, line: bytes('b') });
    expect(lines(store).length).toBeGreaterThan(1);
  });

  it('keeps every version of a file and answers with the newest', () => {
    const store = kept(createCeremonyFile(path));
    store.putFile('package', bytes('set one'));
    store.putFile('package', bytes('set two'));
    store.putFile('package', bytes('set two'));
    expect(text(store.getFile('package')!)).toBe('set two');
    store.close();
    const db = new Database(path);
    expect(db.prepare('SELECT version, CAST(bytes AS TEXT) AS b FROM files').all()).toEqual([{ version: 1, b: 'set one' }, { version: 2, b: 'set two' }]);
    db.close();
  });

  it('refuses an entry out of order, and a closed store', () => {
    const store = kept(createCeremonyFile(path));
    store.append({ seq: 0, line: bytes('a') });
    for (const seq of [0, 2, -1, 0.5]) expect(refused(() => store.append({ seq, line: bytes('x') }))).toBe('store.out-of-order');
    expect(lines(store)).toEqual(['0 a']);
    store.close();
    store.close();
    expect(refused(() => store.append({ seq: 1, line: bytes('b') }))).toBe('store.closed');
    expect(refused(() => [...store.entries()])).toBe('store.closed');
    expect(refused(() => store.getFile('x'))).toBe('store.closed');
  });
});

describe('the record only grows', () => {
  it.each([
    "UPDATE entries SET line = x'00' WHERE seq = 0",
    'UPDATE entries SET seq = 9 WHERE seq = 1',
    'DELETE FROM entries',
    "INSERT OR REPLACE INTO entries VALUES (0, x'00')",
    "INSERT INTO entries VALUES (0, x'00') ON CONFLICT (seq) DO UPDATE SET line = x'00'",
    "INSERT INTO entries VALUES (7, x'00')",
    "UPDATE files SET bytes = x'00'",
    'DELETE FROM files',
    "INSERT OR REPLACE INTO files VALUES ('plan.yaml', 1, x'00')",
    "INSERT INTO entries VALUES (2, 'text')",
  ])('%s is refused, whoever tries', (sql) => {
    const store = kept(createCeremonyFile(path));
    store.append({ seq: 0, line: bytes('a') });
    store.append({ seq: 1, line: bytes('b') });
    store.putFile('plan.yaml', bytes('p'));
    store.close();
    const db = new Database(path);
    expect(() => db.prepare(sql).run()).toThrow(/never|in order|cannot store TEXT/);
    db.close();
    const again = kept(openCeremonyFile(path));
    expect(lines(again)).toEqual(['0 a', '1 b']);
    expect(text(again.getFile('plan.yaml')!)).toBe('p');
  });

  it.each([
    ['a protection removed', 'DROP TRIGGER entries_never_deleted'],
    ['a protection replaced by one that does nothing', 'DROP TRIGGER entries_never_updated; CREATE TRIGGER entries_never_updated BEFORE UPDATE ON entries BEGIN SELECT 1; END'],
    ['an entry removed', 'DROP TRIGGER entries_never_deleted; DELETE FROM entries WHERE seq = 0; CREATE TRIGGER entries_never_deleted BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, \'entries are never removed\'); END'],
    ['a table added', 'CREATE TABLE more (x)'],
  ])('a file with %s is damaged', (_what, sql) => {
    const store = createCeremonyFile(path);
    store.append({ seq: 0, line: bytes('a') });
    store.append({ seq: 1, line: bytes('b') });
    store.close();
    const db = new Database(path);
    db.exec(sql);
    db.close();
    expect(refused(() => openCeremonyFile(path))).toBe('store.damaged');
  });
});

describe('what is not a ceremony file is refused and not changed', () => {
  it('an existing file is never overwritten, nor a journal played into a new one', () => {
    writeFileSync(path, 'mine');
    expect(refused(() => createCeremonyFile(path))).toBe('store.exists');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    const other = join(folder, 'two.keyrite');
    writeFileSync(`${other}-wal`, 'left over');
    expect(refused(() => createCeremonyFile(other))).toBe('store.exists');
    expect(existsSync(other)).toBe(false);
  });

  it('a folder that is not there', () => {
    expect(refused(() => createCeremonyFile(join(folder, 'no', 'x.keyrite')))).toBe('store.no-folder');
    writeFileSync(path, '');
    expect(refused(() => createCeremonyFile(join(path, 'x.keyrite')))).toBe('store.no-folder');
  });

  it('nothing, an empty file, a folder, text, 10 MB of zeros, another database', () => {
    expect(refused(() => openCeremonyFile(path))).toBe('store.missing');
    const files: readonly (readonly [string, Uint8Array])[] = [['empty', new Uint8Array(0)], ['text', bytes('keyrite: 1\n'.repeat(50))], ['zeros', new Uint8Array(10 * 1024 * 1024)]];
    for (const [name, content] of files) {
      writeFileSync(join(folder, name), content);
      expect(refused(() => openCeremonyFile(join(folder, name)))).toBe('store.not-a-ceremony');
    }
    expect(refused(() => openCeremonyFile(folder))).toBe('store.not-a-ceremony');
    const db = new Database(join(folder, 'db'));
    db.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, line BLOB)');
    db.close();
    const before = readFileSync(join(folder, 'db'));
    expect(refused(() => openCeremonyFile(join(folder, 'db')))).toBe('store.not-a-ceremony');
    expect(readFileSync(join(folder, 'db')).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((n) => n.includes('-'))).toEqual([]);
  });

  it('a newer format', () => {
    createCeremonyFile(path).close();
    const db = new Database(path);
    db.pragma('user_version = 2');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    expect(refused(() => openCeremonyFile(path))).toBe('store.newer-format');
  });

  it('a file cut short, and one with a page overwritten', () => {
    const store = createCeremonyFile(path);
    for (let seq = 0; seq < 300; seq++) store.append({ seq, line: new Uint8Array(500).fill(7) });
    store.close();
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    expect(refused(() => openCeremonyFile(path))).toBe('store.damaged');
    const spoiled = Buffer.from(whole);
    spoiled.fill(0xff, 3 * 4096, 4 * 4096);
    writeFileSync(path, spoiled);
    expect(refused(() => openCeremonyFile(path))).toBe('store.damaged');
    writeFileSync(path, whole);
    expect(lines(kept(openCeremonyFile(path)))).toHaveLength(300);
  });
});

describe('one ceremony, one holder', () => {
  it('a second opening in this process is refused, and the first goes on', () => {
    const store = kept(createCeremonyFile(path));
    expect(refused(() => openCeremonyFile(path))).toBe('store.in-use');
    store.append({ seq: 0, line: bytes('a') });
    store.close();
    expect(lines(kept(openCeremonyFile(path)))).toEqual(['0 a']);
  });

  it('a second opening in another process is refused', () => {
    const store = kept(createCeremonyFile(path));
    store.append({ seq: 0, line: bytes('a') });
    const said = execFileSync(process.execPath, [child, 'open', path], { encoding: 'utf8' });
    expect(said.trim()).toBe('store.in-use');
    store.append({ seq: 1, line: bytes('b') });
    expect(lines(store)).toEqual(['0 a', '1 b']);
  });
});

describe('what was acknowledged is on the disk', () => {
  it.each([1, 40, 1200])('after kill -9 behind %i acknowledged entries', async (count) => {
    const writer = spawn(process.execPath, [child, 'write', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let last = -1;
    for await (const line of createInterface({ input: writer.stdout })) {
      last = Number(line);
      if (last + 1 < count) continue;
      // Before the pipe is closed, which would end the writer in another way.
      writer.kill('SIGKILL');
      break;
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
    expect(writer.signalCode).toBe('SIGKILL');
    const found = lines(kept(openCeremonyFile(path)));
    expect(found.length).toBeGreaterThan(last);
    for (let seq = 0; seq <= last; seq++) expect(found[seq]).toMatch(new RegExp(`^${seq} entry ${seq} `));
  });

  it('because every commit waits for fsync: WAL with synchronous FULL, under an exclusive lock', () => {
    createCeremonyFile(path).close();
    const db = connect(path, {});
    try {
      expect(['journal_mode', 'synchronous', 'locking_mode', 'trusted_schema'].map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2, 'exclusive', 0]);
    } finally {
      db.close();
    }
  });
});

describe('a disk that does not take it', () => {
  it('a full disk: refused, nothing changed, and it goes on when there is room', () => {
    expect(onMount('size=1m', 'fill')).toEqual({ created: 'ok', full: 'store.disk-full', stillFull: 'store.disk-full', file: 'store.disk-full', intact: true, afterRoom: 'ok', reopened: true });
  });

  it('a full disk at the start: refused, and nothing is left behind', () => {
    expect(onMount('size=1m', 'start-full')).toEqual({ created: 'store.disk-full', left: [] });
  });

  it('a read-only disk: refused, and the file can be read again when it is writable', () => {
    expect(onMount('size=4m', 'read-only')).toEqual({ created: 'store.read-only', opened: 'store.read-only', unchanged: true, later: ['0 a'] });
  });

  it('a limit of pages: refused as a full disk, nothing changed', () => {
    const store = kept(createCeremonyFile(path, { maxPages: 16 }));
    let seq = 0;
    const code = refused(() => {
      for (;;) {
        store.append({ seq, line: new Uint8Array(3000) });
        seq++;
      }
    });
    expect(code).toBe('store.disk-full');
    expect(seq).toBeGreaterThan(2);
    expect(lines(store)).toHaveLength(seq);
    store.append({ seq, line: bytes('small') });
    store.close();
    expect(lines(kept(openCeremonyFile(path)))).toHaveLength(seq + 1);
  });

  /** Runs a scenario of the fixture on a real tmpfs of its own; where this account may not mount, in a user namespace of its own. */
  function onMount(options: string, scenario: string): unknown {
    const at = join(folder, 'disk');
    mkdirSync(at);
    chmodSync(at, 0o700);
    const script = `mount -t tmpfs -o ${options} tmpfs "$1" && exec "$2" "$3" ${scenario} "$1"`;
    const namespace = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
    return JSON.parse(execFileSync('unshare', [...namespace, 'sh', '-c', script, 'sh', at, process.execPath, child], { encoding: 'utf8' })) as unknown;
  }
});

it('a copy of a closed file is the ceremony', () => {
  const store = createCeremonyFile(path);
  store.append({ seq: 0, line: bytes('a') });
  store.close();
  copyFileSync(path, join(folder, 'copy.keyrite'));
  expect(lines(kept(openCeremonyFile(join(folder, 'copy.keyrite'))))).toEqual(['0 a']);
});
