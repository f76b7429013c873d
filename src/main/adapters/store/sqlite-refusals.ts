/** Turns each failure of SQLite or of the file system into one of our refusals. Never lets an unknown failure pass as success. */
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../../core/refusals/codes.ts';

/** By prefix of the extended result code (sqlite.org/rescode.html), most exact first; then by errno. */
const table: readonly (readonly [prefix: string, code: RefusalCode])[] = [
  ['SQLITE_FULL', 'store.disk-full'],
  ['ENOSPC', 'store.disk-full'],
  ['EDQUOT', 'store.disk-full'],
  ['SQLITE_READONLY', 'store.read-only'],
  ['EROFS', 'store.read-only'],
  ['SQLITE_BUSY', 'store.in-use'],
  ['SQLITE_LOCKED', 'store.in-use'],
  ['SQLITE_NOTADB', 'store.not-a-ceremony'],
  ['EISDIR', 'store.not-a-ceremony'],
  ['SQLITE_CORRUPT', 'store.damaged'],
  ['SQLITE_CONSTRAINT_TRIGGER', 'store.append-only'],
  ['SQLITE_PERM', 'store.not-permitted'],
  ['SQLITE_AUTH', 'store.not-permitted'],
  ['EACCES', 'store.not-permitted'],
  ['EPERM', 'store.not-permitted'],
  ['EEXIST', 'store.exists'],
  ['ENOENT', 'store.missing'],
  ['ENOTDIR', 'store.no-folder'],
];

/** The refusal for `error`, whose `code` is a SQLITE_* name or an errno name. RefusalErrors pass as they are. */
export function storeRefusal(error: unknown, path: string): RefusalError {
  if (error instanceof RefusalError) return error;
  const reason = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const code = table.find(([prefix]) => reason.startsWith(prefix))?.[1] ?? 'store.io-error';
  return new RefusalError(code, { path, reason }, { cause: error });
}

/** Runs `act`; whatever it throws leaves as a RefusalError with a `store.*` code. */
export function orRefuse<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw storeRefusal(error, path);
  }
}
