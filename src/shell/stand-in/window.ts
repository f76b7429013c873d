/** BrowserWindow: the one page that the launcher has open. A second window throws. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import { toChromium } from './addresses.ts';
import { emitApp, onCloseWindows } from './app.ts';
import { followFrames } from './frames.ts';
import { cdp, followEvent, hear, tell } from './link.ts';
import { names, pageScripts, preloadWorldName } from './page-scripts.ts';
import { grantedPermissions } from './permissions.ts';
import { answerRequests } from './requests.ts';
import { insideOf, session as sessions } from './session.ts';
import type { StandInSession } from './session.ts';
import { preventable, strict } from './strict.ts';
import { makeContents } from './web-contents.ts';
import type { StandInContents } from './web-contents.ts';

export interface OpenWindow {
  readonly session: StandInSession;
  readonly contents: StandInContents;
  readonly options: BrowserWindowConstructorOptions;
}

let open: OpenWindow | null = null;
export const openWindow = (): OpenWindow | null => open;

async function prepare(preload: string | undefined, session: StandInSession, contents: StandInContents, isExpected: (url: string) => boolean): Promise<void> {
  const { frameTree } = (await cdp('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
  followFrames(frameTree.frame.id);
  answerRequests(session, contents.events, isExpected);
  const add = (params: object): Promise<unknown> => cdp('Page.addScriptToEvaluateOnNewDocument', params);
  const scripts = preload === undefined ? null : pageScripts(preload);
  await Promise.all([
    cdp('Page.enable'),
    cdp('Runtime.enable'),
    cdp('Inspector.enable'),
    cdp('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    cdp('Runtime.addBinding', { name: names.send, executionContextName: preloadWorldName }),
    ...(scripts === null ? [] : [add({ source: scripts.page }), add({ source: scripts.preload, worldName: preloadWorldName })]),
  ]);
}

function loadURL(prepared: Promise<void>, session: StandInSession, contents: WebContents, expect: (url: string) => void): (url: string) => Promise<void> {
  return async (url) => {
    await prepared;
    const address = toChromium(url);
    tell({ kind: 'permissions', origin: new URL(address).origin, granted: await grantedPermissions(session, contents, url) });
    const loaded = new Promise<void>((resolve) => followEvent('Page.loadEventFired', () => resolve()));
    expect(url);
    const { errorText } = (await cdp('Page.navigate', { url: address })) as { errorText?: string };
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  };
}

class StandInWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly loadURL: (url: string) => Promise<void>;
  // Not a private field: a proxy stands before this object, and private fields are not reached through one.
  destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (open !== null) throw new Error("the shell's stand-in for electron opens one window only");
    const preferences = options.webPreferences ?? {};
    // The isolated world is the only preload there is here, and Chromium's own sandbox the only one.
    if (preferences.contextIsolation === false || preferences.nodeIntegration === true) throw new Error("the shell's stand-in for electron isolates the preload always");
    const session = insideOf(preferences.session ?? sessions.defaultSession);
    const contents = makeContents(session.facade);
    open = { session, contents, options };
    this.webContents = contents.facade;
    let expected: string | null = null;
    const isExpected = (url: string): boolean => {
      const yes = url === expected;
      if (yes) expected = null;
      return yes;
    };
    const prepared = prepare(preferences.preload, session, contents, isExpected);
    this.loadURL = loadURL(prepared, session, contents.facade, (url) => (expected = url));
    followEvent('Page.loadEventFired', () => {
      contents.events.emit('did-finish-load', preventable({}));
      this.emit('ready-to-show', preventable({}));
    });
    hear('page-closed', () => this.destroy());
    onCloseWindows(() => this.destroy());
    const self = strict('BrowserWindow', this);
    emitApp('browser-window-created', self);
    return self;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    open?.contents.destroy();
    this.emit('closed');
    emitApp('window-all-closed');
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  show(): void {
    tell({ kind: 'shown' });
  }

  focus(): void {
    tell({ kind: 'shown' });
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    this.show();
  }
}

type Used = Pick<ElectronWindow, 'loadURL' | 'show' | 'focus' | 'isMinimized' | 'restore' | 'isDestroyed' | 'destroy' | 'webContents'>;
export const BrowserWindow = StandInWindow satisfies new (options?: BrowserWindowConstructorOptions) => Used;
