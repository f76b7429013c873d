import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../bytes/bytes.ts';
import { commit, opens } from './commitment.ts';
import type { Expectation } from './judge.ts';
import { judgeShare } from './judge.ts';
import { encodeShare } from './share-format.ts';
import { splitSecret } from './split.ts';
import { fromRows, toRows } from './typed-form.ts';

const salt = (index: number): Uint8Array => new Uint8Array(16).fill(index);
async function makeSet(set: string): Promise<{ records: Uint8Array[]; against: Expectation }> {
  const values = await splitSecret(new Uint8Array(32).fill(5), { threshold: 3, count: 5 });
  const records = values.map((value, i) => encodeShare({ set, index: i + 1, threshold: 3, count: 5, value }));
  const commitments = records.map((record, i) => ({ index: i + 1, salt: toHex(salt(i + 1)), commitment: commit(record, salt(i + 1)) }));
  return { records, against: { set, commitments, voidSets: ['V01DV01D'], alreadyRead: [], expectedIndex: 2 } };
}
const codeOf = (bytes: Uint8Array, against: Expectation): string => {
  const judged = judgeShare(bytes, against);
  return judged.ok ? 'accepted' : judged.refusal.code;
};

describe('commitment', () => {
  it('is SHA-256 of tag, salt and record', async () => {
    const { records, against } = await makeSet('QX7R04M2');
    const expected = toHex(sha256(concat(utf8('keyrite share commitment v1'), Uint8Array.of(0), salt(1), records[0]!)));
    expect(against.commitments[0]!.commitment).toBe(expected);
    expect(opens(against.commitments[0]!, records[0]!)).toBe(true);
    expect(opens(against.commitments[0]!, records[1]!)).toBe(false);
    expect(opens({ ...against.commitments[0]!, salt: 'zz' }, records[0]!)).toBe(false);
  });
  it('is of a whole share with a whole salt only', () => {
    expect(() => commit(fromHex('1234'), salt(1))).toThrow(RangeError);
    expect(() => commit(new Uint8Array(50), new Uint8Array(8))).toThrow(RangeError);
  });
});

describe('judging a share', () => {
  it('accepts the right one, as record, as typed, and leaves the bytes to the caller', async () => {
    const { records, against } = await makeSet('QX7R04M2');
    expect(codeOf(records[1]!, against)).toBe('accepted');
    const judged = judgeShare(fromRows(toRows(records[1]!)), against);
    if (!judged.ok) throw new Error(judged.refusal.code);
    expect(encodeShare(judged.share)).toEqual(records[1]);
  });

  it('names what else it may be', async () => {
    const { records, against } = await makeSet('QX7R04M2');
    const old = (await makeSet('V01DV01D')).records[1]!;
    const foreign = (await makeSet('0THER000')).records[1]!;
    const version = records[1]!.slice();
    version[4] = 0xc3;
    const damaged = records[1]!.slice();
    damaged[20]! ^= 1;
    const again = (await makeSet('QX7R04M2')).records[1]!;
    expect(codeOf(utf8('https://example.org/menu'), against)).toBe('share.unreadable');
    expect(codeOf(version, against)).toBe('share.other-version');
    expect(codeOf(damaged, against)).toBe('share.damaged');
    expect(codeOf(old, against)).toBe('share.void-set');
    expect(codeOf(foreign, against)).toBe('share.other-set');
    expect(codeOf(again, against)).toBe('share.altered');
    expect(codeOf(records[2]!, against)).toBe('share.not-yours');
    expect(codeOf(records[1]!, { ...against, alreadyRead: [2] })).toBe('share.duplicate');
  });

  it('takes any share of the set where no one is expected, but none twice', async () => {
    const { records, against } = await makeSet('QX7R04M2');
    const { expectedIndex: _, ...open } = against;
    for (const record of records) expect(codeOf(record, open)).toBe('accepted');
    expect(codeOf(records[3]!, { ...open, alreadyRead: [1, 4] })).toBe('share.duplicate');
  });

  it('does not believe an altered index, threshold or count, nor a share without a commitment', async () => {
    const { records, against } = await makeSet('QX7R04M2');
    const value = records[1]!.slice(13, 46);
    for (const change of [{ index: 3 }, { threshold: 2 }, { count: 4 }]) {
      expect(codeOf(encodeShare({ set: 'QX7R04M2', index: 2, threshold: 3, count: 5, value, ...change }), against)).toBe('share.altered');
    }
    expect(codeOf(records[1]!, { ...against, commitments: [] })).toBe('share.altered');
  });

  it('says what it found in words a custodian understands, without the share', async () => {
    const { records, against } = await makeSet('QX7R04M2');
    const judged = judgeShare(records[2]!, against);
    expect(judged).toMatchObject({ ok: false, refusal: { sentence: expect.stringContaining('share 3') } });
    expect(JSON.stringify(judged)).not.toContain(toHex(records[2]!.subarray(13, 20)));
  });
});
