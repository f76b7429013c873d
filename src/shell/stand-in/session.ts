/** session and protocol: keeps the handlers that main registers, for requests.ts and window.ts to ask. */
import { EventEmitter } from 'node:events';
import type { Protocol, Session } from 'electron';
import { addScheme } from './addresses.ts';
import { emitApp } from './app.ts';
import { strict } from './strict.ts';

type RequestListener = NonNullable<Parameters<Session['webRequest']['onBeforeRequest']>[0]>;
type SchemeHandler = Parameters<Protocol['handle']>[1];

/** What main has set on one session. */
export interface Registered {
  beforeRequest: RequestListener | null;
  permissionRequest: Parameters<Session['setPermissionRequestHandler']>[0];
  permissionCheck: Parameters<Session['setPermissionCheckHandler']>[0];
  device: Parameters<Session['setDevicePermissionHandler']>[0];
  displayMedia: Parameters<Session['setDisplayMediaRequestHandler']>[0];
  bluetooth: Parameters<Session['setBluetoothPairingHandler']>[0];
  certificate: Parameters<Session['setCertificateVerifyProc']>[0];
  proxy: Electron.ProxyConfig | null;
  spellChecker: boolean;
  readonly schemes: Map<string, SchemeHandler>;
}

export interface StandInSession {
  readonly registered: Registered;
  readonly events: EventEmitter;
  readonly facade: Session;
}

function makeSession(): StandInSession {
  const registered: Registered = {
    beforeRequest: null, permissionRequest: null, permissionCheck: null, device: null, displayMedia: null, bluetooth: null, certificate: null,
    proxy: null, spellChecker: true, schemes: new Map(),
  };
  const events = new EventEmitter();
  const webRequest = {
    // Electron allows a filter as first argument; the application registers for every address.
    onBeforeRequest(listener: unknown): void {
      if (typeof listener !== 'function') throw new Error("the shell's stand-in for electron takes no filter");
      registered.beforeRequest = listener as RequestListener;
    },
  };
  const protocol = {
    handle: (scheme, handler) => void registered.schemes.set(scheme, handler),
  } satisfies Pick<Protocol, 'handle'>;
  const members = {
    setPermissionRequestHandler: (handler) => void (registered.permissionRequest = handler),
    setPermissionCheckHandler: (handler) => void (registered.permissionCheck = handler),
    setDevicePermissionHandler: (handler) => void (registered.device = handler),
    setDisplayMediaRequestHandler: (handler) => void (registered.displayMedia = handler),
    setBluetoothPairingHandler: (handler) => void (registered.bluetooth = handler),
    setCertificateVerifyProc: (proc) => void (registered.certificate = proc),
    setProxy: async (config) => void (registered.proxy = config),
    setSpellCheckerEnabled: (enable) => void (registered.spellChecker = enable),
    setSpellCheckerLanguages: () => undefined,
  } satisfies Partial<Session>;
  const facade = strict('session', Object.assign(events, members, { webRequest: strict('webRequest', webRequest), protocol: strict('protocol', protocol) }));
  return { registered, events, facade: facade as unknown as Session };
}

const partitions = new Map<string, StandInSession>();
const byFacade = new WeakMap<Session, StandInSession>();

function partition(name: string): StandInSession {
  const known = partitions.get(name);
  if (known !== undefined) return known;
  const made = makeSession();
  partitions.set(name, made);
  byFacade.set(made.facade, made);
  emitApp('session-created', made.facade);
  return made;
}

export function insideOf(facade: Session): StandInSession {
  const found = byFacade.get(facade);
  if (found === undefined) throw new Error('not a session of this application');
  return found;
}

export const session = strict('session', {
  fromPartition: (name: string): Session => partition(name).facade,
  get defaultSession(): Session {
    return partition('').facade;
  },
} satisfies Pick<typeof Electron.Session, 'fromPartition' | 'defaultSession'>);

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes) => schemes.forEach(({ scheme }) => addScheme(scheme)),
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged'>);
