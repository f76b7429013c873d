/** Keeps the window on its one page: no navigation, redirect, second window, embedded page. Must never decide by part of an address. */
import type { App, WebContents } from 'electron';
import { logRefusal, whereTo } from '../app/log.ts';
import { pageUrl } from './page.ts';

interface Going {
  readonly url: string;
  readonly isMainFrame: boolean;
  preventDefault(): void;
}

/** Only the page itself, in the main frame (a reload), may be navigated to. */
export function mayNavigate(url: string, isMainFrame: boolean): boolean {
  return isMainFrame && url === pageUrl;
}

function refuseNavigation(details: Going): void {
  if (mayNavigate(details.url, details.isMainFrame)) return;
  details.preventDefault();
  logRefusal('window.navigation', { to: whereTo(details.url) });
}

/** Registers the refusals on one web contents. */
export function confineNavigation(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'>): void {
  contents.on('will-navigate', refuseNavigation);
  contents.on('will-frame-navigate', refuseNavigation);
  contents.on('will-redirect', refuseNavigation);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    logRefusal('window.webview');
  });
  contents.setWindowOpenHandler((details) => {
    logRefusal('window.popup', { to: whereTo(details.url) });
    return { action: 'deny' };
  });
  // SECURITY: WebRTC is outside webRequest; with no proxy that works it cannot send UDP either.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Every web contents there will ever be, whoever makes it. */
export function confineAllContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => confineNavigation(contents));
}
