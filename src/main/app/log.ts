/** One line to standard error for an operator: a code and public facts. Must never be given a request's content, a PIN, a code or a share. */
import { refusal } from '../../core/refusals/refusal.ts';
import type { RefusalCode } from '../../core/refusals/codes.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';

/** Writes `keyrite: refused CODE {detail}` and answers with the refusal. */
export function logRefusal(code: RefusalCode, detail?: Refusal['detail']): Refusal {
  process.stderr.write(`keyrite: refused ${code}${detail === undefined ? '' : ` ${JSON.stringify(detail)}`}\n`);
  return refusal(code, detail);
}

/** Where an unexpected error came from: its name and stack frames. SECURITY: without the message, which may quote what a person typed. */
export function logFailure(what: string, error: unknown): void {
  const frames = error instanceof Error && typeof error.stack === 'string' ? error.stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`keyrite: failed ${what}: ${name}\n${frames.slice(0, 12).join('\n')}${frames.length > 0 ? '\n' : ''}`);
}

/** A URL without anything that could be content: its scheme and host at most. */
export function whereTo(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]{1,80}))?/i.exec(url);
  if (match === null) return 'unreadable';
  return match[2] === undefined ? `${match[1]!}:` : `${match[1]!}://${match[2]}`;
}
