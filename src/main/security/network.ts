/** Blocks the network of Chromium in four independent layers. Must never make an exception: the application needs none. */
import type { App, Session } from 'electron';
import { logRefusal, whereTo } from '../app/log.ts';
import { isOwn } from './page.ts';

/**
 * Command-line switches set before Chromium starts. Names do not resolve (nor do literal addresses, which pass the same mapping), and what Chromium
 * would fetch by itself is off.
 */
export const switches: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-client-side-phishing-detection'],
  ['disable-default-apps'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['no-pings'],
  ['no-first-run'],
  ['webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['disable-features', 'AutofillServerCommunication,CertificateTransparencyComponentUpdater,MediaRouter,OptimizationHints,SpareRendererForSitePerProcess,Translate'],
];

/** Layer 1: before `ready`. */
export function setSwitches(app: Pick<App, 'commandLine'>): void {
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
}

/** Layer 2: after `ready`. No DNS over HTTPS, no resolver of Chromium's own. */
export function setResolver(app: Pick<App, 'configureHostResolver'>): void {
  app.configureHostResolver({ secureDnsMode: 'off', enableBuiltInResolver: false, enableAdditionalDnsQueryTypes: false });
}

/**
 * Whether a request is cancelled. SECURITY: an allow-list of one, compared as a prefix that ends in a slash; whatever is not ours is cancelled,
 * devtools, extensions, WebSockets and unreadable addresses included.
 */
export function isCancelled(url: string): boolean {
  return !isOwn(url);
}

type NetworkSession = Pick<Session, 'webRequest' | 'setProxy' | 'setCertificateVerifyProc' | 'setSpellCheckerEnabled' | 'setSpellCheckerLanguages' | 'on'>;

/** Layers 3 and 4 of one session: every request is decided here; what would pass goes to a proxy that does not exist and finds no valid certificate. */
export function blockNetwork(session: NetworkSession): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = isCancelled(details.url);
    if (cancel) logRefusal('window.network', { to: whereTo(details.url), kind: details.resourceType });
    callback({ cancel });
  });
  // Port 9 of the machine itself (RFC 863, discard): nothing listens there. `<-loopback>` takes away the built-in exception for local addresses.
  void session.setProxy({ mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' });
  // -2: refused, whatever the certificate (Electron's setCertificateVerifyProc).
  session.setCertificateVerifyProc((_request, callback) => callback(-2));
  // Spelling dictionaries are fetched from a server of Google's.
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
  session.on('will-download', (event) => {
    event.preventDefault();
    logRefusal('window.download');
  });
}
