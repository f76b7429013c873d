/** The importer's port over a PostgreSQL database. Judges nothing. */
import type pg from 'pg';
import type { ImportStore, ImportTransaction, SearchedBy } from '../import-store.ts';
import { columnsOf } from '../tables.ts';
import type { ColumnKind, Row, TableName, Value } from '../tables.ts';
import { readAddress } from './address.ts';
import { alone, openPostgresql } from './open-postgresql.ts';
import { asRefusal, asUnreachable } from './postgresql-errors.ts';

const types: Readonly<Record<ColumnKind, string>> = { text: 'text', integer: 'integer', boolean: 'boolean', time: 'timestamptz', day: 'date', bytes: 'bytea' };

/** pg knows Buffer only, and takes other views of bytes for JSON. */
function toPostgresql(value: Value): Value {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

function fromPostgresql(value: Value | Date): Value {
  return value instanceof Date ? value.toISOString() : value;
}

/** One statement for any number of rows: an array a column. So its text is always the same, and the server plans it once. */
function insertStatement(table: TableName): { readonly name: string; readonly text: string; readonly columns: readonly string[] } {
  const columns = columnsOf(table);
  const names = columns.map(([name]) => name);
  return { name: `insert ${table}`, text: `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${columns.map(([, kind], at) => `$${String(at + 1)}::${types[kind]}[]`).join(', ')})`, columns: names };
}

function transactionOn(client: pg.Client): ImportTransaction {
  return {
    async find<T extends keyof SearchedBy>(table: T, column: SearchedBy[T], value: string) {
      const names = columnsOf(table).map(([name]) => name);
      const { rows } = await client.query<Record<string, Value | Date>>({ name: `find ${table} ${column}`, text: `SELECT ${names.join(', ')} FROM ${table} WHERE ${column} = $1`, values: [value] });
      return rows.map((row) => Object.fromEntries(names.map((name) => [name, fromPostgresql(row[name] ?? null)])) as unknown as Row<T>);
    },
    async insert<T extends TableName>(table: T, rows: readonly Row<T>[]) {
      if (rows.length === 0) return;
      const { name, text, columns } = insertStatement(table);
      const values = columns.map((column) => (rows as readonly Readonly<Record<string, Value>>[]).map((row) => toPostgresql(row[column] ?? null)));
      await client.query({ name, text, values });
    },
  };
}

/** The store at `address`. RefusalError as readAddress and openPostgresql, and `import.unreachable`, `import.not-permitted`, `import.connection-lost`, `import.database-error`. */
export async function postgresqlStore(address: string, now: () => string): Promise<ImportStore> {
  const read = readAddress(address);
  const { place } = read;
  let isLost = false;
  let client: pg.Client;
  try {
    client = await openPostgresql(read, now(), (error) => asUnreachable(error, place));
  } catch (error) {
    throw asRefusal(error, place, false);
  }
  client.on('end', () => void (isLost = true));
  return {
    place,
    async transaction(work) {
      try {
        return await alone(client, () => work(transactionOn(client)));
      } catch (error) {
        throw asRefusal(error, place, isLost);
      }
    },
    async close() {
      await client.end();
    },
  };
}
