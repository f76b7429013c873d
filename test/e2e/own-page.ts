/** The page that lies in a bundle judges that very bundle: opened from the disk in a browser that is offline, and given the folder by a drop. Asks nothing of any network. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, expect } from '@playwright/test';
import { verifyPagePath } from '../../src/main/runtime/verify-page.ts';

/** What the application lays into every bundle beside the record: the page as it was built, and the record for people to read. */
export function expectDocuments(bundle: string): void {
  const page = readFileSync(join(bundle, 'documents', 'verify.html'));
  expect(page.equals(readFileSync(verifyPagePath)), 'documents/verify.html is the page of the build').toBe(true);
  expect(existsSync(join(bundle, 'documents', 'record.md'))).toBe(true);
  const record = readFileSync(join(bundle, 'documents', 'record.md'), 'utf8');
  expect(record.length).toBeGreaterThan(1000);
}

/** Drops the folder `bundle` on its own page; answers with the verdict it shows. */
export async function verdictOfOwnPage(bundle: string): Promise<{ readonly verdict: string; readonly signed: number; readonly text: string }> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const url = pathToFileURL(join(bundle, 'documents', 'verify.html')).href;
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    page.on('pageerror', (error) => void faults.push(error.message));
    await page.goto(url);
    const cdp = await context.newCDPSession(page);
    const box = (await page.locator('#place').boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await cdp.send('Input.dispatchDragEvent', { type, x, y, data: { items: [], files: [bundle], dragOperationsMask: 1 } });
    const heading = page.getByRole('heading', { level: 1, name: /Valid|Invalid|Redacted/ });
    await heading.waitFor({ timeout: 60_000 });
    expect(faults).toEqual([]);
    expect(asked.filter((one) => one !== url && !one.startsWith('data:font/woff2'))).toEqual([]);
    return { verdict: await heading.innerText(), signed: await page.getByRole('row').filter({ hasText: '✓ signed' }).count(), text: await page.locator('body').innerText() };
  } finally {
    await browser.close();
  }
}
