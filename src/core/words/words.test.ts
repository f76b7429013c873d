import { readFileSync } from 'node:fs';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { evenWords, oddWords } from './pgp-word-list.ts';
import { fingerprintWords, toWords } from './words.ts';

describe('the PGP word list', () => {
  it('has 256 different words for even and 256 for odd offsets, and no word in both', () => {
    expect(evenWords).toHaveLength(256);
    expect(oddWords).toHaveLength(256);
    const all = [...evenWords, ...oddWords].map((w) => w.toLowerCase());
    expect(new Set(all).size).toBe(512);
    for (const w of all) expect(w).toMatch(/^[a-z]+$/);
  });

  it('is the published list', () => {
    const published = JSON.parse(readFileSync(new URL('../../../resources/words/pgp-words.json', import.meta.url), 'utf8')) as { even: string[]; odd: string[] };
    expect(evenWords).toEqual(published.even);
    expect(oddWords).toEqual(published.odd);
  });
});

describe('words of bytes', () => {
  it('are the published example: SHA-256 of the quick brown fox', () => {
    const digest = sha256(utf8('The quick brown fox jumps over the lazy dog'));
    expect(toWords(digest).slice(0, 8).join(' ')).toBe('stopwatch paramount watchword pocketful ahead stethoscope merit molecule');
    expect(toWords(digest)).toHaveLength(32);
  });

  it('differ for the same byte at an even and an odd offset', () => {
    expect(toWords(Uint8Array.of(0, 0, 255, 255))).toEqual(['aardvark', 'adroitness', 'Zulu', 'Yucatan']);
  });

  it('are sixteen for a digest, the first sixteen', () => {
    const digest = sha256(utf8('x'));
    expect(fingerprintWords(digest)).toEqual(toWords(digest).slice(0, 16));
  });

  it('are refused for anything that is not a SHA-256 digest', () => {
    expect(() => fingerprintWords(new Uint8Array(31))).toThrow(RangeError);
    expect(() => fingerprintWords(new Uint8Array(33))).toThrow(RangeError);
  });
});
