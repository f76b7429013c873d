/** Calls, for tests, the handlers that main registered with forged input. Must never change what they decide. */
import type { IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { invoke } from './stand-in/ipc-main.ts';
import { hear, tell } from './stand-in/link.ts';
import { isCancelled } from './stand-in/requests.ts';
import { preventable } from './stand-in/strict.ts';
import { openWindow } from './stand-in/window.ts';
import type { OpenWindow } from './stand-in/window.ts';
import type { ForgedSender, Probe } from './wire.ts';

type Check = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type Request = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;

function forge({ contents }: OpenWindow, { contents: whose, frame }: ForgedSender): IpcMainInvokeEvent {
  const main = contents.facade.mainFrame;
  const node = frame?.subframe === true ? main.frameTreeNodeId + 1000 : main.frameTreeNodeId;
  const senderFrame = frame === null ? null : { url: frame.url, detached: frame.detached, parent: frame.subframe ? main : null, frameTreeNodeId: node };
  return { sender: whose === 'own' ? contents.facade : { isDestroyed: () => false, mainFrame: main }, senderFrame } as unknown as IpcMainInvokeEvent;
}

async function ask(window: OpenWindow, probe: Probe): Promise<unknown> {
  const { registered, events } = window.session;
  const { contents } = window;
  const whose = (foreign: boolean | undefined): WebContents => (foreign === true ? (null as unknown as WebContents) : contents.facade);
  switch (probe.ask) {
    case 'request':
      return { cancel: await isCancelled(window.session, { url: probe.url, resourceType: probe.resourceType as 'other', method: 'GET' }) };
    case 'serve': {
      const response = await registered.schemes.get(probe.url.slice(0, probe.url.indexOf(':')))!({ url: probe.url, method: probe.method } as globalThis.Request);
      return { status: response.status, headers: Object.fromEntries(response.headers), length: (await response.arrayBuffer()).byteLength };
    }
    case 'permission-request':
      return new Promise((resolve) => registered.permissionRequest!(whose(probe.foreign), probe.permission as Parameters<Request>[1], resolve, probe.details as Parameters<Request>[3]));
    case 'permission-check':
      return registered.permissionCheck!(whose(probe.foreign), probe.permission as Parameters<Check>[1], probe.origin, probe.details as Parameters<Check>[3]);
    case 'device':
      return registered.device!({ deviceType: probe.deviceType, origin: 'app://keyrite', device: {} } as never);
    case 'display-media':
      return new Promise((resolve) => registered.displayMedia!({} as never, resolve));
    case 'bluetooth-pairing':
      return new Promise((resolve) => registered.bluetooth!({} as never, resolve));
    case 'certificate':
      return new Promise((resolve) => registered.certificate!({ hostname: 'example.org' } as never, resolve));
    case 'window-open':
      return contents.openHandler()!({ url: probe.url, frameName: '', features: '', disposition: 'new-window', referrer: { url: '', policy: 'no-referrer' } });
    case 'navigate': {
      const event = preventable({ url: probe.url, isMainFrame: probe.isMainFrame });
      const heard = contents.events.emit(probe.event, event, {}, {});
      return { heard, prevented: event.defaultPrevented };
    }
    case 'download': {
      const event = preventable({});
      const heard = events.emit('will-download', event, {}, contents.facade);
      return { heard, prevented: event.defaultPrevented };
    }
    case 'invoke':
      return invoke(probe.channel, forge(window, probe.sender), probe.args);
    case 'settings': {
      const { session: _session, ...preferences } = window.options.webPreferences ?? {};
      return { preferences, proxy: registered.proxy, spellChecker: registered.spellChecker, webRtc: contents.webRtcPolicy() };
    }
  }
}

export function answerProbes(): void {
  hear('probe', ({ id, probe }) => {
    const window = openWindow();
    const asked = window === null ? Promise.reject(new Error('no window is open')) : ask(window, probe);
    asked.then(
      (result) => tell({ kind: 'probed', id, result }),
      (error: unknown) => tell({ kind: 'probed', id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
}
