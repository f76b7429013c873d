/** Breaks text into lines of runs, each in a font that has its characters. A pure measure of what will be drawn: it must never drop a character unseen. */
import type { Face } from './fonts.ts';
import { fontFor, REPLACEMENT } from './fonts.ts';

export interface Style {
  readonly face: Face;
  /** Points. */
  readonly size: number;
  /** Distance of baselines, points. */
  readonly leading: number;
  readonly colour?: string;
}

export interface Run {
  readonly font: string;
  readonly text: string;
  readonly width: number;
}
export type Line = readonly Run[];

/** Width in points of `text`, all in one font. Words are set apart: a line is as wide as its words, each with the space after it. */
export type Measure = (font: string, size: number, text: string) => number;

const ELLIPSIS = '…';
/** Points by which sums of the same widths in another order may differ. */
const ROUNDING = 1e-6;

/** Runs of `text` on one line. */
export function runsOf(text: string, style: Style, measure: Measure): Run[] {
  const runs: { font: string; text: string }[] = [];
  for (const character of text.normalize('NFC')) {
    const own = fontFor(style.face, character.codePointAt(0)!);
    const font = own ?? fontFor(style.face, REPLACEMENT.codePointAt(0)!)!;
    const last = runs.at(-1);
    if (last?.font === font) last.text += own === null ? REPLACEMENT : character;
    else runs.push({ font, text: own === null ? REPLACEMENT : character });
  }
  return runs.map((run) => ({ ...run, width: measure(run.font, style.size, run.text) }));
}

export const widthOf = (line: Line): number => line.reduce((sum, run) => sum + run.width, 0);

/** Lines of `text` no wider than `width` points; words longer than a line are broken, after a hyphen where there is one; past `maxLines` an ellipsis says that more follows. */
export function layOut(text: string, style: Style, width: number, measure: Measure, maxLines = Number.POSITIVE_INFINITY): Line[] {
  const measured = (part: string): number => widthOf(runsOf(part, style, measure));
  const fits = (part: string): boolean => measured(part) <= width + ROUNDING;
  const lines: string[] = [];
  let line = '';
  // Width of `line` with a space after it: words are set one by one, so none need be measured again with each that follows.
  let used = 0;
  for (const word of text.trim().split(/\s+/)) {
    if (used + measured(word) <= width + ROUNDING) {
      line = line === '' ? word : `${line} ${word}`;
      used += measured(`${word} `);
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    used = measured(`${line} `);
  }
  lines.push(line);
  const shown = lines.slice(0, maxLines);
  if (lines.length > maxLines) shown[maxLines - 1] = shorten(shown[maxLines - 1]!, fits);
  return shown.map((one) => runsOf(one, style, measure));
}

function breakWord(word: string, fits: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && !fits(piece + character)) {
      const hyphen = piece.lastIndexOf('-') + 1;
      const at = hyphen > piece.length / 3 ? hyphen : piece.length;
      pieces.push(piece.slice(0, at));
      piece = piece.slice(at);
    }
    piece += character;
  }
  return [...pieces, piece];
}

function shorten(line: string, fits: (line: string) => boolean): string {
  const characters = [...line];
  while (characters.length > 0 && !fits(characters.join('').trimEnd() + ELLIPSIS)) characters.pop();
  return characters.join('').trimEnd() + ELLIPSIS;
}
