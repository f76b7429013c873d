/** Presenting a share: by file, by camera, typed. The camera is the browser's fake device, so this shows the path, not what a real lens sees. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { qrVideo } from './qr-video.ts';
import { serveWindow } from './served-window.ts';
import type { ServedWindow } from './served-window.ts';
import type { Asked } from './window/fake-window.ts';

interface TestWindow {
  readonly keyriteTest: { readonly asked: readonly Asked[]; wiped(): boolean };
}

/** 80 characters, as long as a share's code (docs/formats/share.md). */
const code = '7QK4M2XD0V8NH6TRYB3CW9JP5ZFAE1GSK3V8D7MQ2XN0R6TBC4YJP1ZF8AEGS5KQM9XD3VNH7TRYBCW2';
const pictures = process.env['KEYRITE_PICTURES'] ?? path.join(tmpdir(), 'keyrite-renderer-shots');
let folder: string;
let served: ServedWindow;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyrite-video-'));
  writeFileSync(path.join(folder, 'sheet.y4m'), qrVideo(code));
  writeFileSync(path.join(folder, 'film.pdf'), Buffer.alloc(20 * 1024 * 1024 + 1));
  served = await serveWindow(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path.join(folder, 'sheet.y4m')}`]);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (page: Page, channel: string): Promise<readonly Asked[]> => page.evaluate((c) => (window as unknown as TestWindow).keyriteTest.asked.filter((a) => a.channel === c), channel);
const wiped = (page: Page): Promise<boolean> => page.evaluate(() => (window as unknown as TestWindow).keyriteTest.wiped());

async function within(fixture: string, permissions: readonly string[], act: (page: Page) => Promise<void>): Promise<void> {
  const { page, faults, close } = await served.open(fixture, { width: 1280, height: 1000 }, permissions);
  try {
    await act(page);
    expect(faults).toEqual([]);
  } finally {
    await close();
  }
}

it('sends the bytes of the chosen picture and wipes its own copy', () =>
  within('share-read', [], async (page) => {
    await page.getByRole('radio', { name: 'Image or PDF' }).check();
    await page.getByLabel('Choose the picture of the sheet').setInputFiles({ name: 'sheet.png', mimeType: 'image/png', buffer: Buffer.from('a picture') });
    await expect.poll(() => asked(page, 'share:read-file')).toEqual([{ channel: 'share:read-file', request: { file: 'bytes:a picture' } }]);
    await expect.poll(() => wiped(page)).toBe(true);
  }));

it('refuses a file of more than 20 MB without opening it', () =>
  within('share-read', [], async (page) => {
    await page.getByRole('radio', { name: 'Image or PDF' }).check();
    await page.getByLabel('Choose the picture of the sheet').setInputFiles(path.join(folder, 'film.pdf'));
    await page.getByText('larger than 20 MB').waitFor();
    expect(await asked(page, 'share:read-file')).toEqual([]);
  }));

it('reads the code in front of the camera and wipes it', () =>
  within('share-read', ['camera'], async (page) => {
    await page.getByRole('radio', { name: 'Camera' }).check();
    await expect.poll(() => asked(page, 'share:read-code'), { timeout: 20_000 }).toEqual([{ channel: 'share:read-code', request: { code: `bytes:${code.slice(0, 64)}` } }]);
    await expect.poll(() => wiped(page)).toBe(true);
  }));

it('says calmly that the camera was refused', () =>
  within('share-read', [], async (page) => {
    await page.getByRole('radio', { name: 'Camera' }).check();
    await page.getByText('The camera was refused.').waitFor();
    await page.screenshot({ path: path.join(pictures, 'share-camera-refused.png') });
    expect(await page.getByRole('button', { name: 'Look again' }).isVisible()).toBe(true);
  }));

it('lets a refused code be followed by another look', () =>
  within('share-read-refused', ['camera'], async (page) => {
    await page.getByRole('radio', { name: 'Camera' }).check();
    await page.getByText('That code was not accepted').waitFor({ timeout: 20_000 });
    await page.screenshot({ path: path.join(pictures, 'share-camera.png') });
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect.poll(async () => (await asked(page, 'share:read-code')).length, { timeout: 20_000 }).toBe(2);
  }));

it('checks each typed row at once, marks the wrong one, and empties the rows once they were read', () =>
  within('share-read', [], async (page) => {
    await page.getByRole('radio', { name: 'Typed' }).check();
    const rows = ['7QK4 M2XD 0V8N H6TR · 4C', 'YB3C W9JP 5ZFA E1GU 9H', 'K3V8-D7MQ-2XN0-R6TB-0W', 'c4yj p1zf 8aeg s5kq td', 'M9XD3VNH7TRYBCW25P'];
    for (const [at, row] of rows.entries()) await page.getByLabel(`Row ${String(at + 1)}`).fill(row);
    await page.getByText('not right').waitFor();
    expect(await page.getByLabel('Row 2').getAttribute('aria-invalid')).toBe('true');
    await page.screenshot({ path: path.join(pictures, 'share-typed.png') });
    await page.getByLabel('Row 2').fill('YB3C W9JP 5ZFA E1GS 9H');
    await expect.poll(() => page.getByText('right', { exact: true }).count()).toBe(5);
    await page.getByRole('button', { name: 'Read the typed share' }).click();
    await expect.poll(async () => (await asked(page, 'share:read-typed')).length).toBe(1);
    expect((await asked(page, 'share:read-typed'))[0]?.request['rows']).toHaveLength(5);
    await expect.poll(() => page.getByLabel('Row 1').inputValue()).toBe('');
  }));

it('does not send an incomplete share', () =>
  within('share-read', [], async (page) => {
    await page.getByRole('radio', { name: 'Typed' }).check();
    await page.getByLabel('Row 1').fill('7QK4 M2XD');
    await page.getByRole('button', { name: 'Read the typed share' }).click();
    await page.getByText('Row 1 is not complete: it has 8 of 18 characters.').waitFor();
    expect(await asked(page, 'share:read-typed')).toEqual([]);
  }));
