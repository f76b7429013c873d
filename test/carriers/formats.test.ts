/** What docs/formats/share.md and package.md say is true: their examples are our vectors, and their programs restore from them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { fromHex, fromUtf8, toHex, utf8 } from '../../src/core/bytes/bytes.ts';
import { codeText } from '../../src/core/shares/code-text.ts';
import { commit } from '../../src/core/shares/commitment.ts';
import { decodePackage, encodePackage } from '../../src/core/shares/package-file.ts';
import { fromFrames, toFrames } from '../../src/core/shares/package-frames.ts';
import { decodeShare, encodeShare } from '../../src/core/shares/share-format.ts';
import { combineShares, splitSecret } from '../../src/core/shares/split.ts';
import { fromRows, toRows } from '../../src/core/shares/typed-form.ts';
import vectors from '../vectors/share-v1.json' with { type: 'json' };
import { random } from './sheet-data.ts';

const document = (name: string): string => readFileSync(new URL(`../../docs/formats/${name}`, import.meta.url), 'utf8');
const block = (text: string, language: string): string => new RegExp('```' + language + '\\n([^]*?)```').exec(text)![1]!;
const shareDocument = document('share.md');
const packageDocument = document('package.md');
const folder = mkdtempSync(join(tmpdir(), 'keyrite-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function python(lines: readonly string[]): { readonly status: number | null; readonly out: string; readonly error: string } {
  const program = join(folder, 'restore.py');
  const input = join(folder, 'shares.txt');
  writeFileSync(program, block(shareDocument, 'python'));
  writeFileSync(input, lines.join('\n'));
  const result = spawnSync('python3', [program, input], { encoding: 'utf8' });
  if (result.error !== undefined) throw result.error;
  return { status: result.status, out: result.stdout.trim(), error: result.stderr.trim() };
}

describe('the vectors of share format 1', () => {
  it('are what the code makes and reads', async () => {
    for (const share of vectors.shares) {
      const record = fromHex(share.record);
      const decoded = decodeShare(record);
      expect(decoded).toMatchObject({ set: vectors.set, threshold: vectors.threshold, count: vectors.count, index: share.index });
      expect(decoded.value[32]).toBe(share.x);
      expect(toHex(encodeShare(decoded))).toBe(share.record);
      expect(codeText(record)).toBe(share.code);
      expect(toRows(record)).toEqual(share.rows);
      expect(toHex(fromRows(share.rows))).toBe(share.record);
      expect(commit(record, fromHex(share.salt))).toBe(share.commitment);
    }
    for (const [a, b] of [[0, 1], [0, 2], [2, 1]] as const) {
      const values = [a, b].map((i) => decodeShare(fromHex(vectors.shares[i]!.record)).value);
      expect(toHex(await combineShares(values))).toBe(vectors.secret);
    }
  });

  it('are quoted by the documents as they are', () => {
    const [first, second] = vectors.shares;
    for (const text of [first!.code, second!.code, vectors.secret, first!.salt, first!.commitment, ...first!.rows.map((row) => row.replace(' · ', '  ·  '))]) expect(shareDocument).toContain(text);
    const key = decodePackage(utf8(vectors.package.text)).keys[0]!;
    for (const text of [key.wrapped, key.check.value, vectors.package.key]) expect(packageDocument).toContain(text);
  });

  it('hold a package that is canonical and joins from its frames', () => {
    const bytes = utf8(vectors.package.text);
    expect(fromUtf8(encodePackage(decodePackage(bytes)))).toBe(vectors.package.text);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(vectors.package.sha256);
    expect(toFrames(bytes).map(fromUtf8)).toEqual(vectors.package.frames);
    expect(fromUtf8(fromFrames(vectors.package.frames.map(utf8)))).toBe(vectors.package.text);
  });
});

describe('the program of share.md', () => {
  it('restores from codes and from rows, in either case', () => {
    expect(python([vectors.shares[0]!.code, vectors.shares[1]!.code]).out).toBe(vectors.secret);
    expect(python([vectors.shares[2]!.rows.join(' ').toLowerCase(), '', vectors.shares[1]!.rows.join(' - ')]).out).toBe(vectors.secret);
  });

  it('restores shares that were just made, of several sizes', async () => {
    for (const size of [{ threshold: 2, count: 2 }, { threshold: 5, count: 9 }, { threshold: 32, count: 32 }]) {
      const secret = random(32);
      const values = await splitSecret(secret, size);
      const records = values.map((value, i) => encodeShare({ set: 'QX7R04M2', index: i + 1, ...size, value }));
      expect(python(records.reverse().map((record) => toRows(record).join(' '))).out).toBe(toHex(secret));
    }
  });

  it('stops at a wrong row, a misread code, another set, too few shares', async () => {
    const [first, second] = vectors.shares;
    expect(python([first!.rows.with(2, first!.rows[2]!.replace('5', '6')).join(' '), second!.code]).error).toBe('row 3 is wrong');
    expect(python([first!.rows.with(1, first!.rows[2]!).with(2, first!.rows[1]!).join(' ')]).error).toBe('row 2 is wrong');
    expect(python([first!.code.replace('TT', 'T1'), second!.code]).error).toBe('not a share, or misread');
    expect(python([first!.code, first!.code]).error).toBe('2 different shares are needed');
    const value = (await splitSecret(random(32), { threshold: 2, count: 2 }))[0]!;
    expect(python([first!.code, codeText(encodeShare({ set: '00000000', index: 1, threshold: 2, count: 2, value }))]).error).toBe('shares of different sets');
  });
});

describe('the commands of package.md', () => {
  const unwrap = (key: string): { readonly status: number | null; readonly file: string } => {
    const wrapped = decodePackage(utf8(vectors.package.text)).keys[0]!.wrapped;
    const result = spawnSync('bash', ['--norc', '-o', 'pipefail', '-c', block(packageDocument, 'sh')], { cwd: folder, env: { ...process.env, KEY: key, WRAPPED: wrapped } });
    if (result.error !== undefined) throw result.error;
    return { status: result.status, file: readFileSync(join(folder, 'restored.bin')).toString('hex') };
  };
  it('unwrap the example with OpenSSL', () => {
    expect(unwrap(vectors.secret)).toEqual({ status: 0, file: vectors.package.key });
  });
  it('fail with a wrong backup key', () => {
    expect(unwrap(vectors.secret.replace('01', '02')).status).not.toBe(0);
  });
});
