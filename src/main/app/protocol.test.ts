import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyHeader } from '../security/content-security-policy.ts';
import { listFiles, serve } from './protocol.ts';

let folder: string;
let files: ReadonlyMap<string, string>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-protocol-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'renderer/index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'renderer/assets/a.js'), '1');
  writeFileSync(join(folder, 'renderer/assets/a.js.map'), '{}');
  symlinkSync(join(folder, 'secret.html'), join(folder, 'renderer/link.html'));
  symlinkSync(folder, join(folder, 'renderer/up'));
  files = listFiles(join(folder, 'renderer'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string, method = 'GET'): Promise<Response> => serve(files, { url, method });

describe('the own scheme', () => {
  it('serves what was there at the start, with its type and the security headers', async () => {
    const page = await get('app://keyrite/index.html');
    expect([page.status, await page.text(), page.headers.get('content-type')]).toEqual([200, '<p>page</p>', 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toBe(policyHeader());
    expect((await get('app://keyrite/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '', '/', '/../secret.html', '/..%2fsecret.html', '/%2e%2e/secret.html', '/assets/../index.html', '/./index.html', '//index.html', '/index.html?x', '/index.html#x', '/index.html/',
    '/INDEX.HTML', '/index.html%00', '/assets', '/assets/', '/assets/a.js.map', '/link.html', '/up/secret.html', '/etc/passwd', '/__proto__', '/constructor',
  ])('does not serve "%s", and says so with the security headers', async (path) => {
    const answer = await get(`app://keyrite${path}`);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
    expect(answer.headers.get('content-security-policy')).toBe(policyHeader());
  });

  it.each(['app://other/index.html', 'app://keyrite.example.org/index.html', 'app://user@keyrite/index.html', 'https://keyrite/index.html', 'file:///index.html'])('does not serve %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'get'])('does not answer %s', async (method) => {
    expect((await get('app://keyrite/index.html', method)).status).toBe(405);
  });

  it('does not serve a file that came later', async () => {
    writeFileSync(join(folder, 'renderer/late.html'), 'late');
    expect((await get('app://keyrite/late.html')).status).toBe(404);
  });
});
