import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planCommand } from './plan.ts';

const template = new URL('../../resources/plans/hyok-3-of-5.yaml', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await planCommand(args, { out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
function changed(from: string | RegExp, to: string): string {
  const path = join(folder, 'changed.yaml');
  const before = readFileSync(template, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  return path;
}

describe('keyrite plan check', () => {
  it('prints the script, the fingerprint in hex and sixteen words, and ends with 0', async () => {
    const { code, out } = await run('check', template);
    expect(code).toBe(0);
    expect(out).toContain(createHash('sha256').update(readFileSync(template)).digest('hex'));
    expect(out.match(/^ +\d+ \w+( +\d+ \w+){3}$/gm)).toHaveLength(4);
    expect(out).toContain('Generate the root key');
    expect(out).toContain('REHEARSAL: keys are not real');
    expect(out).toContain('3 of 5 shares restore');
    expect(out).toMatch(/can be used: no errors, 0 warnings\.$/);
  });

  it('prints every problem with file, line, path and code, and ends with 1', async () => {
    const path = changed('type: ec-p384', 'type: ec-p256\n    colour: blue');
    const { code, out } = await run('check', path);
    expect(code).toBe(1);
    expect(out).toMatch(/changed\.yaml:\d+ {2}keys\[0\]\.colour\n {2}error plan\.unknown-field/);
    expect(out).toMatch(/changed\.yaml:\d+ {2}keys\[0\]\.type\n {2}error plan\.key-type-unfit/);
    expect(out).toMatch(/cannot be used: 2 errors, 0 warnings\.$/);
    expect(out).not.toContain('Script');
  });

  it('a warning alone ends with 0', async () => {
    const { code, out } = await run('check', changed('cryptoperiodDays: 365', 'cryptoperiodDays: 900'));
    expect(code).toBe(0);
    expect(out).toContain('warning plan.cryptoperiod-too-long');
  });

  it('--json prints one line with everything', async () => {
    const { code, out } = await run('check', '--json', template);
    const json = JSON.parse(out) as { ok: boolean; words: string[]; script: { number: number; actors: string[] }[]; plan: { id: string } };
    expect([code, out.includes('\n'), json.ok, json.words.length, json.plan.id]).toEqual([0, false, true, 16, 'KC-2026-REHEARSAL-5']);
    expect(json.script[0]).toMatchObject({ number: 1, id: 'plan' });
    const bad = await run('check', changed('mode: rehearsal', 'mode: practice'), '--json');
    expect([bad.code, JSON.parse(bad.out)]).toMatchObject([1, { ok: false, plan: null, script: [], problems: [{ code: 'plan.not-allowed', path: 'mode' }] }]);
  });

  it('a file that cannot be read ends with 1 and says why', async () => {
    expect(await run('check', join(folder, 'none.yaml'))).toMatchObject({ code: 1, out: '', err: expect.stringContaining('ENOENT') as string });
    expect(await run('check', folder)).toMatchObject({ code: 1, err: expect.stringContaining('cannot be read') as string });
  });

  it('a file of 200 MB is refused at once', async () => {
    const path = join(folder, 'large.yaml');
    writeFileSync(path, '');
    truncateSync(path, 200 * 1024 * 1024);
    expect(await run('check', path)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('209715200 characters') as string });
  });

  it('what is not a plan command is a usage error', async () => {
    for (const args of [[], ['check'], ['show', template], ['check', template, template], ['check', '--yes', template], ['check', '']]) expect((await run(...args)).code).toBe(2);
    expect((await run('check')).err).toContain('keyrite plan check FILE');
  });

  it('nothing in a plan can move the cursor', async () => {
    const path = join(folder, 'escape.yaml');
    writeFileSync(path, 'title: "\\u001b[2J\\u202e"\n"\\u001b]0;x": 1\n');
    const { code, out } = await run('check', path);
    expect(code).toBe(1);
    expect(out).not.toMatch(/[\u001b\u202e]/);
  });
});
