/** Every screen and state, at two sizes: nothing cut off, the act reachable by keyboard, no accessibility violation, no complaint of the browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtures } from './fixtures/fixtures.ts';
import { serveWindow } from './served-window.ts';
import type { OpenWindow, ServedWindow } from './served-window.ts';

const sizes = [
  { width: 1600, height: 1000 },
  { width: 1280, height: 800 },
] as const;
/** A folder for pictures of every screen at both sizes; none are taken where it is not named. */
const pictures = process.env['KEYRITE_PICTURES'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let served: ServedWindow;
let shown: OpenWindow;

beforeAll(async () => {
  served = await serveWindow();
  shown = await served.open('plan-review', sizes[0]);
});
afterAll(() => served.close());

/** Elements whose text is wider than the room they have, and a page that scrolls sideways. */
function cutOff(): readonly string[] {
  const found: string[] = [];
  const page = document.documentElement;
  if (page.scrollWidth > window.innerWidth) found.push(`page ${String(page.scrollWidth)} wide`);
  // The frame stands still: only the step and the rails scroll, each by itself.
  if (page.scrollHeight > window.innerHeight || page.scrollTop !== 0) found.push(`page ${String(page.scrollHeight)} high`);
  for (const bar of document.querySelectorAll('header, footer')) {
    const box = bar.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight) found.push(`${bar.className} at ${String(box.top)}`);
  }
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    // A person's mark carries its badge over its edge on purpose.
    if (element.closest('.visually-hidden, svg, option, select, input') !== null || element.matches('.person-mark') || element.clientWidth === 0) continue;
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') found.push(`${element.tagName}.${element.className} ${String(element.scrollWidth)} > ${String(element.clientWidth)}: ${element.innerText.slice(0, 40)}`);
    if (element.id !== 'root' && element !== document.body && getComputedStyle(element).overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1) found.push(`${element.tagName}.${element.className} is cut below: ${element.innerText.slice(0, 40)}`);
  }
  return found;
}

async function violations(page: Page): Promise<readonly string[]> {
  // Through the debugger, because the page's own policy rightly refuses foreign scripts.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    interface Axe { run(where: Document, how: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> }
    const { axe: runner } = window as unknown as { axe: Axe };
    const result = await runner.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
    return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 120)} ${n.failureSummary ?? ''}`));
  });
}

async function reachable(page: Page): Promise<boolean> {
  const primary = page.locator('.acts .primary:not(:disabled), .outside-acts .primary:not(:disabled)');
  if ((await primary.count()) === 0) return true;
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab');
    if (await primary.evaluate((element) => element === document.activeElement)) return true;
  }
  return false;
}

async function turnToReview(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Review a record' }).click();
  if (name.startsWith('review-compare')) await page.getByRole('button', { name: 'Beside another record' }).click();
  if (/^review-decide(-|$)/.test(name)) {
    await page.getByRole('navigation').getByRole('button', { name: 'Sign off or refuse' }).click();
    if (!name.endsWith('saved')) await page.getByRole('radio', { name: 'I accept this record' }).check();
  }
  if (!name.startsWith('review-script')) return;
  await page.getByRole('button', { name: 'Step by step' }).click();
  if (name === 'review-script-nothing') return;
  await page.getByRole('button', { name: 'Fold everything out' }).click();
  for (const summary of await page.locator('.review-event summary').all()) await summary.click();
}

/** Pages outside a ceremony are reached as people reach them. */
async function turnToPage(page: Page, name: string): Promise<void> {
  if (name.startsWith('plan-') && name !== 'plan-review') {
    await page.getByLabel('Choose a plan file').setInputFiles({ name: 'hyok-4-of-7.yaml', mimeType: 'text/yaml', buffer: Buffer.from('keyrite: 1') });
    await page.getByRole('button', { name: 'Choose another plan file' }).waitFor();
    if (name === 'plan-drill') await page.getByText('Make it a drill').click();
  }
  if (name.startsWith('recovery-')) {
    await page.getByRole('button', { name: 'Recover keys' }).click();
    if (name === 'recovery-empty') return;
    await page.getByLabel('Choose files').setInputFiles([{ name: 'package.keyrite.json', mimeType: 'application/json', buffer: Buffer.from('{}') }, { name: 'sheet-1.png', mimeType: 'image/png', buffer: Buffer.from('a picture') }]);
    await page.getByRole('heading', { name: '2. What you still need' }).waitFor();
  }
  if (name.startsWith('review-')) await turnToReview(page, name);
  if (name.startsWith('lineage-')) await page.getByRole('button', { name: 'Keys and duties' }).click();
}

describe.each(Object.keys(fixtures))('%s', (name) => {
  it('is whole at both sizes, reachable and quiet', async () => {
    const { page, faults } = shown;
    await page.setViewportSize(sizes[0]);
    await shown.show(name);
    await turnToPage(page, name);
    const later = fixtures[name]?.then?.length ?? 0;
    for (let at = 0; at < later; at++) await page.evaluate((n) => (globalThis as unknown as { keyriteTest: { next(at: number): void } }).keyriteTest.next(n), at);
    if (later > 0) await page.getByRole('button', { name: /^Go on to step/ }).waitFor();
    for (const size of sizes) {
      await page.setViewportSize(size);
      // Two frames: the window has been laid out and drawn at its new size.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      if (pictures !== undefined) await page.screenshot({ path: path.join(pictures, `${name}-${String(size.width)}.png`) });
      expect(await page.evaluate(cutOff), String(size.width)).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
    expect(await reachable(page)).toBe(true);
    expect(faults).toEqual([]);
  });
});
