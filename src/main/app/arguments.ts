/** Reads the command line. Must never let a packaged application be started with a switch of Chromium's or Node's. */
import { resolve } from 'node:path';
import { RefusalError } from '../../core/refusals/refusal.ts';

export interface Arguments {
  /** --ceremonies=FOLDER: where ceremony files live; null: the user's data folder. */
  readonly ceremonies: string | null;
  /** --room=FOLDER: where a rehearsal writes what would be printed; null: nowhere. Not in a packaged application. */
  readonly room: string | null;
}

const known = /^--(ceremonies|room)=(.+)$/s;

/**
 * `args` is what follows the executable (packaged) or the script (a checkout). Refuses `window.argument`.
 * SECURITY: a packaged application knows one argument, --ceremonies, and refuses every other: --remote-debugging-port, --inspect, --no-sandbox,
 * --load-extension, --host-resolver-rules and whatever Chromium learns next. A checkout lets them pass, for developers and tests.
 */
export function readArguments(args: readonly string[], packaged: boolean): Arguments {
  const found: { ceremonies: string | null; room: string | null } = { ceremonies: null, room: null };
  for (const argument of args) {
    const match = known.exec(argument);
    if (match !== null && !(packaged && match[1] === 'room')) found[match[1] as keyof Arguments] = resolve(match[2]!);
    else if (packaged) throw new RefusalError('window.argument', { argument: argument.slice(0, 60).replace(/[^\x20-\x7e]/g, '?') });
  }
  return found;
}
