/** Every request of the page: navigation events, then webRequest, then the scheme's handler. Nothing is ever let through to a network. */
import { Buffer } from 'node:buffer';
import type { EventEmitter } from 'node:events';
import type { OnBeforeRequestListenerDetails } from 'electron';
import { fromChromium } from './addresses.ts';
import { isMainFrame, mainFrame } from './frames.ts';
import { cdpLoose, followEvent } from './link.ts';
import type { StandInSession } from './session.ts';
import { preventable } from './strict.ts';

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly redirectedRequestId?: string;
}

const kinds: Readonly<Record<string, OnBeforeRequestListenerDetails['resourceType']>> = {
  Stylesheet: 'stylesheet', Script: 'script', Image: 'image', Font: 'font', XHR: 'xhr', Fetch: 'xhr', Ping: 'ping', CSPViolationReport: 'cspReport', Media: 'media', WebSocket: 'webSocket',
};

/** What main's webRequest handler says; without one, not cancelled, as in Electron. */
export function isCancelled(session: StandInSession, details: Partial<OnBeforeRequestListenerDetails>): Promise<boolean> {
  const listener = session.registered.beforeRequest;
  if (listener === null) return Promise.resolve(false);
  return new Promise((resolve) => listener(details as OnBeforeRequestListenerDetails, ({ cancel }) => resolve(cancel === true)));
}

/** Answers from now on what the page asks for. `expected` tells whether main itself asked for this navigation (loadURL): then no will-navigate comes. */
export function answerRequests(session: StandInSession, contents: EventEmitter, expected: (url: string) => boolean): void {
  const fail = (requestId: string, errorReason: string): void => cdpLoose('Fetch.failRequest', { requestId, errorReason });

  const mayNavigate = (paused: Paused, url: string): boolean => {
    const main = isMainFrame(paused.frameId);
    if (main && expected(url)) return true;
    const names = paused.redirectedRequestId === undefined ? ['will-frame-navigate', ...(main ? ['will-navigate'] : [])] : ['will-redirect'];
    return names.every((name) => {
      const event = preventable({ url, isMainFrame: main, isSameDocument: false, frame: main ? mainFrame() : null });
      contents.emit(name, event);
      return !event.defaultPrevented;
    });
  };

  const answer = async (paused: Paused): Promise<void> => {
    const url = fromChromium(paused.request.url);
    const { method } = paused.request;
    if (paused.resourceType === 'Document' && !mayNavigate(paused, url)) {
      fail(paused.requestId, 'Aborted');
      return;
    }
    const resourceType = paused.resourceType === 'Document' ? (isMainFrame(paused.frameId) ? 'mainFrame' : 'subFrame') : (kinds[paused.resourceType] ?? 'other');
    if (await isCancelled(session, { url, method, resourceType })) {
      fail(paused.requestId, 'BlockedByClient');
      return;
    }
    const handler = session.registered.schemes.get(url.slice(0, url.indexOf(':')));
    if (handler === undefined) {
      fail(paused.requestId, 'InternetDisconnected');
      return;
    }
    const response = await handler(new Request(url, { method }));
    const body = Buffer.from(await response.arrayBuffer());
    cdpLoose('Fetch.fulfillRequest', {
      requestId: paused.requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: body.toString('base64'),
    });
  };

  followEvent('Fetch.requestPaused', (paused: Paused) => {
    answer(paused).catch(() => fail(paused.requestId, 'Failed'));
  });
}
