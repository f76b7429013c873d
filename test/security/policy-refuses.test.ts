/** Each directive of the policy seen to refuse its thing in Chromium: without a policy the attempt works, with this directive alone it does not, nor with all of them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directive } from '../../src/main/security/content-security-policy.ts';
import { contentSecurityPolicy, policyHeader } from '../../src/main/security/content-security-policy.ts';

const own = 'https://keyrite.invalid';
const foreign = 'https://other.invalid';
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const wav = Buffer.concat([Buffer.from('RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x08\0\0\0', 'latin1'), Buffer.alloc(8, 128)]);
const font = readFileSync(createRequire(import.meta.url).resolve('@fontsource/inter/files/inter-latin-400-normal.woff2'));

const files: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
  '/script.js': ['text/javascript', 'window.ran = true;'],
  '/worker.js': ['text/javascript', 'postMessage(1);'],
  '/style.css': ['text/css', 'body { color: rgb(1, 2, 3); }'],
  '/picture.png': ['image/png', png],
  '/sound.wav': ['audio/wav', wav],
  '/font.woff2': ['font/woff2', font],
  '/data.json': ['application/json', '{}'],
  '/manifest.json': ['application/manifest+json', '{"name":"x"}'],
  '/picture.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  '/other.html': ['text/html', '<p>other</p>'],
};

interface Attempt {
  readonly what: string;
  readonly directive: Directive;
  /** What Chromium calls it in the violation, where it is more exact. */
  readonly reported?: string;
  /** Whether it worked. */
  readonly run: (page: Page) => Promise<boolean>;
}

/** Adds an element and tells whether it loaded. */
const loads = (tag: string, properties: Readonly<Record<string, string>>) => (page: Page): Promise<boolean> =>
  page.evaluate(
    ([name, values]) =>
      new Promise((resolve) => {
        const element = Object.assign(document.createElement(name), values);
        element.addEventListener('load', () => resolve(true));
        element.addEventListener('loadeddata', () => resolve(true));
        element.addEventListener('error', () => resolve(false));
        document.addEventListener('securitypolicyviolation', () => resolve(false));
        document.body.append(element);
      }),
    [tag, properties] as const,
  );

const attempts: readonly Attempt[] = [
  { what: 'a foreign script', directive: 'script-src', reported: 'script-src-elem', run: loads('script', { src: `${foreign}/script.js` }) },
  { what: 'an inline script', directive: 'script-src', reported: 'script-src-elem', run: (page) => page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = true;' }));
    return 'ran' in window;
  }) },
  { what: 'eval', directive: 'script-src', run: (page) => page.evaluate(() => new Promise<boolean>((resolve) => {
    // Later, because code that a driver evaluates may itself use eval.
    setTimeout(() => {
      try {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it is what must be refused
        resolve(new Function('return true')() as boolean);
      } catch {
        resolve(false);
      }
    });
  })) },
  { what: 'an event handler in an attribute', directive: 'script-src-attr', run: (page) => page.evaluate(() => {
    try {
      document.body.setAttribute('onclick', 'window.ran = true');
    } catch {
      return false;
    }
    document.body.click();
    return 'ran' in window;
  }) },
  { what: 'a foreign style sheet', directive: 'style-src', reported: 'style-src-elem', run: loads('link', { rel: 'stylesheet', href: `${foreign}/style.css` }) },
  { what: 'an inline style sheet', directive: 'style-src', reported: 'style-src-elem', run: (page) => page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: rgb(1, 2, 3); }' }));
    return getComputedStyle(document.body).color === 'rgb(1, 2, 3)';
  }) },
  { what: 'a style attribute', directive: 'style-src', reported: 'style-src-attr', run: (page) => page.evaluate(() => {
    document.body.setAttribute('style', 'color: rgb(1, 2, 3)');
    return getComputedStyle(document.body).color === 'rgb(1, 2, 3)';
  }) },
  { what: 'a foreign picture', directive: 'img-src', run: loads('img', { src: `${foreign}/picture.png` }) },
  { what: 'a picture in a data: address', directive: 'img-src', run: loads('img', { src: `data:image/png;base64,${png.toString('base64')}` }) },
  { what: 'a foreign font', directive: 'font-src', run: (page) => page.evaluate((url) => new FontFace('x', `url(${url})`).load().then(() => true, () => false), `${foreign}/font.woff2`) },
  { what: 'fetch', directive: 'connect-src', run: (page) => page.evaluate((url) => fetch(url).then(() => true, () => false), `${foreign}/data.json`) },
  { what: 'XMLHttpRequest', directive: 'connect-src', run: (page) => page.evaluate((url) => new Promise<boolean>((resolve) => {
    const request = new XMLHttpRequest();
    request.addEventListener('load', () => resolve(true));
    request.addEventListener('error', () => resolve(false));
    request.open('GET', url);
    request.send();
  }), `${foreign}/data.json`) },
  { what: 'EventSource', directive: 'connect-src', run: (page) => page.evaluate((url) => new Promise<boolean>((resolve) => {
    document.addEventListener('securitypolicyviolation', () => resolve(false));
    // Without the policy the answer arrives and has the wrong type: an error too, but no violation.
    new EventSource(url).addEventListener('error', () => setTimeout(() => resolve(true)));
  }), `${foreign}/data.json`) },
  { what: 'WebSocket', directive: 'connect-src', run: (page) => page.evaluate((url) => new Promise<boolean>((resolve) => {
    document.addEventListener('securitypolicyviolation', () => resolve(false));
    new WebSocket(url).addEventListener('error', () => setTimeout(() => resolve(true)));
  }), 'wss://other.invalid/') },
  { what: 'a beacon', directive: 'connect-src', run: async (page) => {
    const sent = page.waitForRequest(`${foreign}/data.json`, { timeout: 10_000 }).then(() => true, () => false);
    const refused = page.evaluate((url) => new Promise<boolean>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(false));
      navigator.sendBeacon(url);
    }), `${foreign}/data.json`);
    return Promise.race([sent, refused]);
  } },
  { what: 'foreign sound', directive: 'media-src', run: loads('audio', { src: `${foreign}/sound.wav`, preload: 'auto' }) },
  { what: 'a worker', directive: 'worker-src', run: (page) => page.evaluate(() => new Promise<boolean>((resolve) => {
    document.addEventListener('securitypolicyviolation', () => resolve(false));
    try {
      const worker = new Worker('/worker.js');
      worker.addEventListener('message', () => resolve(true));
      worker.addEventListener('error', () => resolve(false));
    } catch {
      resolve(false);
    }
  })) },
  { what: 'an embedded page', directive: 'frame-src', run: async (page) => {
    await page.evaluate((url) => new Promise((resolve) => {
      const frame = Object.assign(document.createElement('iframe'), { src: url });
      frame.addEventListener('load', resolve);
      document.addEventListener('securitypolicyviolation', resolve);
      document.body.append(frame);
    }), `${foreign}/other.html`);
    return page.frames().some((frame) => frame.url() === `${foreign}/other.html`);
  } },
  { what: 'an object', directive: 'object-src', run: loads('object', { data: '/picture.svg', type: 'image/svg+xml' }) },
  { what: 'a manifest', directive: 'manifest-src', run: async (page) => {
    await page.evaluate(() => document.head.append(Object.assign(document.createElement('link'), { rel: 'manifest', href: '/manifest.json' })));
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.getAppManifest');
    return data !== undefined && data !== '';
  } },
  { what: 'a base address', directive: 'base-uri', run: (page) => page.evaluate((url) => {
    document.head.append(Object.assign(document.createElement('base'), { href: url }));
    return document.baseURI.startsWith(url);
  }, foreign) },
  { what: 'a form', directive: 'form-action', run: async (page) => {
    const left = page.waitForRequest('**/other.html*', { timeout: 10_000 }).then(() => true, () => false);
    const refused = page.evaluate(() => new Promise<boolean>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve(false));
      const form = Object.assign(document.createElement('form'), { action: '/other.html' });
      document.body.append(form);
      setTimeout(() => form.submit());
    })).catch(() => true);
    return Promise.race([left, refused]);
  } },
  { what: 'markup from a string', directive: 'require-trusted-types-for', run: (page) => page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>x</b>';
      return true;
    } catch {
      return false;
    }
  }) },
  { what: 'a policy that would bless strings', directive: 'trusted-types', run: (page) => page.evaluate(() => {
    try {
      (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes.createPolicy('x', {});
      return true;
    } catch {
      return false;
    }
  }) },
];

let browser: Browser;
let shared: Page;
let policy: string | null = null;
const violations: string[] = [];

/** One page for all: each attempt loads it anew under its policy. All it may ask for is answered here. */
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: process.getuid?.() !== 0 });
  shared = await browser.newPage();
  await shared.exposeFunction('noteViolation', (directive: string) => void violations.push(directive));
  await shared.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) =>
    (window as unknown as { noteViolation(directive: string): void }).noteViolation(event.effectiveDirective)));
  await shared.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const headers = { 'access-control-allow-origin': '*', ...(policy === null || url.origin !== own ? {} : { 'content-security-policy': policy }) };
    const file = files[url.pathname];
    if (url.pathname === '/framer.html') return route.fulfill({ contentType: 'text/html', body: `<iframe src="${own}/"></iframe>` });
    if (url.pathname === '/') return route.fulfill({ headers, contentType: 'text/html', body: '<!doctype html><head></head><body></body>' });
    return file === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ headers, contentType: file[0], body: file[1] });
  });
});
afterAll(() => browser.close());

async function pageUnder(next: string | null, start = `${own}/`): Promise<Page> {
  policy = next;
  await shared.goto('about:blank');
  violations.length = 0;
  await shared.goto(start);
  return shared;
}

async function tryUnder(next: string | null, attempt: Attempt): Promise<{ worked: boolean; violations: readonly string[] }> {
  const page = await pageUnder(next);
  // With all directives at once Trusted Types throw where the attempt itself does not expect it.
  const worked = await attempt.run(page).catch(() => false);
  if (!worked) await expect.poll(() => violations.length).toBeGreaterThan(0);
  return { worked, violations: [...violations] };
}

const alone = (directive: Directive): string => policyHeader({ [directive]: contentSecurityPolicy[directive] });

describe('a directive refuses', () => {
  it.each(attempts)('$directive: $what', async (attempt) => {
    expect((await tryUnder(null, attempt)).worked).toBe(true);
    const refused = await tryUnder(alone(attempt.directive), attempt);
    expect(refused.worked).toBe(false);
    expect(refused.violations).toContain(attempt.reported ?? attempt.directive);
    expect((await tryUnder(policyHeader(), attempt)).worked).toBe(false);
  });

  const fetched = attempts.filter(({ directive }) => ['script-src', 'style-src', 'img-src', 'font-src', 'connect-src', 'media-src', 'worker-src', 'frame-src', 'object-src', 'manifest-src'].includes(directive));
  it.each(fetched)('default-src, alone: $what', async (attempt) => {
    expect((await tryUnder(alone('default-src'), attempt)).worked).toBe(false);
  });

  it('frame-ancestors: being embedded by another page', async () => {
    const shownUnder = async (policy: string | null): Promise<boolean> => {
      const page = await pageUnder(policy, `${foreign}/framer.html`);
      return page.frames().some((frame) => frame.url() === `${own}/`);
    };
    expect(await shownUnder(null)).toBe(true);
    expect(await shownUnder(alone('frame-ancestors'))).toBe(false);
    expect(await shownUnder(policyHeader())).toBe(false);
  });

  it('every directive of the policy has a test here', () => {
    const tried = new Set<string>([...attempts.map(({ directive }) => directive), 'default-src', 'frame-ancestors']);
    expect(Object.keys(contentSecurityPolicy).filter((name) => !tried.has(name))).toEqual([]);
  });
});

describe('the policy still allows what the page needs', () => {
  const needed: readonly Omit<Attempt, 'directive'>[] = [
    { what: 'its own script', run: loads('script', { src: '/script.js' }) },
    { what: 'its own style sheet', run: loads('link', { rel: 'stylesheet', href: '/style.css' }) },
    { what: 'its own font', run: (page) => page.evaluate(() => new FontFace('x', 'url(/font.woff2)').load().then(() => true, () => false)) },
    { what: 'WebAssembly', run: (page) => page.evaluate(() => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => true, () => false)) },
    { what: 'a style set by script, property by property', run: (page) => page.evaluate(() => {
      document.body.style.color = 'rgb(1, 2, 3)';
      return getComputedStyle(document.body).color === 'rgb(1, 2, 3)';
    }) },
  ];
  it.each(needed)('$what', async ({ what, run }) => {
    const page = await pageUnder(policyHeader());
    // A script address is a string too: Trusted Types leave only what the page's own markup names.
    expect(await run(page).catch(() => false)).toBe(what !== 'its own script');
  });
});
