/** RFC 8785 both ways: the published vectors, and everything that must be refused. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromUtf8, utf8 } from '../bytes/bytes.ts';
import { canonicalBytes, canonicalText, parseCanonical } from './canonical-json.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';

const vector = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../../test/vectors/rfc8785-jcs/${name}`, import.meta.url)));

describe('canonicalBytes', () => {
  it.each(['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])('spells %s as RFC 8785 does', (name) => {
    expect(fromUtf8(canonicalBytes(JSON.parse(fromUtf8(vector(`${name}.input.json`)))))).toBe(fromUtf8(vector(`${name}.output.json`)));
  });

  it('spells numbers as RFC 8785 appendix B does', () => {
    const bits = (hex: string): number => new DataView(Uint8Array.from(hex.match(/../g)!.map((b) => Number.parseInt(b, 16))).buffer).getFloat64(0);
    const table: readonly (readonly [string, string])[] = [
      ['0000000000000000', '0'], ['8000000000000000', '0'], ['0000000000000001', '5e-324'], ['8000000000000001', '-5e-324'],
      ['7fefffffffffffff', '1.7976931348623157e+308'], ['4340000000000000', '9007199254740992'], ['4430000000000000', '295147905179352830000'],
      ['44b52d02c7e14af5', '9.999999999999997e+22'], ['44b52d02c7e14af6', '1e+23'], ['444b1ae4d6e2ef4f', '999999999999999900000'],
      ['444b1ae4d6e2ef50', '1e+21'], ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'], ['3eb0c6f7a0b5ed8d', '0.000001'], ['41b3de4355555553', '333333333.3333332'],
    ];
    for (const [hex, text] of table) expect(canonicalText(bits(hex))).toBe(text);
  });

  it.each([
    ['NaN', Number.NaN, 'transcript.not-finite'],
    ['Infinity', Number.POSITIVE_INFINITY, 'transcript.not-finite'],
    ['undefined', undefined, 'transcript.not-json'],
    ['a property that is undefined', { a: undefined }, 'transcript.not-json'],
    ['a hole in an array', [1, , 2], 'transcript.not-json'],
    ['bigint', 1n, 'transcript.not-json'],
    ['a function', () => 0, 'transcript.not-json'],
    ['a symbol', Symbol('s'), 'transcript.not-json'],
    ['a symbol as a name', { [Symbol('s')]: 1 }, 'transcript.not-json'],
    ['bytes', Uint8Array.of(1), 'transcript.not-json'],
    ['a date', new Date(0), 'transcript.not-json'],
    ['a map', new Map(), 'transcript.not-json'],
    ['a lone surrogate', '\ud800', 'transcript.lone-surrogate'],
    ['a lone surrogate in a name', { '\udead': 1 }, 'transcript.lone-surrogate'],
  ])('refuses %s', (_name, value, code) => {
    expect(codeOf(() => canonicalBytes({ value }))).toBe(code);
  });

  it('refuses a cycle and more than 32 levels', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(codeOf(() => canonicalBytes(cycle))).toBe('transcript.too-deep');
    const nested = (n: number): unknown => (n === 0 ? 1 : [nested(n - 1)]);
    expect(canonicalText(nested(32))).toHaveLength(65);
    expect(codeOf(() => canonicalBytes(nested(33)))).toBe('transcript.too-deep');
  });

  it('does not call toJSON', () => {
    expect(codeOf(() => canonicalBytes({ toJSON: () => 'another value' }))).toBe('transcript.not-json');
  });
});

describe('parseCanonical', () => {
  it('gives back what canonicalBytes was given, and nothing else has these bytes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, stringUnit: 'grapheme' }), (text) => {
        const bytes = canonicalBytes(JSON.parse(text));
        expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes);
      }),
    );
  });

  it('keeps a property called __proto__ as a property', () => {
    const value = parseCanonical(utf8('{"__proto__":{"a":1}}'));
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as { a?: unknown }).a).toBeUndefined();
  });

  it.each([
    ['white space', '{"a": 1}', 'transcript.not-canonical'],
    ['a line feed at the end', '{"a":1}\n', 'transcript.not-canonical'],
    ['a name twice', '{"a":1,"a":1}', 'transcript.not-canonical'],
    ['names in another order', '{"b":1,"a":1}', 'transcript.not-canonical'],
    ['a needless escape', '"\\u0061"', 'transcript.not-canonical'],
    ['an escaped slash', '"\\/"', 'transcript.not-canonical'],
    ['1.0', '1.0', 'transcript.not-canonical'],
    ['-0', '-0', 'transcript.not-canonical'],
    ['1E3', '1E3', 'transcript.not-canonical'],
    ['a number that is not exact', '9007199254740993', 'transcript.not-canonical'],
    ['a number beyond the range', '1e400', 'transcript.not-finite'],
    ['a byte order mark', '\ufeff{}', 'transcript.malformed-json'],
    ['two values', '{}{}', 'transcript.malformed-json'],
    ['nothing', '', 'transcript.malformed-json'],
    ['a comment', '{}//', 'transcript.malformed-json'],
    ['an escaped lone surrogate', '"\\ud800"', 'transcript.lone-surrogate'],
  ])('refuses %s', (_name, text, code) => {
    expect(codeOf(() => parseCanonical(utf8(text)))).toBe(code);
  });

  it.each([
    ['a byte that is not UTF-8', concat(utf8('"'), Uint8Array.of(0xff), utf8('"'))],
    ['an overlong form', concat(utf8('"'), Uint8Array.of(0xc0, 0xaf), utf8('"'))],
    ['an encoded surrogate', concat(utf8('"'), Uint8Array.of(0xed, 0xa0, 0x80), utf8('"'))],
  ])('refuses %s', (_name, bytes) => {
    expect(codeOf(() => parseCanonical(bytes))).toBe('transcript.invalid-utf8');
  });

  it('refuses absurd nesting before parsing it', () => {
    expect(codeOf(() => parseCanonical(new Uint8Array(5_000_000).fill(0x5b)))).toBe('transcript.too-deep');
    expect(codeOf(() => parseCanonical(utf8('[[[1]]]'), { maxDepth: 2 }))).toBe('transcript.too-deep');
    expect(parseCanonical(utf8('["[[[[\\"[["]'), { maxDepth: 1 })).toEqual(['[[[["[[']);
  });
});
