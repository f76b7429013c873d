import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleBundle } from '../../test/verifier/sample-bundle.ts';
import { documentCommand } from './document.ts';
import { keyrite } from './keyrite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-document-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function putBundle(change: (files: Map<string, Uint8Array>) => void = () => undefined): string {
  const files = sampleBundle({ mode: 'rehearsal' });
  change(files);
  const bundle = join(folder, 'bundle');
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(bundle, name)), { recursive: true });
    writeFileSync(join(bundle, name), bytes);
  }
  return bundle;
}

async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await documentCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

const plan = 'resources/plans/hyok-2-of-3-cards.yaml';
const pdfs = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.pdf'));

describe('keyrite document', () => {
  it('writes the document of a valid bundle into a new file', async () => {
    const file = join(folder, 'certificate.pdf');
    const { exit, out, err } = await run(putBundle(), '--kind', 'certificate', '--out', file, '--paper', 'letter');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('Certificate of ceremony, SAMPLE-2-OF-3, REHEARSAL');
    expect(readFileSync(file).subarray(0, 8).toString()).toBe('%PDF-1.7');
  });

  it('makes the script of a plan file', async () => {
    const file = join(folder, 'script.pdf');
    expect((await run(plan, '--kind', 'script', '--out', file)).exit).toBe(0);
    expect(pdfs()).toEqual(['script.pdf']);
  });

  it('makes nothing of an invalid bundle, says what is wrong, and exits with 1', async () => {
    const bundle = putBundle((files) => files.set('plan.yaml', Uint8Array.from([...files.get('plan.yaml')!, 0x0a])));
    const { exit, err } = await run(bundle, '--kind', 'certificate', '--out', join(folder, 'c.pdf'));
    expect(exit).toBe(1);
    expect(err).toMatch(/R-FILE-\d\d/);
    expect(err).toContain('Nothing was written');
    expect(pdfs()).toEqual([]);
  });

  it.each(['transcript', 'certificate', 'custody', 'kmp', 'check'])('refuses %s of a plan alone', async (kind) => {
    const { exit, err } = await run(plan, '--kind', kind, '--out', join(folder, 'x.pdf'));
    expect(exit).toBe(1);
    expect(err).toContain('document.plan-only-script');
    expect(pdfs()).toEqual([]);
  });

  it('refuses a plan that cannot be used', async () => {
    const bad = join(folder, 'plan.yaml');
    writeFileSync(bad, 'keyrite: 1\nceremony: generate\n');
    const { exit, err } = await run(bad, '--kind', 'script', '--out', join(folder, 'x.pdf'));
    expect(exit).toBe(1);
    expect(err).toContain('document.plan-refused');
    expect(pdfs()).toEqual([]);
  });

  it('refuses the result of a check of another ceremony', async () => {
    const { exit, err } = await run(putBundle(), '--kind', 'check', '--out', join(folder, 'x.pdf'));
    expect(exit).toBe(1);
    expect(err).toContain('document.not-a-check');
    expect(pdfs()).toEqual([]);
  });

  it('never writes over a file, and says where it cannot write', async () => {
    const file = join(folder, 'script.pdf');
    writeFileSync(file, 'mine');
    expect(await run(plan, '--kind', 'script', '--out', file)).toMatchObject({ exit: 2, err: expect.stringContaining('document.exists') as string });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await run(plan, '--kind', 'script', '--out', join(folder, 'none', 'x.pdf'))).toMatchObject({ exit: 2, err: expect.stringContaining('document.cannot-write') as string });
  });

  it('cannot be given a bundle or pins that are not there', async () => {
    expect((await run(join(folder, 'none'), '--kind', 'certificate', '--out', join(folder, 'x.pdf'))).exit).toBe(2);
    expect((await run(putBundle(), '--kind', 'certificate', '--out', join(folder, 'x.pdf'), '--trust', join(folder, 'none'))).exit).toBe(2);
    expect(pdfs()).toEqual([]);
  });

  it.each([[[]], [['bundle', '--out', 'x.pdf']], [['bundle', '--kind', 'poem', '--out', 'x.pdf']], [['bundle', '--kind', 'script']], [['bundle', '--kind', 'script', '--out', 'x.pdf', '--paper', 'a5']], [['a', 'b', '--kind', 'script', '--out', 'x.pdf']], [['bundle', '--nonsense']]])('explains itself to %j', async (args) => {
    const { exit, err } = await run(...args);
    expect(exit).toBe(2);
    expect(err).toContain('keyrite document BUNDLE|PLAN');
  });

  it('is a command of keyrite', async () => {
    const lines: string[] = [];
    const io = { out: (line: string) => void lines.push(line), err: (line: string) => void lines.push(line) };
    expect(await keyrite(['document', '--help'], io)).toBe(0);
    expect(lines.join('\n')).toContain('--paper SIZE');
  });
});
