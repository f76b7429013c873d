/** Reads DER as somebody would write it who wants two readers to see two things, and as chance would. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equalBytes, fromHex } from '../../bytes/bytes.ts';
import { readCertificate } from './certificate.ts';
import { algorithm, bits, children, DerError, integer, isTrue, oid, onlyElement, partsOf, smallInteger, sortedParts, tags, timeOf } from './der.ts';
import type { Element } from './der.ts';
import { readTimestamp } from './timestamp.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex.replaceAll(' ', ''));
const one = (hex: string): Element => onlyElement(bytes(hex));
const time = (tag: number, text: string): Element => ({ tag, content: new TextEncoder().encode(text), whole: new Uint8Array() });

function lengthOf(length: number): Uint8Array {
  const digits = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : length < 0x10000 ? [0x82, length >> 8, length & 255] : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return Uint8Array.from(digits);
}
const tlv = (tag: number, content: Uint8Array): Uint8Array => concat(Uint8Array.of(tag), lengthOf(content.length), content);

/** Writes what was read anew, part by part; what does not read as parts is written as it stands. */
function encoded({ tag, content }: Element, depth = 0): Uint8Array {
  if ((tag & 0x20) === 0 || depth > 20) return tlv(tag, content);
  try {
    return tlv(tag, concat(...children({ tag, content, whole: content }).map((part) => encoded(part, depth + 1))));
  } catch {
    return tlv(tag, content);
  }
}

describe('an element', () => {
  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an indefinite length', '3080 0000'],
    ['a length of no bytes that says it has some', '3081'],
    ['a length in a byte more than it needs', '30 8105 0201010000'],
    ['a length in two bytes more than it needs', '04 820005 0000000000'],
    ['a length with a leading zero', '04 830000 05 0000000000'],
    ['a length of four bytes', '04 8400000001 00'],
    ['a length of 127 bytes', `04 ff ${'ff'.repeat(127)}`],
    ['the length that is reserved', '04 ff'],
    ['more than is there', '04 02 00'],
    ['far more than is there', '04 83ffffff 00'],
    ['a tag of two bytes', '1f1f 00'],
    ['a tag of many bytes', '3f ffffffffff7f 00'],
    ['a byte after it', '0401 00 00'],
  ])('is not %s', (_what, hex) => {
    expect(() => one(hex)).toThrow(DerError);
  });

  it('has no parts where its tag says so, and not a thousand', () => {
    expect(() => children(one('0400'))).toThrow(DerError);
    expect(() => children(onlyElement(tlv(0x30, concat(...Array.from({ length: 1001 }, () => bytes('0500'))))))).toThrow(DerError);
    expect(children(one('3000'))).toEqual([]);
  });

  it('is read where it lies deep, without a call for each level', () => {
    let nested: Uint8Array = bytes('0500');
    for (let i = 0; i < 20_000; i++) nested = tlv(0x30, nested);
    expect(() => readTimestamp(nested)).toThrow(DerError);
    expect(() => readCertificate(nested)).toThrow(DerError);
  });
});

describe('a value', () => {
  it.each(['0200', '020100 00', '02020000', '0202007f', '0202ff80', '0102ff', '030101'].map((hex) => hex.replaceAll(' ', '')))('is no number: %s', (hex) => {
    expect(() => integer(onlyElement(bytes(hex)))).toThrow(DerError);
  });
  it('is a number in its one form', () => {
    for (const hex of ['020100', '02017f', '02020080', '0201ff', '0202ff7f']) expect(integer(one(hex)).length).toBeGreaterThan(0);
    expect(smallInteger(one('02020100'))).toBe(256);
    expect(() => smallInteger(one('0201ff'))).toThrow(DerError);
    expect(() => smallInteger(one('02050100000000'))).toThrow(DerError);
  });
  it.each(['0600', '06018080', '0603558001', '060255ff', '060a2affffffffffffffff7f'])('is no object identifier: %s', (hex) => {
    expect(() => oid(onlyElement(bytes(hex)))).toThrow(DerError);
  });
  it('is an object identifier', () => {
    expect(oid(one('0603551d25'))).toBe('2.5.29.37');
    expect(oid(one('06022a03'))).toBe('1.2.3');
    expect(oid(one('0603883703'))).toBe('2.999.3');
  });
  it('is true as FF only, false as 00 only', () => {
    expect([isTrue(one('0101ff')), isTrue(one('010100'))]).toEqual([true, false]);
    for (const hex of ['010101', '0100', '0102ffff', '0201ff']) expect(() => isTrue(one(hex)), hex).toThrow(DerError);
  });
  it('is a bit string of whole bytes, not in pieces', () => {
    expect(bits(one('030300abcd'))).toEqual(bytes('abcd'));
    for (const hex of ['0300', '030101', '030307ff00', '2305 030300abcd'.replaceAll(' ', '')]) expect(() => bits(one(hex)), hex).toThrow(DerError);
  });
  it.each([
    [tags.utcTime, '260101000000+0100'], [tags.utcTime, '2601010000Z'], [tags.utcTime, '260230000000Z'], [tags.utcTime, '20260101000000Z'], [tags.utcTime, '260101240000Z'],
    [tags.generalizedTime, '20260101000000'], [tags.generalizedTime, '20260101000000.Z'], [tags.generalizedTime, '20260101000000.10Z'], [tags.generalizedTime, '20260101000000,1Z'], [tags.generalizedTime, '19491231235959Z'],
    [tags.generalizedTime, '20260101000060Z'], [tags.generalizedTime, `20260101000000.${'1'.repeat(60_000)}Z`], [tags.octets, '20260101000000Z'],
  ])('is no time: %i %s', (tag, text) => {
    expect(() => timeOf(time(tag, text))).toThrow(DerError);
  });
  it('is a time', () => {
    expect(timeOf(time(tags.utcTime, '491231235959Z'))).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(timeOf(time(tags.utcTime, '500101000000Z'))).toBe(Date.UTC(1950, 0, 1));
    expect(timeOf(time(tags.generalizedTime, '20260101000000.0019Z'))).toBe(Date.UTC(2026, 0, 1, 0, 0, 0, 1));
  });
  it('is a set in the order of its encodings', () => {
    expect(sortedParts(one('3106 020101 020102'))).toHaveLength(2);
    expect(sortedParts(one('3107 0101ff 02020080'))).toHaveLength(2);
    expect(() => sortedParts(one('3106 020102 020101'))).toThrow(DerError);
    expect(() => sortedParts(one('3107 02020080 0101ff'))).toThrow(DerError);
  });
  it('is an algorithm with nothing, NULL or a curve beside its name', () => {
    expect(algorithm(one('3003 06012a'))).toEqual({ oid: '1.2', parameters: null });
    expect(algorithm(one('3005 06012a 0500'))).toEqual({ oid: '1.2', parameters: null });
    expect(algorithm(one('3006 06012a 06012a'))).toEqual({ oid: '1.2', parameters: '1.2' });
    for (const hex of ['3006 06012a 050100', '3005 06012a 3000', '3007 06012a 0500 0500', '3000']) expect(() => algorithm(one(hex)), hex).toThrow(DerError);
  });
});

describe('anything at all', () => {
  const readers = { readTimestamp, readCertificate, onlyElement } as const;
  /** Accepted, or refused with our own error: nothing else. */
  const readsOrRefuses = (der: Uint8Array): void => {
    for (const read of Object.values(readers)) {
      try {
        read(der);
      } catch (error) {
        if (!(error instanceof DerError)) throw error;
      }
    }
  };
  const tree: fc.Arbitrary<Uint8Array> = fc.letrec<{ readonly node: Uint8Array }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 40 })).map(([tag, content]) => tlv(tag, content)),
      fc.constantFrom('0500', '0101ff', '020101', '06092a864886f70d010702', '060b2a864886f70d0109100104', '180f32303237303130313030303030305a').map(bytes),
      fc.tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0xa1, 0xa3), fc.array(tie('node'), { maxLength: 6 })).map(([tag, parts]) => tlv(tag, concat(...parts))),
    ),
  })).node;

  it('is read or refused, never more', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), readsOrRefuses), { numRuns: 3000 });
    fc.assert(fc.property(tree, readsOrRefuses), { numRuns: 3000 });
  });

  it('has one encoding: what is read is what is written again', () => {
    fc.assert(fc.property(fc.oneof(tree, fc.uint8Array({ maxLength: 60 })), (der) => {
      let element: Element;
      try {
        element = onlyElement(der);
      } catch {
        return;
      }
      expect(equalBytes(encoded(element), der)).toBe(true);
      expect(equalBytes(element.whole, der)).toBe(true);
    }), { numRuns: 3000 });
  });

  it('in the order that is asked for, and to the end', () => {
    const parts = partsOf(one('3005 020101 0500'));
    expect(parts.maybe(tags.oid)).toBeNull();
    expect(smallInteger(parts.take(tags.integer))).toBe(1);
    expect(() => partsOf(one('3005 020101 0500')).take(0x05)).toThrow(DerError);
    expect(() => {
      parts.end();
    }).toThrow(DerError);
  });
});
