/** Ceremonies (ten thousand, unless told) into PostgreSQL and SQLite, one transaction each, against plain COPY (SQLite: INSERT ... SELECT) of the same rows into the same tables at once. */
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { bundleNames } from '../../src/core/transcript/bundle.ts';
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';
import { importableOf, importVerified } from '../../src/importer/import-bundle.ts';
import type { ImportOptions } from '../../src/importer/import-bundle.ts';
import { openStore } from '../../src/importer/open-store.ts';
import { columnsOf, tableNames } from '../../src/importer/tables.ts';
import { addressOf, startCluster } from '../../test/importer/private-cluster.ts';
import { wholeLineage } from '../../test/verifier/lineage-breaks.ts';
import { memorySource } from '../../test/verifier/memory-source.ts';
import type { PartOptions, PartResult } from '../comparison.ts';
import { another, withEntries } from './many-transcripts.ts';

/** Fewer where a machine has no time for all: the ratio needs many, the rate does not. */
const CEREMONIES = Number(process.env['KEYRITE_BENCH_CEREMONIES'] ?? 10_000);

const now = (): string => new Date().toISOString();
const options: ImportOptions = { trust: null, unpinned: true, allowRehearsal: false, allowGap: false, now, application: 'keyrite benchmark' };

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds to write `CEREMONIES` verified transcripts; making them is not measured. */
async function imported(address: string, lineage: readonly VerifiedTranscript[], envelope: Uint8Array): Promise<number> {
  const store = await openStore(address, now);
  let milliseconds = 0;
  let written = 0;
  for (let number = 1; written < CEREMONIES; number++) {
    for (const verified of another(lineage, number).slice(0, CEREMONIES - written)) {
      milliseconds += await timed(() => importVerified(store, { verified, envelope, sidecars: [] }, options));
      written++;
    }
  }
  await store.close();
  return milliseconds;
}

async function client(socket: string, database: string): Promise<pg.Client> {
  const connected = new pg.Client({ host: socket, user: 'admin', database });
  await connected.connect();
  await connected.query('SET search_path = keyrite');
  return connected;
}

const columns = (table: (typeof tableNames)[number]): string => columnsOf(table).map(([name]) => name).join(', ');

/** Milliseconds of COPY of every table from files into the same empty schema, in one transaction; and how many bytes the files have. */
async function copied(socket: string, folder: string, made: string, fresh: string): Promise<{ readonly milliseconds: number; readonly bytes: number }> {
  const source = await client(socket, made);
  const file = (table: string): string => join(folder, `${fresh} ${table}.copy`);
  for (const table of tableNames) await pipeline(source.query(copyTo(`COPY ${table} (${columns(table)}) TO STDOUT`)), createWriteStream(file(table)));
  await source.end();
  await (await openStore(addressOf(socket, fresh), now)).close();
  const target = await client(socket, fresh);
  const milliseconds = await timed(async () => {
    await target.query('BEGIN');
    for (const table of tableNames) await pipeline(createReadStream(file(table)), target.query(copyFrom(`COPY ${table} (${columns(table)}) FROM STDIN`)));
    await target.query('COMMIT');
  });
  await target.end();
  return { milliseconds, bytes: tableNames.reduce((sum, table) => sum + statSync(file(table)).size, 0) };
}

/** Milliseconds of one INSERT ... SELECT a table from the file that was imported into, in one transaction. */
async function selected(made: string, fresh: string): Promise<number> {
  await (await openStore(fresh, now)).close();
  const db = new Database(fresh);
  db.pragma('synchronous = FULL');
  db.prepare('ATTACH ? AS made').run(made);
  const copy = db.transaction(() => {
    for (const table of tableNames) db.exec(`INSERT INTO main.${table} (${columns(table)}) SELECT ${columns(table)} FROM made.${table}`);
  });
  const milliseconds = await timed(async () => {
    copy();
    await Promise.resolve();
  });
  db.close();
  return milliseconds;
}

export async function benchImport({ rounds, folder, say }: PartOptions): Promise<PartResult> {
  const count = rounds ?? 1;
  say('import: verifying a lineage of six ceremonies');
  const verifying: number[] = [];
  const lineage: VerifiedTranscript[] = [];
  let envelope: Uint8Array = new Uint8Array(0);
  for (const files of Object.values(wholeLineage())) {
    const start = performance.now();
    const { verified } = await importableOf(memorySource(files), options);
    envelope = files.get(bundleNames.statement)!;
    verifying.push(performance.now() - start);
    lineage.push(await withEntries(verified));
  }
  const milliseconds = { postgresql: [] as number[], copy: [] as number[], sqlite: [] as number[], select: [] as number[] };
  let bytes = 0;
  const cluster = await startCluster({ durable: true });
  try {
    for (let round = 1; round <= count; round++) {
      say(`import: round ${String(round)} of ${String(count)}, ${String(CEREMONIES)} ceremonies each`);
      const admin = await client(cluster.socket, 'postgres');
      const [made, fresh] = [`made_${String(round)}`, `fresh_${String(round)}`];
      for (const name of [made, fresh]) await admin.query(`CREATE DATABASE ${name}`);
      milliseconds.postgresql.push(await imported(addressOf(cluster.socket, made), lineage, envelope));
      say('import: plain COPY');
      const copy = await copied(cluster.socket, folder, made, fresh);
      milliseconds.copy.push(copy.milliseconds);
      bytes = copy.bytes;
      for (const name of [made, fresh]) await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
      say('import: SQLite');
      const [file, other] = [join(folder, `${made}.db`), join(folder, `${fresh}.db`)];
      milliseconds.sqlite.push(await imported(file, lineage, envelope));
      milliseconds.select.push(await selected(file, other));
    }
  } finally {
    await cluster.stop();
  }
  const perSecond = (all: readonly number[]): string => (CEREMONIES / (all[0]! / 1000)).toFixed(0);
  const events = lineage.reduce((sum, v) => sum + v.statement.predicate.record.entries, 0) / lineage.length;
  const verify = verifying.toSorted((a, b) => a - b)[Math.floor(verifying.length / 2)]!;
  return {
    comparisons: [
      { id: 'import-postgresql', subject: `${CEREMONIES.toLocaleString('en')} ceremonies into PostgreSQL`, baseline: 'Plain COPY of the same rows', unit: 'ms', subjectRounds: milliseconds.postgresql, baselineRounds: milliseconds.copy },
      { id: 'import-sqlite', subject: `${CEREMONIES.toLocaleString('en')} ceremonies into SQLite`, baseline: 'INSERT ... SELECT of the same rows', unit: 'ms', subjectRounds: milliseconds.sqlite, baselineRounds: milliseconds.select },
    ],
    notes: [
      `Import: transcripts that were verified before, ${events.toFixed(0)} events each on average, ${(bytes / 1e6).toFixed(0)} MB as COPY has them; in the first round ${perSecond(milliseconds.postgresql)} a second into PostgreSQL, ${perSecond(milliseconds.sqlite)} into SQLite.`,
      `Verifying one bundle before takes ${verify.toFixed(0)} ms (median of the six): with it, an import of bundles is ${(1000 / (verify + milliseconds.postgresql[0]! / CEREMONIES)).toFixed(1)} a second into PostgreSQL.`,
    ],
    details: { verifying, milliseconds, bytes },
  };
}
