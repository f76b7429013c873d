/** What runs inside the page: the two ends of contextBridge, one in the page's world and one in the preload's. Sent as source text: must use nothing from outside itself. */
import type { makeCodec } from './codec.ts';

export interface PeerOptions {
  readonly codec: typeof makeCodec;
  readonly me: string;
  readonly other: string;
  readonly token: string;
}

/** One end of a line of CustomEvents whose details are strings (objects do not pass between worlds). Calls are synchronous, as over contextBridge. */
export function makePeer({ codec, me, other, token }: PeerOptions) {
  type Call = (...args: unknown[]) => unknown;
  const own = new Map<number, Call>();
  const pending = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  const results = new Map<number, { readonly value?: unknown; readonly error?: string }>();
  let last = 0;
  const say = (kind: string, body: object): void => void window.dispatchEvent(new CustomEvent(`${token}:${other}:${kind}`, { detail: JSON.stringify(body) }));
  const hear = (kind: string, listener: (body: never) => void): void =>
    window.addEventListener(`${token}:${me}:${kind}`, (event) => listener(JSON.parse((event as CustomEvent<string>).detail) as never));
  const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  const { encode, decode } = codec({
    functionOut: (value) => {
      own.set(++last, value);
      return last;
    },
    functionIn: (f) => (...args) => {
      const id = ++last;
      say('call', { id, f, args: args.map(encode) });
      const result = results.get(id);
      results.delete(id);
      if (result?.error !== undefined) throw new Error(result.error);
      return decode(result?.value);
    },
    promiseOut: (value) => {
      const p = ++last;
      value.then((v) => say('settle', { p, value: encode(v) }), (error: unknown) => say('settle', { p, error: reason(error) }));
      return p;
    },
    promiseIn: (p) => new Promise((resolve, reject) => pending.set(p, { resolve, reject })),
  });
  hear('call', ({ id, f, args }: { id: number; f: number; args: unknown[] }) => {
    let out: object;
    try {
      out = { id, value: encode(own.get(f)!(...args.map(decode))) };
    } catch (error) {
      out = { id, error: reason(error) };
    }
    say('result', out);
  });
  hear('result', (result: { id: number; value?: unknown; error?: string }) => void results.set(result.id, result));
  hear('settle', ({ p, value, error }: { p: number; value?: unknown; error?: string }) => {
    const one = pending.get(p);
    pending.delete(p);
    if (error === undefined) one?.resolve(decode(value));
    else one?.reject(new Error(error));
  });
  return { say, hear, encode, decode };
}

/** The page's world: puts on `window`, frozen, what the preload exposes. */
export function pageWorld(peer: typeof makePeer, options: PeerOptions): void {
  if (window.top !== window) return;
  const { say, hear, decode } = peer(options);
  hear('expose', ({ name, value }: { name: string; value: unknown }) => {
    if (name in window) return;
    Object.defineProperty(window, name, { value: Object.freeze(decode(value)), enumerable: true });
  });
  say('hello', {});
}

/** The preload's world: contextBridge and ipcRenderer over the page's line and over `send`, and the preload itself run as the CommonJS file that it is. */
export function preloadWorld(peer: typeof makePeer, options: PeerOptions, names: { readonly send: string; readonly receive: string }, run: (require: (id: string) => unknown, module: object, exports: object) => void): void {
  if (window.top !== window) return;
  const { say, hear, encode } = peer(options);
  const plain = options.codec({});
  const scope = globalThis as unknown as Record<string, (text: string) => void>;
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();
  const exposed: object[] = [];
  let last = 0;
  scope[names.receive] = (text) => {
    const message = JSON.parse(text) as { id?: number; value?: unknown; error?: string; channel?: string; args?: unknown[] };
    if (message.channel !== undefined) {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args!.map(plain.decode));
      return;
    }
    const one = waiting.get(message.id!);
    waiting.delete(message.id!);
    if (message.error === undefined) one?.resolve(plain.decode(message.value));
    else one?.reject(new Error(message.error));
  };
  const ipcRenderer = {
    invoke: async (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        const text = JSON.stringify({ id, channel, args: args.map(plain.encode) });
        waiting.set(id, { resolve, reject });
        scope[names.send]!(text);
      }),
    on: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
    },
    removeListener: (channel: string, listener: (event: object, ...args: unknown[]) => void) => void listeners.get(channel)?.delete(listener),
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => {
      const message = { name, value: encode(api) };
      exposed.push(message);
      say('expose', message);
    },
  };
  hear('hello', () => exposed.forEach((message) => say('expose', message)));
  const refuse = (name: string, object: object): object =>
    new Proxy(object, {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key) as unknown;
        throw new Error(`the shell's stand-in for electron has no ${name}.${key}`);
      },
    });
  const electron = { contextBridge: refuse('contextBridge', contextBridge), ipcRenderer: refuse('ipcRenderer', ipcRenderer) };
  const module = { exports: {} };
  // A sandboxed preload may require electron and little else; ours needs no more.
  run((id) => {
    if (id !== 'electron') throw new Error(`module not found: ${id}`);
    return refuse('electron', electron);
  }, module, module.exports);
}
