/** What fails from outside, with real processes and real connections: two importers at once, a connection that is cut, a disk that is full. Nothing half is ever there. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { openStore } from '../../src/importer/open-store.ts';
import { tableNames } from '../../src/importer/tables.ts';
import { later } from '../verifier/later-samples.ts';
import type { Files } from '../verifier/memory-source.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { ask, postgresql, sqlite } from './databases.ts';
import type { Place } from './databases.ts';
import { importAlone, NOW, options, verifiedOf } from './verified-samples.ts';

const socket = inject('postgresqlSocket');
const server = postgresql(socket);
const command = fileURLToPath(new URL('../../bin/keyrite.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keyrite-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, files: Files): string {
  const path = join(folder, name);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}

let first = '';
let check = '';
let rotate = '';
let reshare = '';
beforeAll(() => {
  first = written('first', sampleBundle());
  check = written('check', later('check').bundle);
  rotate = written('rotate', later('rotate').bundle);
  reshare = written('reshare', later('reshare of two sets').bundle);
});

interface Answer {
  readonly exit: number;
  readonly bundles: readonly { readonly outcome: string; readonly refusal?: { readonly code: string } }[];
}

async function answer(child: ChildProcess): Promise<Answer> {
  let said = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => void (said += text));
  let complained = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (complained += text));
  await once(child, 'close');
  if (said === '') throw new Error(complained);
  return JSON.parse(said) as Answer;
}

function importer(address: string, ...bundles: readonly string[]): Promise<Answer> {
  return answer(spawn(process.execPath, [command, 'import', ...bundles, '--to', address, '--unpinned', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe.each([sqlite, server])('two processes at once: $name', (kind) => {
  let place: Place;
  beforeEach(async () => void (place = await kind.fresh()));
  afterEach(() => place.drop());

  it('import the same bundle into a database that neither has seen: it is there once', async () => {
    const answers = await Promise.all([importer(place.address, first, check), importer(place.address, first, check)]);
    expect(answers.map((a) => a.exit)).toEqual([0, 0]);
    const outcomes = answers.map((a) => a.bundles.map((b) => b.outcome));
    for (const at of [0, 1]) expect([outcomes[0]![at], outcomes[1]![at]].toSorted()).toEqual(['imported', 'there']);
    expect((await place.rows('SELECT count(*) AS n FROM imports')).map((r) => Number(r['n']))).toEqual([2]);
  });

  it('import two that follow the same one: one is there, the other is refused as a fork', async () => {
    expect((await importer(place.address, first)).exit).toBe(0);
    const answers = await Promise.all([importer(place.address, check), importer(place.address, rotate)]);
    expect(answers.map((a) => a.exit).toSorted()).toEqual([0, 1]);
    expect(answers.flatMap((a) => a.bundles.map((b) => b.refusal?.code ?? b.outcome)).toSorted()).toEqual(['import.fork', 'imported']);
  });
});

it('waits for another importer, and imports when that one is done', async () => {
  const place = await server.fresh();
  const one = await openStore(place.address, () => NOW);
  const two = await openStore(place.address, () => NOW);
  const verified = await verifiedOf(sampleBundle());
  const order: string[] = [];
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => void (go = resolve));
  let hold = (): void => undefined;
  const held = new Promise<void>((resolve) => void (hold = resolve));
  const holder = one.transaction(async () => {
    hold();
    await gate;
    order.push('first');
  });
  await held;
  const waiter = importAlone(two, verified, options).then(() => void order.push('second'));
  // The server itself says that the other one waits for the lock.
  while ((await place.rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'")).length === 0);
  go();
  await Promise.all([holder, waiter]);
  expect(order).toEqual(['first', 'second']);
  await one.close();
  await two.close();
  await place.drop();
});

it('a connection that is cut in the middle of a record leaves nothing, and the next try imports it', async () => {
  const place = await server.fresh();
  const store = await openStore(place.address, () => NOW);
  const verified = await verifiedOf(sampleBundle());
  let isCut = false;
  const cut = {
    ...verified,
    async *entries() {
      for await (const entry of verified.entries()) {
        if (entry.seq === 30) {
          const cutOff = await place.rows("SELECT pg_terminate_backend(pid, 10000) AS done FROM pg_stat_activity WHERE application_name = 'keyrite import' AND datname = current_database()");
          isCut = cutOff.length === 1 && cutOff[0]!['done'] === true;
        }
        yield entry;
      }
    },
  };
  const error: unknown = await importAlone(store, cut, options).then(() => null, (e: unknown) => e);
  expect(isCut).toBe(true);
  expect(error).toBeInstanceOf(RefusalError);
  expect((error as RefusalError).code).toBe('import.connection-lost');
  for (const table of tableNames) expect(await place.rows(`SELECT 1 FROM ${table}`), table).toEqual([]);
  await store.close();
  const again = await openStore(place.address, () => NOW);
  expect(await importAlone(again, verified, options)).toMatchObject({ outcome: 'imported' });
  await again.close();
  await place.drop();
});

it('a process that is killed in the middle of a record leaves nothing in a file, and the next try imports it', async () => {
  const place = await sqlite.fresh();
  const store = await openStore(place.address, () => NOW);
  await store.close();
  const child = spawn(process.execPath, [fileURLToPath(new URL('./dying-import.fixture.ts', import.meta.url)), place.address], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  for (const table of tableNames) expect(await place.rows(`SELECT 1 FROM ${table}`), table).toEqual([]);
  expect((await importer(place.address, first)).exit).toBe(0);
  await place.drop();
});

it('a disk that takes no more leaves a file as it was, and names what was not tried', async () => {
  const place = await sqlite.fresh();
  expect((await importer(place.address, first)).exit).toBe(0);
  // No file of this process may grow beyond 64 blocks of 1 KiB; the signal that goes with it is ignored, so that a write fails as on a full disk.
  const limited = spawn('bash', ['-c', 'trap "" XFSZ; ulimit -f 64; exec "$0" "$@"', process.execPath, command, 'import', reshare, rotate, '--to', place.address, '--unpinned', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const { exit, bundles } = await answer(limited);
  expect(exit).toBe(2);
  expect(bundles.map((b) => b.refusal?.code ?? b.outcome)).toEqual([expect.stringMatching(/^import\.(disk-full|database-error)$/), 'not-tried']);
  expect((await place.rows('SELECT ceremony FROM ceremonies')).map((r) => r['ceremony'])).toEqual(['SAMPLE-2-OF-3']);
  expect(await place.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  await place.drop();
});

it('a disk that takes no more leaves PostgreSQL as it was', async () => {
  const place = await server.fresh();
  const store = await openStore(place.address, () => NOW);
  const verified = await verifiedOf(sampleBundle());
  // What the server answers where its disk is full, said by the server itself in the middle of a record.
  await place.rows("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$; CREATE TRIGGER full_disk BEFORE INSERT ON signatures EXECUTE FUNCTION full_disk()");
  const error: unknown = await importAlone(store, verified, options).then(() => null, (e: unknown) => e);
  expect((error as RefusalError).code).toBe('import.disk-full');
  for (const table of tableNames) expect(await place.rows(`SELECT 1 FROM ${table}`), table).toEqual([]);
  await store.close();
  await place.drop();
});

it('a server that stops while nothing is asked is a lost connection, not a crash', async () => {
  const place = await server.fresh();
  const store = await openStore(place.address, () => NOW);
  await place.rows("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'keyrite import' AND datname = current_database()");
  const error: unknown = await importAlone(store, await verifiedOf(sampleBundle()), options).then(() => null, (e: unknown) => e);
  expect((error as RefusalError).code).toBe('import.connection-lost');
  await store.close();
  await place.drop();
});

it('no server answers', () => {
  const run = spawnSync(process.execPath, [command, 'import', first, '--to', `postgresql://admin@localhost/x?host=${encodeURIComponent(folder)}`, '--unpinned'], { encoding: 'utf8' });
  expect(run.status).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain('import.unreachable');
});

it('the server of the tests is on no network', async () => {
  const [row] = await ask(`postgresql://admin@localhost/postgres?host=${encodeURIComponent(socket)}`, 'SHOW listen_addresses');
  expect(row).toEqual({ listen_addresses: '' });
});
