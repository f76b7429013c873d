import { describe, expect, it } from 'vitest';
import type { Style } from './text-layout.ts';
import { layOut, runsOf, widthOf } from './text-layout.ts';

const style: Style = { face: 'regular', size: 10, leading: 12 };
/** Every character is one point wide. */
const measure = (_font: string, _size: number, text: string): number => [...text].length;
const lines = (text: string, width: number, maxLines?: number): string[] => layOut(text, style, width, measure, maxLines).map((line) => line.map((run) => run.text).join(''));

describe('text layout', () => {
  it('breaks between words, breaks long words after a hyphen or anywhere, and stays within the width', () => {
    expect(lines('one two three', 7)).toEqual(['one two', 'three']);
    expect(lines('signing-key-number', 12)).toEqual(['signing-key-', 'number']);
    expect(lines('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    for (const line of layOut('Dr. Wolfeschlegelsteinhausenbergerdorff-Nguyễn', style, 9, measure)) expect(widthOf(line)).toBeLessThanOrEqual(9);
  });

  it('says by an ellipsis that more follows, and loses nothing otherwise', () => {
    expect(lines('one two three four', 7, 2)).toEqual(['one two', 'three…']);
    expect(lines('one two three', 7, 2)).toEqual(['one two', 'three']);
    expect(lines('', 7)).toEqual(['']);
  });

  it('takes each character from a font that has it, and shows where none has', () => {
    expect(runsOf('Łódź Щ Ω', style, measure).map((run) => [run.font, run.text])).toEqual([
      ['inter-latin-ext-400.ttf', 'Ł'], ['inter-latin-400.ttf', 'ód'], ['inter-latin-ext-400.ttf', 'ź'], ['inter-latin-400.ttf', ' '],
      ['inter-cyrillic-400.ttf', 'Щ'], ['inter-latin-400.ttf', ' '], ['inter-greek-400.ttf', 'Ω'],
    ]);
    expect(runsOf('a王', style, measure).map((run) => run.text).join('')).toBe('a\ufffd');
    expect(runsOf('e\u0301', style, measure).map((run) => run.text).join('')).toBe('é');
  });
});
