import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, toBase64, utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { decodePackage, encodePackage } from './package-file.ts';
import type { BackupPackage } from './package-file.ts';
import { fromFrames, parseFrame, toFrames } from './package-frames.ts';

const key = (name: string, id: number, length: number): BackupPackage['keys'][number] => ({
  name, type: 'aes-256', purpose: 'master-wrapping', id: id.toString(16).padStart(32, '0'), check: { kind: 'cmac', value: 'E3B1041AC5' }, wrapped: toBase64(new Uint8Array(length).fill(id)),
});
const content: BackupPackage = { v: 1, ceremony: 'KC-2026-A', mode: 'rehearsal', set: 'QX7R04M2', threshold: 3, count: 5, commitments: [1, 2, 3, 4, 5].map((index) => ({ index, salt: '00'.repeat(16), commitment: String(index).repeat(64) })), keys: [key('master', 1, 40), key('second', 2, 40)] };
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof RefusalError ? error.code : String(error);
  }
};

describe('package file', () => {
  it('is canonical JSON and comes back', () => {
    const bytes = encodePackage(content);
    expect(fromUtf8(bytes)).toMatch(/^\{"ceremony":"KC-2026-A","commitments":\[\{"commitment":/);
    expect(decodePackage(bytes)).toEqual(content);
  });

  it.each([
    ['an unknown field', { ...content, note: 'x' }],
    ['an unknown field of a key', { ...content, keys: [{ ...content.keys[0], secret: '' }] }],
    ['no keys', { ...content, keys: [] }],
    ['a key twice', { ...content, keys: [content.keys[0], content.keys[0]] }],
    ['17 keys', { ...content, keys: Array.from({ length: 17 }, (_, i) => key(`k${i}`, i + 1, 40)) }],
    ['a threshold over the count', { ...content, threshold: 6 }],
    ['a threshold of one', { ...content, threshold: 1 }],
    ['a set id with U', { ...content, set: 'UX7R04M2' }],
    ['a wrapped key that is not whole blocks', { ...content, keys: [key('master', 1, 41)] }],
    ['a title instead of an id', { ...content, ceremony: 'Ceremony é' }],
    ['a missing field', Object.fromEntries(Object.entries(content).filter(([name]) => name !== 'set'))],
  ])('refuses %s, both ways', (_, wrong) => {
    expect(codeOf(() => encodePackage(wrong as unknown as BackupPackage))).toBe('package.malformed');
    expect(codeOf(() => decodePackage(utf8(JSON.stringify(wrong))))).toBe('package.malformed');
  });

  it('refuses another version by name, another spelling, other things, and a huge file', () => {
    const text = fromUtf8(encodePackage(content));
    expect(codeOf(() => decodePackage(utf8(text.replace('"v":1', '"v":2'))))).toBe('package.other-version');
    expect(codeOf(() => decodePackage(utf8(` ${text}`)))).toBe('package.malformed');
    expect(codeOf(() => decodePackage(utf8(text.slice(0, -1))))).toBe('package.malformed');
    expect(codeOf(() => decodePackage(Uint8Array.of(0xff)))).toBe('package.malformed');
    expect(codeOf(() => decodePackage(new Uint8Array(300_000)))).toBe('package.too-large');
  });
});

const ascii = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 4000 }).map(utf8);

describe('package on paper', () => {
  it('comes back from its codes in any order, some twice, with other codes among them', () => {
    fc.assert(fc.property(ascii, fc.infiniteStream(fc.nat()), (bytes, order) => {
      const frames = toFrames(bytes);
      for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(611);
      const shuffled = [...frames, frames[0]!, utf8('something else')].map((frame) => ({ frame, at: order.next().value! })).sort((a, b) => a.at - b.at);
      expect(fromFrames(shuffled.map(({ frame }) => frame))).toEqual(bytes);
    }));
  });

  it('names missing parts, mixed packages, an altered part, and nothing at all', () => {
    const frames = toFrames(utf8('a'.repeat(1200)));
    const others = toFrames(utf8('b'.repeat(1200)));
    expect(codeOf(() => fromFrames([frames[0]!, frames[2]!]))).toBe('package.parts-missing');
    expect(codeOf(() => fromFrames([frames[0]!, others[1]!, frames[2]!]))).toBe('package.parts-mixed');
    const altered = frames[1]!.slice();
    altered[200] = 0x63;
    expect(codeOf(() => fromFrames([frames[0]!, altered, frames[2]!]))).toBe('package.altered');
    expect(codeOf(() => fromFrames([frames[0]!, frames[1]!, altered, frames[2]!]))).toBe('package.parts-mixed');
    expect(codeOf(() => fromFrames([]))).toBe('package.no-code');
    expect(codeOf(() => fromFrames([utf8('KEYRITE PACKAGE 1 3/2 ' + 'a'.repeat(64) + '\nx'), new Uint8Array(5000)]))).toBe('package.no-code');
  });

  it('says on every code which part of what it is', () => {
    const bytes = encodePackage(content);
    const frame = parseFrame(toFrames(bytes)[1]!);
    expect(frame).toMatchObject({ number: 2, count: Math.ceil(bytes.length / 500) });
    expect(() => toFrames(new Uint8Array(0))).toThrow(RangeError);
    expect(() => toFrames(utf8('é'))).toThrow(RangeError);
  });
});
