/** Sets text into lines that fit; remembers what it has set, because a document is laid out more than once. */
import { millimetres, points } from '../sheet.ts';
import { layOut, widthOf } from '../text-layout.ts';
import type { Style } from '../text-layout.ts';
import type { LaidLine } from './surface.ts';
import { visible } from './visible.ts';

export interface TypeSetter {
  /** Lines of `text` no wider than `width` millimetres; at least one. */
  lines(text: string, style: Style, width: number, maxLines?: number): readonly LaidLine[];
}

export function createTypeSetter(measure: (font: string, size: number, text: string) => number): TypeSetter {
  const known = new Map<string, readonly LaidLine[]>();
  return {
    lines(text, style, width, maxLines) {
      const key = `${style.face} ${String(style.size)} ${String(style.leading)} ${style.colour ?? ''} ${width.toFixed(3)} ${String(maxLines ?? 0)}\n${text}`;
      const set = known.get(key) ?? layOut(visible(text), style, points(width), measure, maxLines).map((runs): LaidLine => ({ style, runs, width: widthOf(runs) }));
      known.set(key, set);
      return set;
    },
  };
}

/** Height of a line's box, millimetres. */
export function lineHeight(style: Style): number {
  return millimetres(style.leading);
}

export const widthInMillimetres = (line: LaidLine): number => millimetres(line.width);
