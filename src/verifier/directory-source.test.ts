/** The one file-reading adapter refuses what was exchanged between the listing and the reading, and every name it did not list. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RefusalError } from '../core/refusals/refusal.ts';
import { directorySource } from './directory-source.ts';
import { readWhole } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusalOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(() => null, (e: unknown) => e);
  return error instanceof RefusalError ? error.code : String(error);
}

it('reads what it listed, up to the bound', async () => {
  const source = directorySource(folder);
  writeFileSync(join(folder, 'a'), 'hello');
  expect(await source.list()).toEqual([{ name: 'a', kind: 'file', bytes: 5 }]);
  expect(new TextDecoder().decode(await readWhole(source, 'a', 5))).toBe('hello');
  expect(await refusalOf(readWhole(source, 'a', 4))).toBe('transcript.too-large');
});

it('refuses a name it did not list', async () => {
  const source = directorySource(folder);
  expect(await refusalOf(readWhole(source, 'a', 5))).toBe('transcript.bad-name');
  await source.list();
  for (const name of ['../a', '/etc/hostname', './a', 'b']) expect(await refusalOf(readWhole(source, name, 5))).toBe('transcript.bad-name');
});

it('refuses what took the place of a file after the listing', async () => {
  const source = directorySource(folder);
  for (const name of ['link', 'folder', 'gone']) writeFileSync(join(folder, name), 'x');
  await source.list();
  for (const name of ['link', 'folder', 'gone']) rmSync(join(folder, name));
  symlinkSync(join(folder, 'a'), join(folder, 'link'));
  mkdirSync(join(folder, 'folder'));
  expect(await refusalOf(readWhole(source, 'link', 5))).toBe('transcript.symbolic-link');
  expect(await refusalOf(readWhole(source, 'folder', 5))).toBe('transcript.not-a-file');
  expect(await refusalOf(readWhole(source, 'gone', 5))).toBe('transcript.unreadable');
});
