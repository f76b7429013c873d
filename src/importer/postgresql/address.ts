/** Reads the address of a PostgreSQL database. SECURITY: what it does not know it refuses, and a password never leaves `connection`. */
import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { RefusalError } from '../../core/refusals/refusal.ts';

export interface Address {
  readonly connection: ClientConfig;
  /** Without a password, for people. */
  readonly place: string;
}

const known: ReadonlySet<string> = new Set(['host', 'sslmode', 'sslrootcert']);
const near: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', '::1']);

function bad(why: string): RefusalError {
  return new RefusalError('import.bad-address', { why });
}

function authority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RefusalError('import.bad-address', { why: 'the file of sslrootcert cannot be read' }, { cause });
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad('a % in it stands for nothing');
  }
}

/**
 * postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with `host` (also the folder of a socket), `sslmode` and `sslrootcert` as parameters; what is left out is
 * taken from PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE. RefusalError `import.bad-address`, `import.no-tls`.
 */
export function readAddress(text: string, env: Readonly<Record<string, string | undefined>> = process.env): Address {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw bad('it is no URL');
  }
  const parameters = url.searchParams;
  for (const name of parameters.keys()) if (!known.has(name)) throw bad(`parameter ${name} is not known`);
  const host = parameters.get('host') ?? (decoded(url.hostname).replace(/^\[(.*)\]$/, '$1') || (env['PGHOST'] ?? ''));
  const sslmode = parameters.get('sslmode') ?? env['PGSSLMODE'] ?? null;
  const isLocal = host.startsWith('/') || near.has(host);
  if (sslmode !== null && sslmode !== 'verify-full' && sslmode !== 'disable') throw bad(`sslmode ${sslmode} leaves open who answers`);
  // SECURITY: a record that crosses a network goes to a server whose certificate was checked, or not at all.
  if (!isLocal && sslmode !== 'verify-full') throw new RefusalError('import.no-tls', { host });
  const certificate = parameters.get('sslrootcert');
  const database = decoded(url.pathname.slice(1)) || env['PGDATABASE'];
  const user = decoded(url.username) || env['PGUSER'];
  const port = url.port === '' ? env['PGPORT'] : url.port;
  const connection: ClientConfig = {
    host: host === '' ? 'localhost' : host,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(user === undefined ? {} : { user }),
    ...(url.password === '' ? {} : { password: decoded(url.password) }),
    ...(database === undefined ? {} : { database }),
    ssl: sslmode === 'verify-full' ? { rejectUnauthorized: true, ...(certificate === null ? {} : { ca: authority(certificate) }) } : false,
    application_name: 'keyrite import',
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
  };
  return { connection, place: `postgresql://${user === undefined ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}/${database ?? ''}` };
}
