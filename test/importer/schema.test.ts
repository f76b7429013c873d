/** The schema: made by numbered migrations, compared at each start, the same in both kinds; a database that is newer, altered or somebody else's is refused and not touched. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { migrationsOf, missingOf } from '../../src/importer/migrations.ts';
import { openStore } from '../../src/importer/open-store.ts';
import { columnsOf, tableNames } from '../../src/importer/tables.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { ask, postgresql, sqlite } from './databases.ts';
import type { Kind, Place } from './databases.ts';
import { addressOf } from './private-cluster.ts';
import { importAlone, NOW, verifiedOf } from './verified-samples.ts';

const socket = inject('postgresqlSocket');
const server = postgresql(socket);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => null, (e: unknown) => e);
  if (error === null) return 'not refused';
  expect(error).toBeInstanceOf(RefusalError);
  return (error as RefusalError).code;
}

async function open(address: string): Promise<void> {
  const store = await openStore(address, () => NOW);
  await store.close();
}

/** Names of tables and views with their columns. */
async function shape(kind: Kind, place: Place): Promise<readonly string[]> {
  const rows = kind.name === 'SQLite'
    ? await place.rows("SELECT m.name || '.' || c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%'")
    : await place.rows("SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'keyrite'");
  return rows.map((r) => String(r['name'])).toSorted();
}

describe.each([sqlite, server])('$name', (kind) => {
  let place: Place;
  beforeEach(async () => void (place = await kind.fresh()));
  afterEach(() => place.drop());
  const migrations = kind.name === 'SQLite' ? 'migrations' : 'keyrite.migrations';

  it('is made at the first start, noted, and left alone at the next', async () => {
    await open(place.address);
    const noted = await place.rows(`SELECT number, name, sha256 FROM ${migrations} ORDER BY number`);
    expect(noted).toEqual(migrationsOf(kind.name === 'SQLite' ? 'sqlite' : 'postgresql').map(({ number, name, sha256 }) => ({ number, name, sha256 })));
    const was = await shape(kind, place);
    await open(place.address);
    expect(await shape(kind, place)).toEqual(was);
    expect(await place.rows(`SELECT number, name, sha256 FROM ${migrations} ORDER BY number`)).toEqual(noted);
    for (const table of tableNames) for (const [column] of columnsOf(table)) expect(was).toContain(`${table}.${column}`);
  });

  it('an older one is brought up to date, with what is in it', async () => {
    await open(place.address);
    const store = await openStore(place.address, () => NOW);
    await importAlone(store, await verifiedOf(sampleBundle()));
    await store.close();
    for (const statement of ['DROP VIEW reviews', 'DROP TABLE sign_offs', 'DROP TABLE sidecars', `DELETE FROM ${migrations} WHERE number = 2`]) await place.rows(statement);
    await open(place.address);
    expect(await place.rows('SELECT ceremony, accepted FROM reviews')).toEqual([{ ceremony: 'SAMPLE-2-OF-3', accepted: 0 }]);
  });

  it.each([
    ['newer', 'import.newer-schema', `INSERT INTO ${migrations} VALUES (99, 'future', 'ab', '2030-01-01')`],
    ['with a migration that was another one', 'import.altered-schema', `UPDATE ${migrations} SET sha256 = 'ab' WHERE number = 1`],
    ['with a migration missing between', 'import.altered-schema', `DELETE FROM ${migrations} WHERE number = 1`],
    ['without a table', 'import.altered-schema', 'DROP TABLE findings'],
    ['without a column', 'import.altered-schema', 'ALTER TABLE findings RENAME COLUMN found TO lost'],
  ])('%s is refused and not touched', async (_what, code, sql) => {
    await open(place.address);
    await place.rows(sql);
    const was = [await shape(kind, place), await place.rows(`SELECT * FROM ${migrations} ORDER BY number`)];
    expect(await codeOf(open(place.address))).toBe(code);
    expect([await shape(kind, place), await place.rows(`SELECT * FROM ${migrations} ORDER BY number`)]).toEqual(was);
  });

  it("somebody else's is refused and not touched", async () => {
    if (kind.name === 'PostgreSQL') await place.rows('CREATE SCHEMA keyrite');
    await place.rows('CREATE TABLE theirs (x integer)');
    const was = await shape(kind, place);
    expect(await codeOf(open(place.address))).toBe('import.foreign-database');
    expect(await shape(kind, place)).toEqual(was);
  });
});

it('both kinds have the same tables, views and columns', async () => {
  const shapes: (readonly string[])[] = [];
  for (const kind of [sqlite, server]) {
    const place = await kind.fresh();
    await open(place.address);
    shapes.push(await shape(kind, place));
    await place.drop();
  }
  expect(shapes[0]).toEqual(shapes[1]);
});

it('an empty database is given every migration, and one that is up to date none', () => {
  const known = migrationsOf('sqlite');
  expect(missingOf(known, []).map((m) => m.number)).toEqual(known.map((m) => m.number));
  expect(missingOf(known, known)).toEqual([]);
});

it('a file that is no database is refused and not touched', async () => {
  const place = await sqlite.fresh();
  const file = place.address.slice('sqlite:'.length);
  writeFileSync(file, 'This is a letter, not a database.'.repeat(100));
  expect(await codeOf(open(place.address))).toBe('import.foreign-database');
  expect(readFileSync(file, 'utf8')).toBe('This is a letter, not a database.'.repeat(100));
  await place.drop();
});

it.each([
  ['sqlite:/nowhere/at/all/x.db', 'import.unreachable'],
  ['sqlite:', 'import.bad-address'],
  [':memory:', 'import.bad-address'],
  ['mysql://localhost/x', 'import.bad-address'],
  ['postgresql://', 'import.unreachable'],
  ['postgresql://localhost/x?options=-csearch_path=evil', 'import.bad-address'],
  ['postgresql://localhost/%E0%A4%A', 'import.bad-address'],
  ['postgresql://db.example.org/keyrite', 'import.no-tls'],
  ['postgresql://db.example.org/keyrite?sslmode=disable', 'import.no-tls'],
  ['postgresql://db.example.org/keyrite?sslmode=require', 'import.bad-address'],
  ['postgresql://db.example.org/keyrite?sslmode=verify-full&sslrootcert=/nowhere', 'import.bad-address'],
  ['postgresql://10.0.0.1/keyrite', 'import.no-tls'],
])('%s is refused with %s', async (address, code) => {
  expect(await codeOf(open(address))).toBe(code);
});

it('a password is in no message', async () => {
  const error = (await openStore(`postgresql://admin:Hunter2@localhost:1/x?host=${encodeURIComponent(socket)}`, () => NOW).then(() => null, (e: unknown) => e)) as RefusalError;
  expect(error.code).toBe('import.unreachable');
  expect(JSON.stringify(error.refusal)).not.toContain('Hunter2');
});

it('a database that is not UTF8 is refused', async () => {
  await ask(addressOf(socket, 'postgres'), "CREATE DATABASE not_utf8 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  expect(await codeOf(open(addressOf(socket, 'not_utf8')))).toBe('import.not-utf8');
});

describe('docs/importer.md', () => {
  const document = readFileSync(new URL('../../docs/importer.md', import.meta.url), 'utf8');
  const [roles, queries] = [...document.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql!);

  it('its roles may import and read, and nothing more', async () => {
    const place = await server.fresh();
    await open(place.address);
    await place.rows(roles!);
    await place.rows('CREATE ROLE ingest LOGIN IN ROLE keyrite_importer; CREATE ROLE auditor LOGIN IN ROLE keyrite_reader');
    const as = (user: string): string => place.address.replace('admin@', `${user}@`);
    const verified = await verifiedOf(sampleBundle());
    const store = await openStore(as('ingest'), () => NOW);
    expect(await importAlone(store, verified)).toMatchObject({ outcome: 'imported' });
    await store.close();
    for (const user of ['ingest', 'auditor']) {
      expect(await ask(as(user), 'SELECT name FROM current_keys ORDER BY name')).toEqual([{ name: 'master' }, { name: 'root' }]);
      for (const sql of ["UPDATE ceremonies SET title = 'x'", 'DELETE FROM events', 'TRUNCATE imports', 'DROP TABLE events', 'ALTER TABLE events DISABLE TRIGGER only_grows', "INSERT INTO migrations VALUES (3, 'x', 'x', now())"]) await expect(ask(as(user), sql), `${user}: ${sql}`).rejects.toThrow(/permission denied|must be owner/);
    }
    const reader = await openStore(as('auditor'), () => NOW);
    expect(await codeOf(importAlone(reader, { ...verified, statementSha256: 'ab'.repeat(32), statement: { ...verified.statement, predicate: { ...verified.statement.predicate, ceremony: 'OTHER-1', lifecycle: verified.statement.predicate.lifecycle.map((k) => ({ ...k, ceremony: 'X' })) } } }))).toBe('import.not-permitted');
    await reader.close();
    await place.drop();
    // Where the schema is not there yet, an account without rights is told so.
    const bare = await server.fresh();
    expect(await codeOf(open(as('ingest')))).toBe('import.not-permitted');
    await bare.rows('DROP OWNED BY keyrite_importer, keyrite_reader; DROP ROLE ingest, auditor, keyrite_importer, keyrite_reader');
    await bare.drop();
  });

  it('its queries answer', async () => {
    const statements = queries!.split(';').map((sql) => sql.trim()).filter((sql) => sql !== '');
    expect(statements).toHaveLength(6);
    for (const kind of [server, sqlite]) {
      const place = await kind.fresh();
      const store = await openStore(place.address, () => NOW);
      await importAlone(store, await verifiedOf(sampleBundle()));
      await store.close();
      const answers: number[] = [];
      for (const sql of statements.slice(0, kind.name === 'SQLite' ? 4 : 6)) answers.push((await place.rows(sql)).length);
      expect(answers.slice(0, 1)).toEqual([2]);
      expect(answers.slice(2, 4).every((n) => n > 0)).toBe(true);
      if (kind.name === 'PostgreSQL') expect(answers[4]).toBe(1);
      await place.drop();
    }
  });

  it('names every refusal, table and view', async () => {
    const { importSentences } = await import('../../src/core/refusals/importer.ts');
    const absent = (names: readonly string[]): readonly string[] => names.filter((name) => !document.includes(`\`${name}\``));
    expect(absent(Object.keys(importSentences))).toEqual([]);
    const place = await sqlite.fresh();
    await open(place.address);
    expect(absent((await place.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")).map((r) => String(r['name'])))).toEqual([]);
    await place.drop();
  });
});
