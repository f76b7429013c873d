/**
 * The typed form of a share (docs/formats/share.md): rows of 16 Crockford base32 characters, ten bytes, and 2 check characters. It must never put
 * what was typed into a refusal. Rows are strings, as what is printed and typed is; strings can not be wiped (docs/threat-model.md).
 *
 * The check is a Reed-Solomon code over GF(32) (polynomial x^5+x^2+1, generator (x-1)(x-2)), with the row's number as a symbol before the first:
 * minimum distance 3, so any one or two wrong characters in a row, any two swapped, and a row in another row's place are always noticed.
 */
import { wipe } from '../bytes/bytes.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { refusal, RefusalError } from '../refusals/refusal.ts';
import { ALPHABET, fromSymbols, symbolValue, toSymbols } from './base32.ts';
import { SHARE_LENGTH } from './share-format.ts';

export const ROW_BYTES = 10;
export const ROW_CHARACTERS = 18;
export const SHARE_ROWS = SHARE_LENGTH / ROW_BYTES;
const ROW_DATA = 16;
/** Row numbers are one GF(32) symbol, and the code's length (1 + 16 + 2) must not pass 31 (the order of 2 in GF(32)). */
const MAX_ROW = 31;

/** Product of `a` and `b` in GF(32) by x^5+x^2+1 (0x25); `b` is 2 or 3 here. */
function times(a: number, b: 2 | 3): number {
  const doubled = (a << 1) ^ (a & 16 ? 0x25 : 0);
  return b === 2 ? doubled : doubled ^ a;
}

/** The remainder of (row, symbols..., 0, 0) by x^2+3x+2: two symbols. Over a whole row with its check they are 0, 0. */
function remainder(row: number, symbols: Uint8Array): readonly [number, number] {
  let high = 0;
  let low = 0;
  const feed = (symbol: number): void => {
    const feedback = symbol ^ high;
    high = low ^ times(feedback, 3);
    low = times(feedback, 2);
  };
  feed(row);
  for (let i = 0; i < ROW_DATA; i++) feed(symbols[i]!);
  return [high, low];
}

/** Rows such as "7QK4 M2XD 0V8N H6TR · 4C" of `bytes`, whose length is a multiple of 10 (RangeError otherwise). Row numbers count from 1. */
export function toRows(bytes: Uint8Array): string[] {
  const count = bytes.length / ROW_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > MAX_ROW) throw new RangeError('not a whole number of rows');
  const symbols = toSymbols(bytes);
  try {
    return Array.from({ length: count }, (_, i) => {
      const data = symbols.subarray(i * ROW_DATA, (i + 1) * ROW_DATA);
      const groups = [0, 4, 8, 12].map((at) => [...data.subarray(at, at + 4)].map((symbol) => ALPHABET[symbol]!).join(''));
      return `${groups.join(' ')} · ${remainder(i + 1, data).map((symbol) => ALPHABET[symbol]!).join('')}`;
    });
  } finally {
    wipe(symbols);
  }
}

/** What people put between the characters: spaces, hyphens and dashes, dots and middle dots, commas, colons, semicolons, slashes, bars, underscores. */
const SEPARATOR = /[\s\-‐-―−.·•,:;/|_]/;

type Parsed = { readonly ok: true; readonly symbols: Uint8Array } | { readonly ok: false; readonly refusal: Refusal };

function parseRow(row: number, text: string): Parsed {
  const symbols = new Uint8Array(ROW_CHARACTERS);
  let length = 0;
  for (const character of text.slice(0, 400)) {
    if (SEPARATOR.test(character)) continue;
    const value = character.length === 1 ? symbolValue(character.charCodeAt(0)) : -1;
    if (value < 0) return refused(symbols, refusal('share.row-character', { row, position: length + 1 }));
    if (length < ROW_CHARACTERS) symbols[length] = value;
    length++;
  }
  if (length !== ROW_CHARACTERS) return refused(symbols, refusal('share.row-length', { row, have: length, need: ROW_CHARACTERS }));
  if (fits(row, symbols)) return { ok: true, symbols };
  for (let other = 1; other <= SHARE_ROWS; other++) {
    if (other !== row && fits(other, symbols)) return refused(symbols, refusal('share.row-elsewhere', { row, other }));
  }
  return refused(symbols, refusal('share.row-check', { row }));
}

function refused(symbols: Uint8Array, why: Refusal): Parsed {
  wipe(symbols);
  return { ok: false, refusal: why };
}

function fits(row: number, symbols: Uint8Array): boolean {
  const [first, second] = remainder(row, symbols);
  return first === symbols[ROW_DATA] && second === symbols[ROW_DATA + 1];
}

/**
 * Whether `text` is a right row with this number (from 1): usable as soon as a row is typed. Either case, O as 0, I and L as 1, separators
 * ignored. Refusals: `share.row-character`, `share.row-length`, `share.row-elsewhere`, `share.row-check`; they name places, never characters.
 */
export function checkRow(rowNumber: number, text: string): { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal } {
  const parsed = parseRow(rowNumber, text);
  if (!parsed.ok) return parsed;
  wipe(parsed.symbols);
  return { ok: true };
}

/** The 50 bytes of a share's five rows; the caller wipes them. Errors: `share.rows-missing` and those of {@link checkRow}, for the first wrong row. */
export function fromRows(rows: readonly string[]): Uint8Array {
  if (rows.length !== SHARE_ROWS) throw new RefusalError('share.rows-missing', { have: rows.length, need: SHARE_ROWS });
  const all = new Uint8Array(SHARE_ROWS * ROW_DATA);
  try {
    rows.forEach((text, i) => {
      const parsed = parseRow(i + 1, text);
      if (!parsed.ok) throw new RefusalError(parsed.refusal.code, parsed.refusal.detail);
      all.set(parsed.symbols.subarray(0, ROW_DATA), i * ROW_DATA);
      wipe(parsed.symbols);
    });
    return fromSymbols(all)!;
  } finally {
    wipe(all);
  }
}
