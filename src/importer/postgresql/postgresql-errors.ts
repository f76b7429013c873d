/** What PostgreSQL's errors, and those of the connection, mean to the operator. Never passes on a message that could quote a password or a row. */
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';

/** By SQLSTATE (PostgreSQL manual, appendix A) or its class. */
const meanings: readonly (readonly [string, RefusalCode])[] = [
  ['53100', 'import.disk-full'],
  ['55P03', 'import.busy'],
  ['42501', 'import.not-permitted'],
  ['25006', 'import.not-permitted'],
  ['25P03', 'import.connection-lost'],
  ['57P', 'import.connection-lost'],
  ['08', 'import.connection-lost'],
];
const sqlstate = /^[0-9A-Z]{5}$/;

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** An error while connecting, as a refusal. */
export function asUnreachable(error: unknown, place: string): unknown {
  if (error instanceof RefusalError || !(error instanceof Error)) return error;
  return new RefusalError('import.unreachable', { place, reason: codeOf(error) || 'no answer' }, { cause: error });
}

/** An error of a connection that stood, as a refusal; `isLost` where the connection said that it ended. Anything else as it is. */
export function asRefusal(error: unknown, place: string, isLost: boolean): unknown {
  if (error instanceof RefusalError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const [, meaning] = sqlstate.test(code) ? (meanings.find(([start]) => code.startsWith(start)) ?? []) : [];
  if (meaning === undefined && !isLost && !sqlstate.test(code)) return error;
  return new RefusalError(meaning ?? (isLost ? 'import.connection-lost' : 'import.database-error'), { place, reason: code || 'no answer' }, { cause: error });
}
