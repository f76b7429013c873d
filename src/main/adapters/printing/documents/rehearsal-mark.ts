/** The word REHEARSAL as strokes across a page: drawn, not set, so that no screen reader and no search takes it for text. */
import type { PaperSize } from './paper-size.ts';
import type { Point } from './surface.ts';

/** Letters on a grid four wide and six high, y downwards; each a list of strokes. */
const letters: Readonly<Record<string, readonly (readonly Point[])[]>> = {
  R: [[[0, 6], [0, 0], [2.4, 0], [3.4, 0.5], [3.8, 1.5], [3.4, 2.5], [2.4, 3], [0, 3]], [[2, 3], [4, 6]]],
  E: [[[3.8, 0], [0, 0], [0, 6], [3.8, 6]], [[0, 3], [3.2, 3]]],
  H: [[[0, 0], [0, 6]], [[4, 0], [4, 6]], [[0, 3], [4, 3]]],
  A: [[[0, 6], [2, 0], [4, 6]], [[0.7, 4], [3.3, 4]]],
  S: [[[3.7, 1], [3, 0.2], [2, 0], [1, 0.2], [0.3, 0.9], [0.3, 1.8], [1, 2.6], [2, 3], [3, 3.4], [3.7, 4.2], [3.7, 5.1], [3, 5.8], [2, 6], [1, 5.8], [0.3, 5]]],
  L: [[[0, 0], [0, 6], [3.8, 6]]],
};
const WORD = ['R', 'E', 'H', 'E', 'A', 'R', 'S', 'A', 'L'] as const;
const ADVANCE = 5.6;
const ANGLE = -50 * (Math.PI / 180);

/** Strokes of the word in the middle of a page, and their thickness, in millimetres. */
export function rehearsalMark({ width, height }: PaperSize): { readonly strokes: readonly (readonly Point[])[]; readonly thickness: number } {
  const unit = 4.6;
  const span = (WORD.length - 1) * ADVANCE + 4;
  const turned = ([x, y]: Point): Point => {
    const dx = (x - span / 2) * unit;
    const dy = (y - 3) * unit;
    return [width / 2 + dx * Math.cos(ANGLE) - dy * Math.sin(ANGLE), height / 2 - 8 + dx * Math.sin(ANGLE) + dy * Math.cos(ANGLE)];
  };
  const strokes = WORD.flatMap((letter, at) => (letters[letter] ?? []).map((stroke) => stroke.map(([x, y]) => turned([x + at * ADVANCE, y]))));
  return { strokes, thickness: unit * 0.9 };
}
