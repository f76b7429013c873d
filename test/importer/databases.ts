/** For tests: an empty database of either kind, and a way to look into it that is not the importer's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { addressOf } from './private-cluster.ts';

export type Cell = string | number | boolean | null | Buffer;
export type Cells = Readonly<Record<string, Cell>>;

export interface Place {
  /** What --to is given. */
  readonly address: string;
  /** Rows of a query, over a connection of its own. Times and days are ISO text, as the importer was given them. */
  rows(sql: string): Promise<readonly Cells[]>;
  drop(): Promise<void>;
}

export interface Kind {
  readonly name: 'SQLite' | 'PostgreSQL';
  fresh(): Promise<Place>;
}

async function connect(address: string): Promise<pg.Client> {
  const url = new URL(address);
  const client = new pg.Client({ host: url.searchParams.get('host')!, user: url.username, database: url.pathname.slice(1) });
  client.setTypeParser(pg.types.builtins.DATE, (text) => text);
  client.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
  client.setTypeParser(pg.types.builtins.INT8, Number);
  client.on('error', () => undefined);
  await client.connect();
  await client.query("SET search_path = keyrite, public; SET TimeZone = 'UTC'");
  return client;
}

async function lastRows(client: pg.Client, sql: string): Promise<readonly Cells[]> {
  const answer: unknown = await client.query(sql);
  return ((Array.isArray(answer) ? answer.at(-1) : answer) as { readonly rows: Cells[] }).rows;
}

/** The rows of the last of the statements in `sql`, over a connection of its own. */
export async function ask(address: string, sql: string): Promise<readonly Cells[]> {
  const client = await connect(address);
  try {
    return await lastRows(client, sql);
  } finally {
    await client.end();
  }
}

export const sqlite: Kind = {
  name: 'SQLite',
  fresh() {
    const folder = mkdtempSync(join(tmpdir(), 'keyrite-import-'));
    const file = join(folder, 'ceremonies.db');
    return Promise.resolve({
      address: `sqlite:${file}`,
      // Asynchronous, so that what SQLite refuses is a promise that is not kept.
      rows: async (sql) => {
        await Promise.resolve();
        const db = new Database(file);
        try {
          const statement = db.prepare<[], Cells>(sql);
          if (statement.reader) return statement.all();
          statement.run();
          return [];
        } finally {
          db.close();
        }
      },
      drop: async () => {
        rmSync(folder, { recursive: true, force: true });
      },
    });
  },
};

let number = 0;

/** A database for each call; `drop` leaves it empty for the next test, which is far quicker than another database. */
export function postgresql(socket: string): Kind {
  const name = `test_${String(process.pid)}_${String(++number)}`;
  const address = addressOf(socket, name);
  let isMade = false;
  return {
    name: 'PostgreSQL',
    async fresh() {
      if (!isMade) await ask(addressOf(socket, 'postgres'), `CREATE DATABASE ${name}`);
      isMade = true;
      const client = await connect(address);
      return {
        address,
        rows: (sql) => lastRows(client, sql),
        async drop() {
          await client.query('DROP SCHEMA IF EXISTS keyrite CASCADE');
          await client.end();
        },
      };
    },
  };
}
