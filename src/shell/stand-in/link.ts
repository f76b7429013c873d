/** The host's end of the line to the launcher: CDP commands out, events in. Must never interpret what it carries. */
import { EventEmitter } from 'node:events';
import type { Followed, FromHost, FromLauncher } from '../wire.ts';

type Incoming = FromLauncher['kind'];
type Of<K extends Incoming> = Extract<FromLauncher, { readonly kind: K }>;

const events = new EventEmitter();
const messages = new EventEmitter();
const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
let last = 0;

export function tell(message: FromHost): void {
  // Nobody listens any more when the launcher is gone; 'disconnect' below ends the host then.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

export function hear<K extends Incoming>(kind: K, listener: (message: Of<K>) => void): void {
  messages.on(kind, listener);
}

export function followEvent(method: Followed, listener: (params: never) => void): void {
  events.on(method, listener as (params: unknown) => void);
}

/** One CDP command to the page's session. */
export function cdp(method: string, params: object = {}): Promise<unknown> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    tell({ kind: 'cdp', id, method, params });
  });
}

/** For commands whose failure only means that the page or its context went away meanwhile. */
export function cdpLoose(method: string, params: object): void {
  cdp(method, params).catch(() => undefined);
}

export function openLink(): void {
  process.on('message', (message: FromLauncher) => {
    if (message.kind === 'event') events.emit(message.method, message.params);
    else if (message.kind === 'answer') {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) one?.resolve(message.result);
      else one?.reject(new Error(message.error));
    } else messages.emit(message.kind, message);
  });
  // The launcher died: as when Electron's own process dies, main ends with it.
  process.on('disconnect', () => process.exit(1));
}
