/** What SQLite's errors mean to the operator. Never passes on more of a message than its result code. */
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';

/** By the beginning of the extended result code (https://www.sqlite.org/rescode.html). */
const meanings: readonly (readonly [string, RefusalCode])[] = [
  ['SQLITE_BUSY', 'import.busy'],
  ['SQLITE_LOCKED', 'import.busy'],
  ['SQLITE_FULL', 'import.disk-full'],
  ['SQLITE_READONLY', 'import.not-permitted'],
  ['SQLITE_PERM', 'import.not-permitted'],
  ['SQLITE_AUTH', 'import.not-permitted'],
  ['SQLITE_CANTOPEN', 'import.unreachable'],
  ['SQLITE_NOTADB', 'import.foreign-database'],
];

/** The error as a refusal where it is one of SQLite's; anything else as it is. */
export function asRefusal(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !error.code.startsWith('SQLITE_')) return error;
  const { code } = error;
  const [, meaning] = meanings.find(([start]) => code.startsWith(start)) ?? [];
  return new RefusalError(meaning ?? 'import.database-error', { place, reason: code }, { cause: error });
}
