/** Connects to PostgreSQL and brings the schema "keyrite" up to date. SECURITY: a schema of that name that is not the importer's is not changed. */
import pg from 'pg';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { WAIT_SECONDS } from '../import-store.ts';
import { checkColumns, migrationsOf, missingOf } from '../migrations.ts';
import type { Applied } from '../migrations.ts';
import type { Address } from './address.ts';

/** The lock that one importer holds in a database; any number that nobody else uses. */
export const LOCK = 0x4b696d70;

interface Column {
  readonly table_name: string;
  readonly column_name: string;
}

async function applied(client: pg.Client): Promise<readonly Applied[]> {
  return (await client.query<{ number: number; sha256: string }>('SELECT number, sha256 FROM migrations ORDER BY number')).rows;
}

/** Columns of the tables and views of the schema; none where it is not there, or is empty. */
async function columns(client: pg.Client): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await client.query<Column>("SELECT c.relname AS table_name, a.attname AS column_name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace('keyrite') AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'p', 'f', 'm')");
  return new Map([...Map.groupBy(rows, (r) => r.table_name)].map(([name, of]) => [name, new Set(of.map((r) => r.column_name))]));
}

/** Runs `work` in one transaction, alone among importers. */
export async function alone<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const answer = await work();
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    // Where the connection is gone, the server rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function migrate(client: pg.Client, place: string, now: string): Promise<void> {
  const known = migrationsOf('postgresql');
  const there = await columns(client);
  if (there.size > 0 && !there.has('migrations')) throw new RefusalError('import.foreign-database', { place: `${place}, schema keyrite,` });
  if (there.size === 0 || missingOf(known, await applied(client)).length > 0) {
    await alone(client, async () => {
      const present = (await client.query("SELECT to_regnamespace('keyrite') IS NOT NULL AS there")).rows[0] as { there: boolean };
      if (!present.there) await client.query('CREATE SCHEMA keyrite');
      await client.query('CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied timestamptz NOT NULL)');
      for (const { number, name, sha256, sql } of missingOf(known, await applied(client))) {
        await client.query(sql);
        await client.query('INSERT INTO migrations VALUES ($1, $2, $3, $4)', [number, name, sha256, now]);
      }
    });
  }
  checkColumns(await columns(client));
}

/**
 * A connection whose schema is up to date. RefusalError `import.foreign-database`, `import.newer-schema`, `import.altered-schema`, `import.not-utf8`;
 * else the errors of pg, those before the connection stood through `unreachable`.
 */
export async function openPostgresql({ connection, place }: Address, now: string, unreachable: (error: unknown) => unknown): Promise<pg.Client> {
  const client = new pg.Client(connection);
  // A day stays a day: pg would make it midnight in the zone of this machine.
  client.setTypeParser(pg.types.builtins.DATE, (text) => text);
  // Without a listener, a connection that ends while nothing is asked would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(error);
  }
  try {
    const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
    const encoding = rows[0]?.server_encoding ?? '';
    if (encoding !== 'UTF8') throw new RefusalError('import.not-utf8', { encoding });
    // SECURITY: names lead into this schema and PostgreSQL's own, never into one that others may write to.
    await client.query("SET search_path = keyrite, pg_temp; SET TimeZone = 'UTC'");
    await client.query(`SET lock_timeout = '${String(WAIT_SECONDS)}s'; SET idle_in_transaction_session_timeout = '10min'`);
    await migrate(client, place, now);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
