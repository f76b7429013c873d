/** `keyrite verify` on folders on a real disk: exit codes, pins, JSON, and everything a hostile folder may hold. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, closeSync, ftruncateSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyCommand } from '../../src/cli/verify.ts';
import { printable } from '../../src/verifier/print-report.ts';
import type { VerifyReport } from '../../src/verifier/report.ts';
import { later } from './later-samples.ts';
import { sampleBundle } from './sample-bundle.ts';
import { pins, trustBreaks } from './trust-breaks.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
function written(files: ReadonlyMap<string, Uint8Array> = sampleBundle()): string {
  const path = join(folder, `bundle ${++number}`);
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

function trustFile(content: unknown): string {
  const path = join(folder, `trust ${++number}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}

async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await verifyCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

async function report(path: string, ...args: readonly string[]): Promise<VerifyReport & { readonly exit: number }> {
  return JSON.parse((await run(path, '--json', ...args)).out) as VerifyReport & { readonly exit: number };
}

const whole = written();
const practice = written(sampleBundle({ mode: 'rehearsal' }));
const pinned = trustFile({ keyriteTrust: 1, ceremony: 'SAMPLE-2-OF-3', hsmRoot: [pins.otherRoot, pins.root], participants: { threshold: 2, keys: [pins.ann, pins.aud, pins.stranger] } });

describe('exit codes', () => {
  it('3: valid, nothing pinned', async () => {
    const { exit, out, err } = await run(whole);
    expect({ exit, err }).toEqual({ exit: 3, err: '' });
    expect(out).toContain('VALID, NOTHING PINNED');
    expect(out).not.toContain('REHEARSAL');
  });

  it('0: valid, and every pin is met', async () => {
    const { exit, out } = await run(whole, '--trust', pinned);
    expect(exit).toBe(0);
    expect(out).toContain('VALID AND TRUSTED');
    expect(out).toContain('signed, pinned: Ann One (ann)');
    expect(await report(whole, '--trust', pinned)).toMatchObject({ exit: 0, verdict: 'trusted', findings: [], statement: { predicate: { ceremony: 'SAMPLE-2-OF-3' } } });
  });

  it('0 with either kind of pin alone', async () => {
    expect((await run(whole, '--trust', trustFile({ keyriteTrust: 1, hsmRoot: [pins.root] }))).exit).toBe(0);
    expect((await run(whole, '--trust', trustFile({ keyriteTrust: 1, participants: { threshold: 1, keys: [pins.aud] } }))).exit).toBe(0);
  });

  it.each(trustBreaks)('1: $what', async ({ rule, trust }) => {
    const found = await report(whole, '--trust', trustFile(trust));
    expect(found.exit).toBe(1);
    expect(found.findings.map((f) => f.rule)).toContain(rule);
    expect((await run(whole, '--trust', trustFile(trust))).out).toContain(rule);
  });

  it('a rehearsal says so, and is trusted only where that is allowed', async () => {
    for (const args of [[practice], [practice, '--trust', pinned], [practice, '--allow-rehearsal']]) {
      const { exit, out } = await run(...args);
      expect(exit).toBe(3);
      expect(out.startsWith('REHEARSAL')).toBe(true);
    }
    const allowed = await run(practice, '--trust', pinned, '--allow-rehearsal');
    expect(allowed.exit).toBe(0);
    expect(allowed.out.startsWith('REHEARSAL')).toBe(true);
    expect(await report(practice)).toMatchObject({ rehearsal: true, exit: 3 });
  });

  it.each([[[]], [['--json']], [[whole, '--trust']], [[whole, '--trust', pinned, '--trust', pinned]], [[whole, '--force']], [['']]] as const)('2: usage %j', async (args) => {
    const { exit, err } = await run(...args);
    expect(exit).toBe(2);
    expect(err).toContain('keyrite verify BUNDLE');
  });

  it('2: nothing to judge', async () => {
    expect(await run(join(folder, 'nowhere'))).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('transcript.not-a-bundle') as string });
    expect(await run(join(whole, 'plan.yaml'))).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.not-a-bundle') as string });
    expect(await run(whole, '--trust', join(folder, 'nowhere'))).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.unreadable') as string });
  });

  it.each([
    ['not JSON', 'hello'],
    ['nothing pinned', { keyriteTrust: 1 }],
    ['an empty list', { keyriteTrust: 1, hsmRoot: [] }],
    ['an unknown field', { keyriteTrust: 1, hsmRoot: [pins.root], hsmroot: [] }],
    ['another version', { keyriteTrust: 2, hsmRoot: [pins.root] }],
    ['a key twice', { keyriteTrust: 1, participants: { threshold: 2, keys: [pins.ann, pins.ann] } }],
    ['a threshold of none', { keyriteTrust: 1, participants: { threshold: 0, keys: [pins.ann] } }],
    ['a threshold that cannot be met', { keyriteTrust: 1, participants: { threshold: 2, keys: [pins.ann] } }],
    ['capital letters', { keyriteTrust: 1, hsmRoot: [pins.root.toUpperCase()] }],
    ['a name given twice', `{"keyriteTrust":1,"participants":{"threshold":2,"threshold":1,"keys":["${pins.ann}","${pins.aud}"]}}`],
    ['too much of it', ' '.repeat(300_000)],
  ])('2: a trust file with %s', async (_what, content) => {
    const { exit, err } = await run(whole, '--trust', trustFile(content));
    expect(exit).toBe(2);
    expect(err).toMatch(/transcript\.(bad-trust|too-large)/);
  });

  it('help is 0', async () => {
    expect(await run('--help')).toMatchObject({ exit: 0, out: expect.stringContaining('Exit code') as string });
  });
});

describe('several bundles', () => {
  const check = written(new Map(later('check').bundle));
  const rotate = written(new Map(later('rotate').bundle));

  it('are each judged, and then as one lineage', async () => {
    const { exit, out, err } = await run(check, whole);
    expect({ exit, err }).toEqual({ exit: 3, err: '' });
    expect(out.match(/VALID, NOTHING PINNED/g)).toHaveLength(2);
    expect(out.split('\n').at(-2)).toBe('ONE LINEAGE');
  });

  it('0 where the pins of the root are met by all', async () => {
    expect((await run(whole, check, '--trust', trustFile({ keyriteTrust: 1, hsmRoot: [pins.root] }))).exit).toBe(0);
  });

  it('1 where two follow the same one, though each is valid', async () => {
    const { exit, out } = await run(whole, check, rotate);
    expect(exit).toBe(1);
    expect(out).toContain('R-LINEAGE-01');
    expect(out).toContain('NOT ONE LINEAGE');
    const json = JSON.parse((await run(whole, check, rotate, '--json')).out) as { readonly exit: number; readonly bundles: readonly { readonly bundle: string; readonly exit: number; readonly verdict: string }[]; readonly lineage: { readonly errors: number } };
    expect(json).toMatchObject({ keyriteVerify: 1, exit: 1, bundles: [{ bundle: whole, exit: 3, verdict: 'valid' }, { bundle: check, exit: 3 }, { bundle: rotate, exit: 3 }], lineage: { errors: 1 } });
  });

  it('1 where one of them is invalid', async () => {
    const broken = written(new Map(later('check').bundle));
    rmSync(join(broken, 'inherited/statement.dsse.json'));
    expect((await run(whole, broken)).exit).toBe(1);
  });

  it('2 where one of them is none', async () => {
    expect(await run(whole, join(folder, 'nowhere'))).toMatchObject({ exit: 2, out: '' });
  });
});

describe('a hostile folder', () => {
  it('is not followed out of by a symbolic link', async () => {
    const file = written();
    rmSync(join(file, 'plan.yaml'));
    symlinkSync(join(whole, 'plan.yaml'), join(file, 'plan.yaml'));
    const found = await report(file);
    expect(found.exit).toBe(1);
    expect(found.findings).toContainEqual(expect.objectContaining({ rule: 'R-FILE-01', file: 'plan.yaml' }));

    const dir = written();
    rmSync(join(dir, 'keys'), { recursive: true });
    symlinkSync(join(whole, 'keys'), join(dir, 'keys'));
    expect((await report(dir)).findings).toContainEqual(expect.objectContaining({ rule: 'R-FILE-01', file: 'keys' }));
  });

  it('does not make the verifier wait at a pipe', async () => {
    const path = written();
    rmSync(join(path, 'plan.yaml'));
    expect(spawnSync('mkfifo', [join(path, 'plan.yaml')]).status).toBe(0);
    expect((await report(path)).findings).toContainEqual(expect.objectContaining({ rule: 'R-FILE-01', file: 'plan.yaml' }));
  });

  it.each([
    ['zeros', 0],
    ['one line', 0x61],
  ])('is refused quickly where 200 MB of %s stand for a transcript', async (_what, byte) => {
    const path = written();
    const handle = openSync(join(path, 'transcript.jsonl'), 'w');
    if (byte !== 0) writeFileSync(handle, new Uint8Array(2 * 1024 * 1024).fill(byte));
    ftruncateSync(handle, 200 * 1024 * 1024);
    closeSync(handle);
    const before = process.cpuUsage().user;
    const found = await report(path);
    expect(found.exit).toBe(1);
    expect(found.findings).toContainEqual(expect.objectContaining({ rule: 'R-LINE-01', event: 0, file: 'transcript.jsonl' }));
    // Not a clock: work. Reading and hashing 200 MB takes several times as much.
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(1500);
  });

  it('cannot write to the terminal', async () => {
    const evil = written(sampleBundle({ predicate: (p) => ({ ...p, title: '\u001b[2J\u001b[32mVALID AND TRUSTED\r\n\u202e\u009b2J' }) }));
    const { exit, out } = await run(evil);
    expect(exit).toBe(1);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const json = (await run(evil, '--json')).out;
    expect(json).toMatch(/^[\u0020-\u007e]*$/);
    expect((JSON.parse(json) as VerifyReport).statement?.predicate.title).toContain('\u202e');
    expect(printable('a\u001bb\nc')).toBe('a\\u{1b}b\\u{a}c');
  });

  it('with thousands of files is not walked to its end', async () => {
    const path = written();
    mkdirSync(join(path, 'documents', 'x'));
    for (let i = 0; i < 1100; i++) writeFileSync(join(path, 'documents', 'x', String(i)), '');
    expect(await run(path)).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.too-many-files') as string });
  });

  it('is held against what laws and standards ask, where that is asked for', async () => {
    const met = await run(written(), '--requirements');
    expect(met.out).toMatch(/^ {2}met +45 CFR 164\.312\(b\)$/m);
    expect(met.out).not.toContain('NOT MET');
    const broken = await run(written(sampleBundle({ files: (f) => f.delete('keys/ann.pem') })), '--requirements', '--json');
    const { requirements } = JSON.parse(broken.out) as { readonly requirements: readonly { readonly source: string; readonly state: string; readonly broken: readonly string[] }[] };
    expect(requirements.find((r) => r.source === '45 CFR 164.312(c)(1), (2)')).toMatchObject({ state: 'not-met', broken: expect.arrayContaining(['R-FILE-02']) as string[] });
    expect(requirements.filter((r) => r.state === 'met')).toEqual([]);
  });

  it('is left as it was', async () => {
    const path = written();
    const before = readFileSync(join(path, 'transcript.jsonl'));
    await run(path);
    expect(readFileSync(join(path, 'transcript.jsonl')).equals(before)).toBe(true);
  });
});
