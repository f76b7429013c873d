/** From an address to a database. Loads the driver of one kind only when it is asked for. */
import { RefusalError } from '../core/refusals/refusal.ts';
import type { ImportStore } from './import-store.ts';

/**
 * postgresql://… or postgres://…, sqlite:FILE, or the path of a file. `now` gives the UTC time that migrations are noted with. RefusalError
 * `import.bad-address`, `import.no-tls`, `import.unreachable`, `import.foreign-database`, `import.newer-schema`, `import.altered-schema`, `import.not-utf8`, …
 */
export async function openStore(address: string, now: () => string): Promise<ImportStore> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === 'postgresql' || scheme === 'postgres') return (await import('./postgresql/postgresql-store.ts')).postgresqlStore(address, now);
  if (scheme !== undefined && scheme !== 'sqlite') throw new RefusalError('import.bad-address', { why: `there is no database of the kind ${scheme}` });
  const file = scheme === 'sqlite' ? address.slice('sqlite:'.length) : address;
  // A name without a file would be a database in memory, and gone at the end.
  if (file === '' || file === ':memory:') throw new RefusalError('import.bad-address', { why: 'it names no file' });
  return (await import('./sqlite/sqlite-store.ts')).sqliteStore(file, now);
}
