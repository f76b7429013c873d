import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCeremonyFile } from './ceremony-file.ts';
import { listCeremonies } from './list-ceremonies.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-list-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ceremony(name: string, minute: number, ...events: readonly object[]): void {
  const file = join(folder, `${name}.keyrite`);
  const store = createCeremonyFile(file);
  events.forEach((event, seq) => store.append({ seq, line: new TextEncoder().encode(JSON.stringify({ v: 1, seq, event })) }));
  store.close();
  utimesSync(file, minute * 60, minute * 60);
}
const opened = (mode: string): object => ({ type: 'ceremony.opened', ceremony: 'KC-1', title: 'Keys', mode });

it('lists what each ceremony says of itself, newest first', () => {
  ceremony('a', 1, opened('production'), { type: 'step.confirmed', step: 'attendance' });
  ceremony('b', 2, opened('rehearsal'), { type: 'ceremony.closed' });
  ceremony('c', 3, opened('rehearsal'), { type: 'ceremony.abandoned' });
  writeFileSync(join(folder, 'notes.txt'), 'not listed');
  expect(listCeremonies(folder).map((c) => [c.id, c.title, c.mode, c.entries, c.lastStep, c.state])).toEqual([
    ['KC-1', 'Keys', 'rehearsal', 2, '', 'abandoned'],
    ['KC-1', 'Keys', 'rehearsal', 2, '', 'closed'],
    ['KC-1', 'Keys', 'production', 2, 'attendance', 'open'],
  ]);
  expect(listCeremonies(folder)[2]).toMatchObject({ file: join(folder, 'a.keyrite'), updated: '1970-01-01T00:01:00.000Z' });
});

it('a file that cannot be read is named, as real and damaged, with the reason', () => {
  writeFileSync(join(folder, 'x.keyrite'), 'spoiled');
  ceremony('y', 1, opened('rehearsal'));
  const store = createCeremonyFile(join(folder, 'z.keyrite'));
  store.append({ seq: 0, line: new TextEncoder().encode('{"event":') });
  store.close();
  const byId = Object.fromEntries(listCeremonies(folder).map((c) => [c.id, c]));
  expect(byId['x']).toMatchObject({ state: 'damaged', mode: 'production' });
  expect(byId['x']!.title).toContain('is not a ceremony file');
  expect(byId['z']!.title).toContain('an entry is not readable');
  expect(byId['KC-1']!.state).toBe('open');
});

it('a ceremony in use is listed as open and says so', () => {
  const store = createCeremonyFile(join(folder, 'now.keyrite'));
  try {
    expect(listCeremonies(folder)[0]).toMatchObject({ id: 'now', state: 'open', mode: 'production' });
    expect(listCeremonies(folder)[0]!.title).toContain('open in another window');
  } finally {
    store.close();
  }
});

it('a folder that is not there has none', () => {
  expect(listCeremonies(join(folder, 'none'))).toEqual([]);
});
