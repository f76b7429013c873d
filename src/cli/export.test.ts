/** `keyrite export`: what it writes, what it refuses, and that it writes over nothing. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleBundle } from '../../test/verifier/sample-bundle.ts';
import { exportFormats } from '../exports/formats.ts';
import { keyrite } from './keyrite.ts';

const bundle = new URL('../../test/vectors/keyrite-bundle-1/bundle', import.meta.url).pathname;
let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'keyrite-export-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await keyrite(['export', ...args], { out: (line) => void out.push(`${line}\n`), err: (line) => void err.push(`${line}\n`) });
  return { exit, out: out.join(''), err: err.join('') };
}

/** The files of a bundle on disk. */
function onDisk(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const to = path.join(folder, name);
  for (const [file, bytes] of files) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    writeFileSync(path.join(to, file), bytes);
  }
  return to;
}

describe('keyrite export', () => {
  it.each(exportFormats.map((f) => [f.id, f.kind] as const))('writes %s, the same to a file as to the terminal', async (id, kind) => {
    const out = path.join(folder, `out-${id}`);
    expect(await run(bundle, '--format', id, '--out', out)).toMatchObject({ exit: 0, out: '', err: '' });
    if (kind === 'folder') expect(readdirSync(out)).toContain('index.json');
    else expect((await run(bundle, '--format', id)).out).toBe(readFileSync(out, 'utf8'));
  });

  it('refuses to write over a file or a folder', async () => {
    const file = path.join(folder, 'there');
    writeFileSync(file, 'mine');
    expect(await run(bundle, '--format', 'cef', '--out', file)).toMatchObject({ exit: 2, err: expect.stringContaining('export.exists') as string });
    expect(await run(bundle, '--format', 'dsse-single', '--out', folder)).toMatchObject({ exit: 2, err: expect.stringContaining('export.exists') as string });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('refuses an invalid bundle with what was found, and writes nothing', async () => {
    const broken = path.join(folder, 'broken');
    cpSync(bundle, broken, { recursive: true });
    writeFileSync(path.join(broken, 'plan.yaml'), 'keyrite: 1\n');
    const out = path.join(folder, 'never');
    const answer = await run(broken, '--format', 'ocsf', '--out', out);
    expect(answer).toMatchObject({ exit: 1, out: '' });
    expect(answer.err).toMatch(/R-FILE-05[^]*export\.invalid/);
    expect(existsSync(out)).toBe(false);
  });

  it('refuses a bundle that the pinned keys did not sign', async () => {
    const trust = path.join(folder, 'trust.json');
    writeFileSync(trust, JSON.stringify({ keyriteTrust: 1, hsmRoot: ['0'.repeat(64)] }));
    expect(await run(bundle, '--format', 'cef', '--trust', trust)).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('R-TRUST-01') as string });
  });

  it('takes a bundle as one ZIP file, and gives the same', async () => {
    const zip = path.join(folder, 'bundle.zip');
    expect(await keyrite(['bundle', 'pack', bundle, '--out', zip], { out: () => undefined, err: () => undefined })).toBe(0);
    expect((await run(zip, '--format', 'ocsf')).out).toBe((await run(bundle, '--format', 'ocsf')).out);
  });

  it('refuses a bundle from which entries are withheld', async () => {
    const redacted = path.join(folder, 'redacted');
    expect(await keyrite(['redact', bundle, '--out', redacted, '--withhold', '2'], { out: () => undefined, err: () => undefined })).toBe(0);
    expect(await run(redacted, '--format', 'ocsf')).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('export.redacted: Entries are withheld from this bundle, and a view of it would look as if nothing else had happened. Nothing was exported') as string });
  });

  it('refuses a rehearsal that nobody asked for', async () => {
    const practice = onDisk('practice', sampleBundle({ mode: 'rehearsal' }));
    expect(await run(practice, '--format', 'kmp')).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('export.rehearsal') as string });
    expect(await run(practice, '--format', 'kmp', '--allow-rehearsal')).toMatchObject({ exit: 0, out: expect.stringContaining('# REHEARSAL: ') as string });
  });

  it('cannot write where there is no folder', async () => {
    expect(await run(bundle, '--format', 'cef', '--out', path.join(folder, 'no', 'such'))).toMatchObject({ exit: 2, err: expect.stringContaining('export.not-written') as string });
  });

  it.each([
    [[]],
    [[bundle]],
    [[bundle, '--format', 'pdf']],
    [[bundle, bundle, '--format', 'cef']],
    [[bundle, '--format', 'cef', '--format', 'kmp']],
    [[bundle, '--format', 'dsse-single']],
    [[bundle, '--format', 'cef', '--out']],
    [[bundle, '--format', 'cef', '--force']],
    [['/nowhere/bundle', '--format', 'cef']],
  ])('answers 2 to %j', async (args) => {
    expect(await run(...args)).toMatchObject({ exit: 2, out: '' });
  });
});
