/** A bundle as one ZIP file: the same answer as for the folder, the same bytes at every packing, and no ZIP file that could be read in two ways. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { keyrite } from '../../src/cli/keyrite.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import type { VerifyReport } from '../../src/verifier/report.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { zipSource } from '../../src/verifier/zip-source.ts';
import { sampleBundle } from './sample-bundle.ts';
import { badZips, fullZips, goodZips, handleOf, invalidZips, membersOf, noZips, zipOf } from './zip-cases.ts';
import type { Member } from './zip-cases.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const folder = mkdtempSync(join(tmpdir(), 'keyrite-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = sampleBundle();
const judge = (zip: Uint8Array): Promise<VerifyReport> => verifyBundle(zipSource(handleOf(zip)));
const codeOf = async (zip: Uint8Array): Promise<string> => {
  const error: unknown = await judge(zip).then(() => null, (e: unknown) => e);
  if (error instanceof RefusalError) return error.code;
  throw error instanceof Error ? error : new Error('it was judged');
};
const only = (name: string, change: Partial<Member>): readonly Member[] => membersOf(files, (m) => (m.name === name ? { ...m, ...change } : m));
const added = (...members: readonly Member[]): Buffer => zipOf([...membersOf(files), ...members]);
const text = utf8('hello');

async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await keyrite(args, { out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

function onDisk(name: string, content: ReadonlyMap<string, Uint8Array> = files): string {
  const at = join(folder, name);
  for (const [file, bytes] of content) {
    mkdirSync(join(at, file, '..'), { recursive: true });
    writeFileSync(join(at, file), bytes);
  }
  return at;
}

describe('a bundle in a ZIP file', () => {
  it.each(goodZips)('is valid, $what', async ({ zip }) => {
    expect(await judge(zip(files))).toMatchObject({ verdict: 'valid', findings: [] });
  });

  it('is judged as the folder is: a changed document is named', async () => {
    expect((await judge(zipOf(only('documents/room.txt', { data: utf8('Room list, version 2\n') })))).findings.map((f) => `${f.rule} ${f.file ?? ''}`)).toEqual(['R-FILE-05 documents/room.txt']);
  });
});

describe('names in a ZIP file', () => {
  it.each([
    ['one that leaves the folder', '../keys/ann.pem'],
    ['one that leaves a folder', 'documents/../../x'],
    ['an absolute one', '/etc/passwd'],
    ['a drive letter', 'C:\\x.txt'],
    ['backslashes', 'documents\\x.txt'],
    ['a zero byte', 'documents/x.txt\0.md'],
    ['no UTF-8', Buffer.from([0x64, 0xff]).toString('latin1')],
    ['what another system adds', '__MACOSX/keys/._ann.pem'],
  ])('R-FILE-01: %s', async (_what, name) => {
    const { verdict, findings } = await judge(added({ name, data: text }));
    expect(verdict).toBe('invalid');
    expect(findings.some((f) => f.rule === 'R-FILE-01')).toBe(true);
  });

  it.each(['__MACOSX/keys/._ann.pem', '.DS_Store', 'documents/.DS_Store', 'keys/._ann.pem', 'Thumbs.db'])('%s is not passed over, and whoever packed it is told how to pack', async (name) => {
    const { verdict, findings } = await judge(added({ name, data: text }));
    expect(verdict).toBe('invalid');
    const about = findings.filter((f) => f.file === name);
    expect(about.map((f) => f.rule)).toContain('R-FILE-01');
    for (const f of about) expect(f.found).toContain('A system adds such files, and the rest may be whole: take them out of a copy of the folder');
  });

  it('a folder packed with its own name is invalid, and whoever packed it is told what to give', async () => {
    const { verdict, findings } = await judge(zipOf(membersOf(files, (m) => ({ ...m, name: `KC-1-bundle/${m.name}` }))));
    expect(verdict).toBe('invalid');
    expect(findings.find((f) => f.file === 'KC-1-bundle/statement.dsse.json')?.found).toContain('the folder "KC-1-bundle" was packed, not what is in it');
    expect(findings.find((f) => f.file === 'KC-1-bundle/plan.yaml')?.found).toBe('No file of a bundle has this name.');
  });

  it.each([
    ['a symbolic link', { name: 'documents/link.txt', data: utf8('/etc/passwd'), central: { mode: 0o120777 } }],
    ['a link in the place of a file', { name: 'documents/link.txt', data: utf8('room.txt'), deflate: false, central: { mode: 0o120777 } }],
    ['a device', { name: 'documents/tty', data: new Uint8Array(0), deflate: false, central: { mode: 0o020666 } }],
    ['an empty folder', { name: 'delivery/', data: new Uint8Array(0), deflate: false, central: { mode: 0o040755 } }],
    ['a file given twice', { name: 'plan.yaml', data: text }],
    ['names that differ in case', { name: 'documents/ROOM.txt', data: text }],
  ] as const)('R-FILE-01: %s', async (_what, member) => {
    const { verdict, findings } = await judge(added(member));
    expect(verdict).toBe('invalid');
    expect(findings.some((f) => f.rule === 'R-FILE-01' && f.file?.toLowerCase() === member.name.toLowerCase())).toBe(true);
  });

  it('R-FILE-07: a file beyond the limit of its name, before it is unpacked', async () => {
    const { findings } = await judge(zipOf(only('keys/ann.pem', { data: new Uint8Array(5000).fill(65) })));
    expect(findings.some((f) => f.rule === 'R-FILE-07' && f.file === 'keys/ann.pem')).toBe(true);
  });
});

describe('transcript.bad-zip', () => {
  it.each(badZips)('$what', async ({ zip }) => {
    expect(await codeOf(zip(files))).toBe('transcript.bad-zip');
  });

  it.each(fullZips)('more files than any bundle has: $what', async ({ zip }) => {
    expect(await codeOf(zip(files))).toBe('transcript.too-many-files');
  });

  it.each(noZips)('no ZIP file at all: $what', async ({ zip }) => {
    expect(await codeOf(zip(files))).toBe('transcript.not-a-bundle');
  });

  it.each(invalidZips)('not where it can be judged: $what', async ({ zip }) => {
    expect((await judge(zip(files))).verdict).toBe('invalid');
  });
});

describe('R-FILE-07: what does not unpack as its ZIP file says', () => {
  it.each([
    ['a checksum of something else', { both: { crc: 7 } }, 'its checksum is not the one'],
    ['more than was said', { both: { bytes: 3 } }, 'more than'],
    ['less than was said', { both: { bytes: 300_000 } }, 'less than'],
    ['a stream that is none', { deflate: false, data: utf8('no deflate stream'), both: { method: 8 } }, 'does not unpack'],
  ] as const)('%s', async (_what, change, found) => {
    const { verdict, findings } = await judge(zipOf(only('plan.yaml', change)));
    expect(verdict).toBe('invalid');
    expect(findings.find((f) => f.rule === 'R-FILE-07' && f.file === 'plan.yaml')?.found).toContain(found);
  });

  it('any byte of a packed bundle changed is found', async () => {
    const zip = zipOf(membersOf(files, (m) => ({ ...m, deflate: false })));
    for (let at = 0; at < zip.length; at += 97) {
      const changed = Uint8Array.from(zip);
      changed[at]! ^= 1 << (at % 8);
      const answer = await judge(changed).then((r) => r.verdict, (e: unknown) => (e instanceof RefusalError ? 'invalid' : e));
      // Times and the version that packed it mean nothing; everything else is either the files or where they lie.
      if (answer !== 'invalid') expect(JSON.stringify(await judge(changed))).toBe(JSON.stringify(await judge(zip)));
    }
  });
});

describe('keyrite bundle pack', () => {
  it('gives the same bytes at every packing, whatever the order and the times of the files, and verify reads them', async () => {
    const [a, b] = [onDisk('a'), onDisk('b', new Map([...files].reverse()))];
    const packed = [join(folder, 'a.zip'), join(folder, 'b.zip')] as const;
    expect(await run('bundle', 'pack', a, '--out', packed[0])).toMatchObject({ exit: 0, err: '' });
    expect(await run('bundle', 'pack', b, '--out', packed[1])).toMatchObject({ exit: 0 });
    expect(readFileSync(packed[0]).equals(readFileSync(packed[1]))).toBe(true);
    expect(await run('verify', packed[0])).toMatchObject({ exit: 3, out: expect.stringContaining('VALID, NOTHING PINNED') });
    const json = await run('verify', packed[0], '--json');
    expect(json.out).toBe((await run('verify', a, '--json')).out);
  });

  it('is read by another program', () => {
    const listing = execFileSync('python3', ['-c', 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print("\\n".join(z.namelist()))', join(folder, 'a.zip')], { encoding: 'utf8' });
    expect(listing.trim().split('\n')).toEqual([...files.keys()].sort());
  });

  it('overwrites nothing, packs nothing that no bundle holds, and leaves no half of a file', async () => {
    const there = join(folder, 'a.zip');
    expect(await run('bundle', 'pack', join(folder, 'a'), '--out', there)).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.not-written') });
    const odd = onDisk('odd', new Map([['notes.txt', text]]));
    const linked = onDisk('linked');
    symlinkSync('/etc/hostname', join(linked, 'documents/link.txt'));
    for (const at of [odd, linked]) {
      expect(await run('bundle', 'pack', at, '--out', join(folder, 'odd.zip'))).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.bad-name') });
      expect(() => readFileSync(join(folder, 'odd.zip'))).toThrow();
    }
    expect(await run('bundle', 'pack', join(folder, 'a'))).toMatchObject({ exit: 2 });
  });
});
