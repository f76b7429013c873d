import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../refusals/refusal.ts';
import { ALPHABET } from './base32.ts';
import { checkRow, fromRows, toRows } from './typed-form.ts';

const record = fc.uint8Array({ minLength: 50, maxLength: 50 });
const sample = Uint8Array.from({ length: 50 }, (_, i) => (i * 151 + 43) & 255);
const bare = (row: string): string => row.replace(/[^0-9A-Z]/g, '');
const answer = (row: number, text: string): string => {
  const result = checkRow(row, text);
  return result.ok ? 'ok' : result.refusal.code;
};

describe('typed rows', () => {
  it('look as printed and come back as bytes', () => {
    fc.assert(fc.property(record, (bytes) => {
      const rows = toRows(bytes);
      expect(rows).toHaveLength(5);
      for (const [i, row] of rows.entries()) {
        expect(row).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){4}· [0-9A-HJKMNP-TV-Z]{2}$/);
        expect(answer(i + 1, row)).toBe('ok');
      }
      expect(fromRows(rows)).toEqual(bytes);
    }));
  });

  it('may be typed in any case, with O for 0, I and L for 1, and any separators', () => {
    fc.assert(fc.property(record, fc.constantFrom('I', 'i', 'L', 'l'), fc.constantFrom('', '-', '  ', ' . ', '–'), (bytes, one, between) => {
      const typed = toRows(bytes).map((row) => [...bare(row).toLowerCase().replaceAll('0', 'o').replaceAll('1', one)].join(between));
      expect(fromRows(typed)).toEqual(bytes);
    }));
  });

  it('catch every one wrong character, exhaustively for a row', () => {
    const row = bare(toRows(sample)[2]!);
    for (let at = 0; at < 18; at++) {
      for (const wrong of ALPHABET) {
        if (wrong === row[at]) continue;
        expect(answer(3, row.slice(0, at) + wrong + row.slice(at + 1))).not.toBe('ok');
      }
    }
  });

  it('catch every two wrong characters, exhaustively for a row', () => {
    // The code is linear: a pattern of errors goes unseen in one row exactly when it does in every row. 153 pairs of places by 961 pairs of changes.
    const row = [...bare(toRows(sample)[3]!)];
    let unseen = 0;
    for (let a = 0; a < 18; a++) {
      for (let b = a + 1; b < 18; b++) {
        for (let da = 1; da < 32; da++) {
          for (let db = 1; db < 32; db++) {
            const typed = row.slice();
            typed[a] = ALPHABET[ALPHABET.indexOf(row[a]!) ^ da]!;
            typed[b] = ALPHABET[ALPHABET.indexOf(row[b]!) ^ db]!;
            if (checkRow(4, typed.join('')).ok) unseen++;
          }
        }
      }
    }
    expect(unseen).toBe(0);
  }, 60_000);

  it('catch any two characters swapped, adjacent or not', () => {
    fc.assert(fc.property(record, fc.integer({ min: 0, max: 4 }), (bytes, index) => {
      const row = bare(toRows(bytes)[index]!);
      for (let a = 0; a < 18; a++) {
        for (let b = a + 1; b < 18; b++) {
          if (row[a] === row[b]) continue;
          const swapped = [...row];
          [swapped[a], swapped[b]] = [row[b]!, row[a]!];
          expect(answer(index + 1, swapped.join(''))).not.toBe('ok');
        }
      }
    }), { numRuns: 20 });
  });

  it('name a row that was typed in the place of another', () => {
    const rows = toRows(sample);
    for (let place = 1; place <= 5; place++) {
      for (let other = 1; other <= 5; other++) {
        if (place === other) continue;
        const result = checkRow(place, rows[other - 1]!);
        expect(result).toMatchObject({ ok: false, refusal: { code: 'share.row-elsewhere', detail: { row: place, other } } });
      }
    }
  });

  it('refuse a wrong length and a wrong character by their place, and never repeat what was typed', () => {
    const row = bare(toRows(sample)[0]!);
    expect(answer(1, row.slice(1))).toBe('share.row-length');
    expect(answer(1, `${row}0`)).toBe('share.row-length');
    expect(answer(1, '')).toBe('share.row-length');
    for (const strange of ['U', 'u', '!', 'é', 'Ａ', '💊']) {
      const result = checkRow(1, row.slice(0, 6) + strange + row.slice(7));
      expect(result).toMatchObject({ ok: false, refusal: { code: 'share.row-character', detail: { row: 1, position: 7 } } });
    }
    const wrong = checkRow(1, row.slice(0, 17) + (row[17] === 'Z' ? 'Y' : 'Z'));
    expect(JSON.stringify(wrong)).not.toContain(row.slice(0, 4));
  });

  it('refuse to make a share of too few rows, or of a wrong one', () => {
    const rows = toRows(sample);
    const codeOf = (typed: readonly string[]): string => {
      try {
        fromRows(typed);
        return 'accepted';
      } catch (error) {
        return error instanceof RefusalError ? error.code : String(error);
      }
    };
    expect(codeOf(rows.slice(0, 4))).toBe('share.rows-missing');
    expect(codeOf([...rows, rows[0]!])).toBe('share.rows-missing');
    expect(codeOf([rows[1]!, rows[0]!, ...rows.slice(2)])).toBe('share.row-elsewhere');
    expect(codeOf([...rows.slice(0, 4), ''])).toBe('share.row-length');
  });
});
