/** The built renderer in the system's Chromium, served without a socket under the application's own content security policy. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { build } from 'vite';
import { policyHeader } from '../../src/main/security/content-security-policy.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.woff2': 'font/woff2' };
const origin = 'https://keyrite.invalid';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface OpenWindow {
  readonly page: Page;
  /** Console errors, page errors and refused requests since the fixture was shown. */
  readonly faults: readonly string[];
  /** Loads another fixture in the same context, which is quicker than a fresh one. */
  show(fixture: string): Promise<void>;
  close(): Promise<void>;
}

export interface ServedWindow {
  /** Opens a fixture in a fresh context. */
  open(fixture: string, size?: Size, permissions?: readonly string[]): Promise<OpenWindow>;
  close(): Promise<void>;
}

export async function serveWindow(chromiumArgs: readonly string[] = []): Promise<ServedWindow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyrite-renderer-'));
  await build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), build: { outDir: folder } });
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', ...chromiumArgs] });
  return {
    async open(fixture, size = { width: 1600, height: 1000 }, permissions = []) {
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
      // What is not granted is refused, as the application refuses it.
      await context.grantPermissions([...permissions], { origin });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      await page.route('**/*', async (route) => {
        const { pathname, origin: asked } = new URL(route.request().url());
        const contentType = types[path.extname(pathname)];
        if (asked !== origin || contentType === undefined) {
          faults.push(`asked for ${route.request().url()}`);
          await route.abort();
          return;
        }
        await route.fulfill({ body: readFileSync(path.join(folder, pathname)), contentType, headers: { 'content-security-policy': policyHeader() } });
      });
      const show = async (name: string): Promise<void> => {
        faults.length = 0;
        await page.goto(`${origin}/index.html?fixture=${name}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.evaluate(() => document.fonts.ready);
      };
      await show(fixture);
      return { page, faults, show, close: () => context.close() };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
