import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { ALPHABET, toSymbols } from './base32.ts';
import { crc32 } from './crc32.ts';
import { decodeShare, encodeShare, setIdBytes, setIdOf, showSetId } from './share-format.ts';
import type { Share } from './types.ts';

const anyShare = fc
  .record({ setBytes: fc.uint8Array({ minLength: 5, maxLength: 5 }), numbers: fc.tuple(fc.nat(), fc.nat(), fc.nat()), y: fc.uint8Array({ minLength: 32, maxLength: 32 }), x: fc.integer({ min: 1, max: 255 }) })
  .map(({ setBytes, numbers, y, x }): Share => {
    const count = 2 + (numbers[0] % 31);
    return { set: setIdOf(setBytes), count, threshold: 2 + (numbers[1] % (count - 1)), index: 1 + (numbers[2] % count), value: Uint8Array.of(...y, x) };
  });
const share: Share = { set: 'QX7R04M2', index: 2, threshold: 3, count: 5, value: Uint8Array.from({ length: 33 }, (_, i) => i + 1) };

const codeOf = (bytes: Uint8Array): string => {
  try {
    decodeShare(bytes);
    return 'accepted';
  } catch (error) {
    return error instanceof RefusalError ? error.code : String(error);
  }
};

describe('share record', () => {
  it('comes back as it went in, from the record and from its code', () => {
    fc.assert(fc.property(anyShare, (made) => {
      const record = encodeShare(made);
      expect(record).toHaveLength(50);
      expect(decodeShare(record)).toEqual(made);
      const text = [...toSymbols(record)].map((symbol) => ALPHABET[symbol]!).join('');
      expect(text.slice(0, 16)).toBe(`KEYR1TE1${made.set}`);
      expect(decodeShare(utf8(text))).toEqual(made);
      expect(decodeShare(utf8(text.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')))).toEqual(made);
    }));
  });

  it('leaves the input alone and answers with an own copy', () => {
    const record = encodeShare(share);
    const before = toHex(record);
    decodeShare(record).value.fill(0);
    expect(toHex(record)).toBe(before);
  });

  it('refuses every single changed bit', () => {
    const record = encodeShare(share);
    for (let bit = 0; bit < record.length * 8; bit++) {
      const changed = record.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(codeOf(changed)).not.toBe('accepted');
    }
  });

  it('names another version, a cut record, and things that are no share', () => {
    const record = encodeShare(share);
    const next = record.slice();
    next[4] = 0xc2;
    expect(codeOf(next)).toBe('share.other-version');
    expect(codeOf(record.subarray(0, 49))).toBe('share.damaged');
    expect(codeOf(Uint8Array.of(...record, 0))).toBe('share.damaged');
    for (const other of [new Uint8Array(0), new Uint8Array(50), utf8('https://example.org/'), utf8('A'.repeat(80)), new Uint8Array(2_000_000)]) {
      expect(codeOf(other)).toBe('share.unreadable');
    }
  });

  it('refuses numbers that can not be, even with a right checksum', () => {
    for (const [at, value] of [[10, 0], [10, 6], [11, 1], [11, 6], [12, 33], [45, 0]] as const) {
      const record = encodeShare(share);
      record[at] = value;
      new DataView(record.buffer).setUint32(46, crc32(record.subarray(0, 46)));
      expect(codeOf(record)).toBe('share.damaged');
    }
    expect(() => encodeShare({ ...share, index: 6 })).toThrow(RangeError);
    expect(() => encodeShare({ ...share, value: new Uint8Array(33) })).toThrow(RangeError);
    expect(() => encodeShare({ ...share, set: 'QX7R-04M2' })).toThrow(RangeError);
  });

  it('writes set ids as people read them', () => {
    expect(toHex(setIdBytes(setIdOf(Uint8Array.of(0, 255, 16, 1, 128))))).toBe('00ff100180');
    expect(showSetId('QX7R04M2')).toBe('QX7R-04M2');
    expect(showSetId('QX7R-04M2')).toBe('QX7R-04M2');
    for (const bad of ['QX7R04M', 'QX7R04M22', 'qx7r04m2', 'OX7R04M2', 'UX7R04M2']) expect(() => setIdBytes(bad)).toThrow(RangeError);
  });

  it('computes the CRC-32 that zlib computes', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => crc32(bytes) === zlibCrc32(bytes)));
  });
});
