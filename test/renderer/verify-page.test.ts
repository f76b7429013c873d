/** The page that verifies a bundle, in the system's Chromium, from a file on the disk: bundles dropped and chosen, pins, refusals, and no request to anywhere. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from 'axe-core';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyrite } from '../../src/cli/keyrite.ts';
import { buildPage } from '../../scripts/verifier-package/page.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const whole = path.join(root, 'test/vectors/keyrite-bundle-1/bundle');
const pictures = process.env['KEYRITE_PICTURES'];
let folder: string;
let browser: Browser;
const at = (name: string): string => path.join(folder, name);

async function made(...args: readonly string[]): Promise<void> {
  const said: string[] = [];
  const exit = await keyrite(args, { out: () => undefined, err: (line) => void said.push(line) });
  if (exit !== 0) throw new Error(said.join('\n'));
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyrite-page-'));
  await buildPage(root, at('verify.html'));
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  await made('bundle', 'pack', whole, '--out', at('whole.zip'));
  await made('redact', whole, '--withhold', '3,7-9', '--out', at('redacted'));
  cpSync(whole, at('broken'), { recursive: true });
  const record = readFileSync(path.join(whole, 'transcript.jsonl'), 'utf8');
  writeFileSync(path.join(at('broken'), 'transcript.jsonl'), record.replace('"warnings":[]', '"warnings":["<img src=x onerror=alert(1)>"]'));
  writeFileSync(at('after.zip'), Buffer.concat([readFileSync(at('whole.zip')), Buffer.from('more')]));
  const statement = JSON.parse(Buffer.from((JSON.parse(readFileSync(path.join(whole, 'statement.dsse.json'), 'utf8')) as { payload: string }).payload, 'base64').toString()) as { predicate: { signers: { id: string; keySha256: string }[] } };
  const hsmRoot = statement.predicate.signers.filter((s) => s.id === 'hsm-root').map((s) => s.keySha256);
  writeFileSync(at('trust.json'), JSON.stringify({ keyriteTrust: 1, hsmRoot }));
  writeFileSync(at('other.json'), JSON.stringify({ keyriteTrust: 1, hsmRoot: ['0'.repeat(64)] }));
  writeFileSync(at('bad.json'), '{"keyriteTrust":1,"keyriteTrust":1}');
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the page; afterwards nothing but the page itself may have been asked for, and nothing gone wrong. */
async function within(act: (page: Page) => Promise<void>, picture?: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true });
  const page = await context.newPage();
  const url = pathToFileURL(at('verify.html')).href;
  const asked: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => void faults.push(error.message));
  page.on('dialog', (dialog) => void faults.push(dialog.message()));
  try {
    await page.goto(url);
    await act(page);
    await page.evaluate(() => document.fonts.ready);
    if (pictures !== undefined && picture !== undefined) await page.screenshot({ path: path.join(pictures, `${picture}.png`), fullPage: true });
    expect(faults).toEqual([]);
    expect(asked.filter((one) => one !== url && !one.startsWith('data:font/woff2'))).toEqual([]);
  } finally {
    await context.close();
  }
}

/** A real drop, of a file or a whole folder, as the browser's own drag delivers it. */
async function drop(page: Page, file: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const box = (await page.locator('#place').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await cdp.send('Input.dispatchDragEvent', { type, x, y, data: { items: [], files: [file], dragOperationsMask: 1 } });
}

const verdict = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name, exact: true }).waitFor({ timeout: 30_000 });

describe('the page', () => {
  it('verifies a folder that is dropped on it', () =>
    within(async (page) => {
      await drop(page, whole);
      await verdict(page, 'Valid, nothing pinned');
      await page.getByText('No rule is broken.').waitFor();
      expect(await page.getByRole('row').filter({ hasText: '✓ signed' }).count()).toBe(8);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    }, 'verify-page-valid'));

  it('verifies a ZIP file that is dropped on it, and trusts it by pinned keys', () =>
    within(async (page) => {
      await page.getByLabel('Choose pinned keys').setInputFiles(at('trust.json'));
      await page.getByText('Pinned keys: trust.json').waitFor();
      await drop(page, at('whole.zip'));
      await verdict(page, 'Valid and trusted');
    }, 'verify-page-trusted'));

  it('verifies a folder and a ZIP file that are chosen', () =>
    within(async (page) => {
      await page.getByLabel('Choose a folder').setInputFiles(whole);
      await verdict(page, 'Valid, nothing pinned');
      await page.getByText(/Judged: bundle, \d+ files/).waitFor();
      await page.getByLabel('Choose a ZIP file').setInputFiles(at('whole.zip'));
      await page.getByText('Judged: whole.zip').waitFor();
      await verdict(page, 'Valid, nothing pinned');
    }));

  it('names what is wrong with a changed bundle, as text and never as markup', () =>
    within(async (page) => {
      await drop(page, at('broken'));
      await verdict(page, 'Invalid');
      await page.getByText('R-CHAIN-02').first().waitFor();
      await page.getByText('R-FILE-05').first().waitFor();
      expect(await page.locator('img').count()).toBe(0);
    }, 'verify-page-invalid'));

  it('says of a redacted bundle what is withheld, and never that it is valid', () =>
    within(async (page) => {
      await page.getByLabel('Choose pinned keys').setInputFiles(at('trust.json'));
      await drop(page, at('redacted'));
      await verdict(page, 'Redacted');
      await page.getByText('4 of 65: 3, 7 to 9').waitFor();
      expect(await page.getByRole('heading', { name: /valid/i }).count()).toBe(0);
    }, 'verify-page-redacted'));

  it('judges anew when other keys are pinned: the wrong ones make it invalid', () =>
    within(async (page) => {
      await drop(page, at('whole.zip'));
      await verdict(page, 'Valid, nothing pinned');
      await page.getByLabel('Choose pinned keys').setInputFiles(at('other.json'));
      await verdict(page, 'Invalid');
      await page.getByText('R-TRUST-01').waitFor();
    }));

  it('judges nothing by pins that cannot be read', () =>
    within(async (page) => {
      await drop(page, at('whole.zip'));
      await verdict(page, 'Valid, nothing pinned');
      await page.getByLabel('Choose pinned keys').setInputFiles(at('bad.json'));
      await verdict(page, 'Nothing was judged');
      await page.getByText('transcript.bad-trust').waitFor();
      await page.getByText('No keys are pinned.').waitFor();
    }));

  it.each([
    ['something behind the end of a ZIP file', 'after.zip', 'transcript.bad-zip'],
    ['a file that is no bundle', 'trust.json', 'transcript.not-a-bundle'],
  ])('refuses %s', (_what, file, code) =>
    within(async (page) => {
      await drop(page, at(file));
      await verdict(page, 'Nothing was judged');
      await page.getByText(code).waitFor();
    }, `verify-page-${file.replace(/\W/g, '-')}`));

  it('is busy while it works', () =>
    within(async (page) => {
      // Seen by an observer in the page, so that a fast machine cannot miss it.
      await page.evaluate(() => {
        const seen = new MutationObserver(() => { if (!document.getElementById('busy')!.hidden && document.getElementById('place')!.ariaBusy === 'true') document.title = 'was busy'; });
        seen.observe(document.body, { attributes: true, subtree: true });
      });
      await drop(page, at('whole.zip'));
      await verdict(page, 'Valid, nothing pinned');
      expect(await page.title()).toBe('was busy');
      expect(await page.locator('#busy').isVisible()).toBe(false);
    }));

  it('can be used by everybody (WCAG 2.2 AA as far as axe can tell)', () =>
    within(async (page) => {
      await drop(page, at('broken'));
      await verdict(page, 'Invalid');
      // The policy of the page lets no script in: axe runs in a world of its own.
      const cdp = await page.context().newCDPSession(page);
      const { frameTree } = await cdp.send('Page.getFrameTree');
      const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
      await cdp.send('Runtime.evaluate', { expression: AxeBuilder.source, contextId: executionContextId });
      const { result } = await cdp.send('Runtime.evaluate', { expression: 'axe.run().then((r) => JSON.stringify(r.violations.map((v) => v.id + " " + v.nodes.map((n) => n.target.join(" ")).join(", "))))', awaitPromise: true, returnByValue: true, contextId: executionContextId });
      expect(JSON.parse(String(result.value))).toEqual([]);
    }));

  it('asks for nothing even where it is told to: its policy refuses', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(at('verify.html')).href);
    const refused: string[] = [];
    page.on('console', (message) => void refused.push(message.text()));
    expect(await page.evaluate(() => fetch('https://keyrite.invalid/').then(() => 'sent', () => 'refused'))).toBe('refused');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "ran"';
      const image = document.createElement('img');
      image.src = 'https://keyrite.invalid/x.png';
      document.body.append(script, image);
    });
    for (const what of ['connect-src', 'script-src', 'img-src']) await expect.poll(() => refused.some((text) => text.includes('Content Security Policy') && text.includes(what)), { message: what }).toBe(true);
    expect(await page.title()).toBe('Verify a key ceremony');
    await context.close();
  });

  it('has the same bytes at every build', async () => {
    for (const name of ['once.html', 'again.html']) await buildPage(root, at(name));
    expect(readFileSync(at('again.html')).equals(readFileSync(at('once.html')))).toBe(true);
  });
});
