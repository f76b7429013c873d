/** webContents of the one window: preload and IPC, snapshots to the page, navigation and popup handlers, crash. */
import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { emitApp } from './app.ts';
import { makeCodec } from './codec.ts';
import { frameOfContext, mainFrame, preloadContext } from './frames.ts';
import { invoke } from './ipc-main.ts';
import { cdpLoose, followEvent, hear } from './link.ts';
import { names } from './page-scripts.ts';
import { strict } from './strict.ts';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
const codec = makeCodec({});

export interface StandInContents {
  readonly events: EventEmitter;
  readonly facade: WebContents;
  readonly openHandler: () => OpenHandler | null;
  readonly webRtcPolicy: () => string;
  destroy(): void;
}

function speak(context: number, message: object): void {
  cdpLoose('Runtime.evaluate', { contextId: context, expression: `${names.receive}(${JSON.stringify(JSON.stringify(message))})` });
}

export function makeContents(session: Session): StandInContents {
  const events = new EventEmitter();
  let destroyed = false;
  let openHandler: OpenHandler | null = null;
  let webRtcPolicy = 'default';
  const members = {
    session,
    get mainFrame() { return mainFrame() as WebContents['mainFrame']; },
    isDestroyed: () => destroyed,
    getURL: () => mainFrame().url,
    send: (channel: string, ...args: readonly unknown[]) => {
      const context = preloadContext();
      if (context !== null) speak(context, { channel, args: args.map(codec.encode) });
    },
    setWindowOpenHandler: (handler) => void (openHandler = handler),
    setWebRTCIPHandlingPolicy: (policy) => void (webRtcPolicy = policy),
    getWebRTCIPHandlingPolicy: () => webRtcPolicy,
    forcefullyCrashRenderer: () => cdpLoose('Page.crash', {}),
  } satisfies Partial<WebContents>;
  const facade = strict('webContents', Object.defineProperties(events, Object.getOwnPropertyDescriptors(members))) as unknown as WebContents;

  followEvent('Runtime.bindingCalled', ({ name, payload, executionContextId }: { name: string; payload: string; executionContextId: number }) => {
    if (name !== names.send) return;
    const { id, channel, args } = JSON.parse(payload) as { id: number; channel: string; args: unknown[] };
    const event = { sender: facade, senderFrame: frameOfContext(executionContextId), type: 'frame' } as unknown as IpcMainInvokeEvent;
    invoke(channel, event, args.map(codec.decode)).then(
      (value) => speak(executionContextId, { id, value: codec.encode(value) }),
      (error: unknown) => speak(executionContextId, { id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  // Chromium has opened it already when we hear of it, and the launcher has closed it: the handler is told, its answer cannot be 'allow'.
  hear('popup', ({ url }) => {
    if (openHandler?.({ url, frameName: '', features: '', disposition: 'new-window', referrer: { url: '', policy: 'no-referrer' } }).action === 'allow') {
      throw new Error("the shell's stand-in for electron opens no second window");
    }
  });
  followEvent('Inspector.targetCrashed', () => void events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 }));
  emitApp('web-contents-created', facade);
  return { events, facade, openHandler: () => openHandler, webRtcPolicy: () => webRtcPolicy, destroy: () => void (destroyed = true) };
}
