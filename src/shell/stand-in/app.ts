/** app: life cycle, paths, command line. `ready` comes, as in Electron, only after main's module has been evaluated. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { preventable, strict } from './strict.ts';

const events = new EventEmitter();
const ready = Promise.withResolvers<undefined>();
const switchList: string[] = [];
const afterReady: (() => void)[] = [];
let isReady = false;
let quitting = false;
let closeWindows: () => void = () => undefined;

const manifest = ((): { readonly name: string; readonly version: string } => {
  for (let at = dirname(process.argv[1]!); ; at = dirname(at)) {
    try {
      return JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as { name: string; version: string };
    } catch {
      if (dirname(at) === at) return { name: 'keyrite', version: '0.0.0' };
    }
  }
})();

const userData = join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), manifest.name);

/** Held for as long as this process lives; one that a dead process left is taken over. */
function lock(): boolean {
  const file = join(userData, 'shell.lock');
  mkdirSync(userData, { recursive: true });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      process.on('exit', () => rmSync(file, { force: true }));
      return true;
    } catch {
      try {
        process.kill(Number(readFileSync(file, 'utf8')), 0);
        return false;
      } catch {
        rmSync(file, { force: true });
      }
    }
  }
  return false;
}

const members = {
  isPackaged: false,
  whenReady: () => ready.promise.then(() => undefined),
  isReady: () => isReady,
  getVersion: () => manifest.version,
  getName: () => manifest.name,
  getPath: (name) => {
    if (name === 'userData') return userData;
    if (name === 'temp') return tmpdir();
    throw new Error(`the shell's stand-in for electron has no path ${name}`);
  },
  enableSandbox: () => undefined,
  configureHostResolver: () => {
    if (!isReady) throw new Error('configureHostResolver before ready');
  },
  requestSingleInstanceLock: lock,
  quit: () => {
    if (quitting) return;
    quitting = true;
    const event = preventable({});
    events.emit('before-quit', event);
    quitting = !event.defaultPrevented;
    if (event.defaultPrevented) return;
    closeWindows();
    process.exit(0);
  },
  exit: (code = 0) => process.exit(code),
} satisfies Partial<App>;

const commandLine = {
  appendSwitch: (name: string, value?: string) => {
    if (isReady) throw new Error(`switch ${name} after ready has no effect`);
    switchList.push(value === undefined ? `--${name}` : `--${name}=${value}`);
  },
} satisfies Pick<App['commandLine'], 'appendSwitch'>;

export const app = strict('app', Object.assign(events, members, { commandLine: strict('commandLine', commandLine) }));

/** Emits an event of app's. */
export function emitApp(name: string, ...args: readonly unknown[]): void {
  // Electron's app events carry an event object first, except session-created.
  events.emit(name, ...(name === 'session-created' ? args : [preventable({}), ...args]));
}

export function switches(): readonly string[] {
  return switchList;
}

/** Runs just before main's `whenReady` continues. */
export function beforeReady(run: () => void): void {
  afterReady.push(run);
}

export function becomeReady(): void {
  isReady = true;
  for (const run of afterReady) run();
  emitApp('ready');
  ready.resolve(undefined);
}

export function onCloseWindows(run: () => void): void {
  closeWindows = run;
}
