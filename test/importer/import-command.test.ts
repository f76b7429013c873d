/** `keyrite import` on folders on a real disk: exit codes, order, pins, JSON, and what it says. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { importCommand } from '../../src/cli/import.ts';
import { keyrite } from '../../src/cli/keyrite.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { wholeLineage } from '../verifier/lineage-breaks.ts';
import type { Files } from '../verifier/memory-source.ts';
import { sampleBundle } from '../verifier/sample-bundle.ts';
import { pins } from '../verifier/trust-breaks.ts';
import { NOW } from './verified-samples.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('../verifier/remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const folder = mkdtempSync(join(tmpdir(), 'keyrite-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
function written(files: Files): string {
  const path = join(folder, `bundle ${String(++number)}`);
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}
const database = (): string => join(folder, `${String(++number)}.db`);

async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await importCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) }, () => NOW);
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

const whole = written(sampleBundle());
const practice = written(sampleBundle({ mode: 'rehearsal' }));
const lineage = Object.values(wholeLineage()).map(written);
const pinned = join(folder, 'trust.json');
writeFileSync(pinned, JSON.stringify({ keyriteTrust: 1, hsmRoot: [pins.root] }));

describe('keyrite import', () => {
  it('0: pinned, imported, and there the second time', async () => {
    const to = database();
    expect(await run(whole, '--to', to, '--trust', pinned)).toEqual({ exit: 0, err: '', out: `imported       SAMPLE-2-OF-3, 65 events, trusted (${whole})` });
    expect(await run(whole, '--to', `sqlite:${to}`, '--trust', pinned)).toEqual({ exit: 0, err: '', out: `already there  SAMPLE-2-OF-3, 65 events, trusted (${whole})` });
  });

  it('takes several in the order of their lineage, whatever order they are given in', async () => {
    for (const given of [lineage.toReversed(), [...lineage.slice(3), ...lineage.slice(0, 3)]]) {
      const { exit, out } = await run(...given, '--to', database(), '--unpinned');
      expect(exit).toBe(0);
      expect(out.split('\n').filter((l) => l.startsWith('imported')).map((l) => lineage.findIndex((path) => l.includes(`(${path})`)))).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('1: one is refused with its code and its sentence, the others go on', async () => {
    const { exit, out } = await run(practice, whole, join(folder, 'nothing'), lineage[2]!, '--to', database(), '--unpinned');
    expect(exit).toBe(1);
    expect(out).toContain(`REFUSED        ${practice}\n               import.rehearsal: The bundle is of a rehearsal`);
    expect(out).toContain(`REFUSED        ${lineage[2]!}\n               import.gap: `);
    expect(out).toContain('transcript.not-a-bundle');
    expect(out).toContain('imported       SAMPLE-2-OF-3, 65 events, VOUCHED FOR BY NOBODY');
  });

  it('1: nothing pinned and not told to go on', async () => {
    const { exit, out } = await run(whole, '--to', database());
    expect([exit, out]).toEqual([1, expect.stringContaining('import.unpinned')]);
  });

  it('marks a rehearsal and a gap', async () => {
    expect((await run(practice, '--to', database(), '--unpinned', '--allow-rehearsal')).out).toContain('VOUCHED FOR BY NOBODY, REHEARSAL');
    expect((await run(lineage[1]!, '--to', database(), '--unpinned', '--allow-gap')).out).toContain('AFTER A GAP');
  });

  it('answers in JSON, in printable ASCII', async () => {
    const { exit, out } = await run(whole, practice, '--to', database(), '--trust', pinned, '--json');
    const said = JSON.parse(out) as { readonly exit: number; readonly bundles: readonly unknown[] };
    expect([exit, said.exit]).toEqual([1, 1]);
    expect(out).toMatch(/^[\x20-\x7e]+$/);
    expect(said.bundles).toMatchObject([{ bundle: whole, outcome: 'imported', verdict: 'trusted', ceremony: 'SAMPLE-2-OF-3', events: 65 }, { bundle: practice, outcome: 'refused', refusal: { code: 'import.rehearsal' } }]);
  });

  it('notes under which pins', async () => {
    const to = database();
    await run(whole, '--to', to, '--trust', pinned);
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(to);
    expect(db.prepare('SELECT time, verdict, pins FROM imports').all()).toEqual([{ time: NOW, verdict: 'trusted', pins: sha256Hex(readFileSync(pinned)) }]);
    db.close();
  });

  it.each([
    [['--to', 'x.db']],
    [[whole]],
    [[whole, '--to']],
    [[whole, '--to', '']],
    [['', '--to', 'x.db']],
    [[whole, '--to', 'x.db', '--to', 'y.db']],
    [[whole, '--to', 'x.db', '--trust', pinned, '--unpinned']],
    [[whole, '--to', 'x.db', '--force']],
  ])('2: %j is no command', async (args) => {
    const { exit, out, err } = await run(...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain('keyrite import BUNDLE');
  });

  it('2: the database, or the pins, cannot be used', async () => {
    expect(await run(whole, '--to', 'mysql://x', '--unpinned')).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('import.bad-address') as unknown });
    expect(await run(whole, '--to', database(), '--trust', join(folder, 'no.json'))).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.unreadable') as unknown });
    expect(JSON.parse((await run(whole, '--to', 'mysql://x', '--unpinned', '--json')).out)).toMatchObject({ keyriteImport: 1, exit: 2, refusal: { code: 'import.bad-address' } });
  });

  it('is a command of keyrite, and explains itself', async () => {
    const out: string[] = [];
    expect(await keyrite(['import', '--help'], { out: (line) => out.push(line), err: () => undefined })).toBe(0);
    expect(out.join('\n')).toContain('--allow-gap');
  });

  it('never writes what a bundle says to the terminal as it is', async () => {
    const { out } = await run(`${folder}/\u001b[2J\u202e`, '--to', database(), '--unpinned');
    expect(out).toContain('REFUSED');
    expect(out).not.toMatch(/[\u001b\u202e]/);
  });
});
