/**
 * The built application, in the shell, seen to refuse. Where Chromium cannot be made to ask faithfully without Electron, the handler that main registered is
 * asked itself with forged input; the test's name says "registered handler" then.
 */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyHeader } from '../../src/main/security/content-security-policy.ts';
import type { Application } from './application.ts';
import { openApplication, said } from './application.ts';

let app: Application;
let address: string;
beforeAll(async () => {
  app = await openApplication();
  address = app.page.url();
});
afterAll(() => app.close());

const page = 'app://keyrite/index.html';
const elsewhere = ['https://example.org/', 'http://127.0.0.1/', 'file:///etc/passwd', 'about:blank', 'data:text/html,x', 'javascript:alert(1)', 'app://other/index.html', 'app://keyrite/other.html', `${page}?x`, `${page}#x`, 'app://keyrite.example.org/index.html'];

describe('navigation', () => {
  it('to another address is refused and the page stays', async () => {
    await app.page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    await said(app, 'window.navigation {"to":"https://example.org"}');
    expect(app.page.url()).toBe(address);
    expect(await app.page.evaluate(() => typeof window.keyrite)).toBe('object');
  });

  it('to another file of its own is refused', async () => {
    await app.page.evaluate(() => {
      location.href = '/other.html';
    });
    await said(app, 'window.navigation {"to":"app://keyrite"}');
    expect(app.page.url()).toBe(address);
  });

  it.each(elsewhere)('registered handler: %s is prevented, by every event', async (url) => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      expect(await app.probe({ ask: 'navigate', event, url, isMainFrame: true }), event).toEqual({ heard: true, prevented: true });
    }
  });

  it('registered handler: a reload of the page is not prevented, the page in a subframe is', async () => {
    expect(await app.probe({ ask: 'navigate', event: 'will-navigate', url: page, isMainFrame: true })).toEqual({ heard: true, prevented: false });
    expect(await app.probe({ ask: 'navigate', event: 'will-frame-navigate', url: page, isMainFrame: false })).toEqual({ heard: true, prevented: true });
  });

  it('registered handler: an embedded webview is prevented', async () => {
    expect(await app.probe({ ask: 'navigate', event: 'will-attach-webview', url: page, isMainFrame: false })).toEqual({ heard: true, prevented: true });
  });

  it('a subframe does not get the bridge, nor load anything', async () => {
    const seen = await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const found = typeof (frame.contentWindow as unknown as { keyrite?: unknown } | null)?.keyrite;
      frame.remove();
      return found;
    });
    expect(seen).toBe('undefined');
  });
});

describe('a second window', () => {
  it('is refused', async () => {
    await app.page.evaluate(() => void window.open('about:blank'));
    await said(app, 'window.popup');
    await expect.poll(() => app.page.context().pages().length).toBe(1);
  });

  it.each([...elsewhere, page])('registered handler: %s is denied', async (url) => {
    expect(await app.probe({ ask: 'window-open', url })).toEqual({ action: 'deny' });
  });
});

describe('permissions', () => {
  it.each(['geolocation', 'notifications', 'microphone', 'clipboard-read', 'midi', 'storage-access', 'local-fonts'])('the page does not get %s', async (name) => {
    const state = await app.page.evaluate((asked) => navigator.permissions.query({ name: asked as PermissionName }).then((status) => status.state, () => 'unknown'), name);
    expect(state).not.toBe('granted');
  });

  it('the microphone is refused when it is asked for', async () => {
    expect(await app.page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (error: unknown) => (error as Error).name))).toMatch(/^Not/);
  });

  it('screen capture is refused when it is asked for', async () => {
    expect(await app.page.evaluate(() => navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'given', (error: unknown) => (error as Error).name))).not.toBe('given');
  });

  const details = { isMainFrame: true, requestingUrl: page, securityOrigin: 'app://keyrite/', mediaTypes: ['video'] };
  const check = { isMainFrame: true, requestingUrl: page, securityOrigin: 'app://keyrite/', mediaType: 'video' };

  it('registered handler: the camera alone, for the page, is allowed (or every refusal below would prove nothing)', async () => {
    expect(await app.probe({ ask: 'permission-request', permission: 'media', details })).toBe(true);
    expect(await app.probe({ ask: 'permission-check', permission: 'media', origin: 'app://keyrite/', details: check })).toBe(true);
  });

  it.each([
    'geolocation', 'notifications', 'midi', 'midiSysex', 'pointerLock', 'fullscreen', 'openExternal', 'clipboard-read', 'clipboard-sanitized-write', 'display-capture',
    'mediaKeySystem', 'window-management', 'idle-detection', 'speaker-selection', 'storage-access', 'top-level-storage-access', 'keyboardLock', 'fileSystem', 'hid', 'serial', 'usb', 'unknown',
    'a-permission-of-the-future',
  ])('registered handler: %s is refused', async (permission) => {
    expect(await app.probe({ ask: 'permission-request', permission, details })).toBe(false);
    expect(await app.probe({ ask: 'permission-check', permission, origin: 'app://keyrite/', details: check })).toBe(false);
  });

  it.each([
    ['a microphone beside the camera', { ...details, mediaTypes: ['video', 'audio'] }],
    ['a microphone', { ...details, mediaTypes: ['audio'] }],
    ['no media named', { ...details, mediaTypes: [] }],
    ['a subframe', { ...details, isMainFrame: false }],
    ['about:blank', { ...details, requestingUrl: 'about:blank' }],
    ['another page', { ...details, requestingUrl: 'app://keyrite/other.html' }],
    ['another origin', { ...details, securityOrigin: 'app://keyrite.example.org/' }],
  ])('registered handler: the camera for %s is refused', async (_name, asked) => {
    expect(await app.probe({ ask: 'permission-request', permission: 'media', details: asked })).toBe(false);
  });

  it.each([
    ['a microphone', 'app://keyrite/', { ...check, mediaType: 'audio' }],
    ['an unknown medium', 'app://keyrite/', { ...check, mediaType: 'unknown' }],
    ['a subframe', 'app://keyrite/', { ...check, isMainFrame: false }],
    ['no origin', '', check],
    ['another origin', 'https://example.org/', check],
  ])('registered handler: a camera check for %s is refused', async (_name, origin, asked) => {
    expect(await app.probe({ ask: 'permission-check', permission: 'media', origin, details: asked })).toBe(false);
  });

  it('registered handler: another web contents gets nothing', async () => {
    expect(await app.probe({ ask: 'permission-request', permission: 'media', details, foreign: true })).toBe(false);
    expect(await app.probe({ ask: 'permission-check', permission: 'media', origin: 'app://keyrite/', details: check, foreign: true })).toBe(false);
  });

  it('registered handlers: no device, no screen, no pairing', async () => {
    for (const deviceType of ['usb', 'hid', 'serial']) expect(await app.probe({ ask: 'device', deviceType })).toBe(false);
    expect(await app.probe({ ask: 'display-media' })).toBeNull();
    expect(await app.probe({ ask: 'bluetooth-pairing' })).toEqual({ confirmed: false });
  });
});

describe('the network', () => {
  it('page: no connection reaches even a listener on this machine, by fetch, WebSocket, picture, prefetch, beacon or WebRTC', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const session = await app.page.context().newCDPSession(app.page);
    // Without the page's own policy, so that what stands behind it is what is tried.
    await session.send('Page.setBypassCSP', { enabled: true });
    await app.page.reload();
    const outcomes = await app.page.evaluate(async (at) => {
      const ended = (target: EventTarget, good: string): Promise<string> => new Promise((resolve) => {
        target.addEventListener(good, () => resolve('reached'));
        target.addEventListener('error', () => resolve('refused'));
      });
      const element = (tag: string, values: object): EventTarget => {
        const made = Object.assign(document.createElement(tag), values);
        document.head.append(made);
        return made;
      };
      const xhr = new XMLHttpRequest();
      const xhrEnded = ended(xhr, 'load');
      xhr.open('GET', `http://127.0.0.1:${at}/xhr`);
      xhr.send();
      navigator.sendBeacon(`http://127.0.0.1:${at}/beacon`);
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${at}` }, { urls: `turn:127.0.0.1:${at}?transport=tcp`, username: 'a', credential: 'b' }] });
      peer.createDataChannel('x');
      const candidates: string[] = [];
      const gathered = new Promise<string>((resolve) => {
        peer.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate === null) resolve(candidates.length === 0 ? 'refused' : candidates.join());
          else if (candidate.candidate !== '') candidates.push(candidate.candidate);
        });
      });
      await peer.setLocalDescription(await peer.createOffer());
      return {
        fetch: await fetch(`http://127.0.0.1:${at}/fetch`, { mode: 'no-cors' }).then(() => 'reached', () => 'refused'),
        name: await fetch('https://example.org/', { mode: 'no-cors' }).then(() => 'reached', () => 'refused'),
        xhr: await xhrEnded,
        socket: await ended(new WebSocket(`ws://127.0.0.1:${at}/`), 'open'),
        socketByName: await ended(new WebSocket(`ws://localhost:${at}/`), 'open'),
        picture: await ended(element('img', { src: `http://127.0.0.1:${at}/img` }), 'load'),
        script: await ended(element('link', { rel: 'stylesheet', href: `http://127.0.0.1:${at}/css` }), 'load'),
        prefetch: await ended(element('link', { rel: 'prefetch', href: `http://127.0.0.1:${at}/prefetch` }), 'load'),
        webrtc: await gathered,
      };
    }, port);
    await session.send('Page.setBypassCSP', { enabled: false });
    await app.page.reload();
    await new Promise((resolve) => server.close(resolve));
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);
    expect(connections).toBe(0);
    expect(app.output()).toContain('window.network {"to":"http://127.0.0.1');
  });

  it.each([...elsewhere, 'ws://127.0.0.1/', 'wss://example.org/', 'devtools://devtools/bundled/x.js', 'chrome-extension://x/y', 'ftp://example.org/', 'blob:https://example.org/x', 'APP://keyrite/', ''].filter((url) => !url.startsWith('app://keyrite/')))('registered handler: a request for "%s" is cancelled', async (url) => {
    expect(await app.probe({ ask: 'request', url, resourceType: 'webSocket' })).toEqual({ cancel: true });
  });

  it('registered handler: its own files are not cancelled (or the refusals above would prove nothing)', async () => {
    expect(await app.probe({ ask: 'request', url: page, resourceType: 'mainFrame' })).toEqual({ cancel: false });
  });

  it('registered handlers: no certificate is good enough; downloads are prevented; the proxy leads nowhere; no spelling dictionary; WebRTC has no direct way', async () => {
    expect(await app.probe({ ask: 'certificate' })).toBe(-2);
    expect(await app.probe({ ask: 'download' })).toEqual({ heard: true, prevented: true });
    expect(await app.probe({ ask: 'settings' })).toMatchObject({ proxy: { mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' }, spellChecker: false, webRtc: 'disable_non_proxied_udp' });
  });
});

describe('the window', () => {
  it('has the strictest preferences', async () => {
    expect(await app.probe({ ask: 'settings' })).toMatchObject({
      preferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, navigateOnDragDrop: false, spellcheck: false, devTools: false },
    });
  });

  it('gives the page no Node and no Electron', async () => {
    expect(await app.page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer'].filter((name) => name in window))).toEqual([]);
  });

  it('gives a bridge that the page cannot change', async () => {
    expect(await app.page.evaluate(() => {
      const bridge = window.keyrite;
      return [Reflect.set(bridge, 'app:info', null), Reflect.deleteProperty(bridge, 'app:info'), Reflect.set(bridge, 'more', 1), Reflect.defineProperty(window, 'keyrite', { value: null })];
    })).toEqual([false, false, false, false]);
  });

  it('serves its page with the policy and no cache', async () => {
    const headers = await app.page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers));
    expect(headers).toMatchObject({ 'content-security-policy': policyHeader(), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
  });

  it('draws its page under that policy without one violation', async () => {
    const violations: string[] = [];
    app.page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) violations.push(message.text());
    });
    await app.page.reload();
    await app.page.waitForSelector('h1');
    expect(violations).toEqual([]);
  });
});
