/** What a document is drawn on: text within elements of its structure, and decoration that is not read aloud. One surface makes a PDF, another only counts pages. */
import type { Style } from '../text-layout.ts';

/** Structure types in use (ISO 32000-1 section 14.8.4). */
export type Tag = 'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';

export interface ElementOptions {
  /** Read in the place of a figure. */
  readonly alt?: string;
  /** Of a header cell: what it heads. */
  readonly scope?: 'Row' | 'Column';
  /** Millimetres: left, top, right, bottom. */
  readonly box?: readonly [number, number, number, number];
}

/** Millimetres from the top left. */
export type Point = readonly [x: number, y: number];

export interface Surface {
  /** Everything drawn in `work` belongs to one element within the element that is open; it may run over several pages. */
  element(tag: Tag, options: ElementOptions, work: () => void): void;
  /** What is drawn in `work` is decoration; `where` it is part of a running head or foot. */
  artifact(where: 'layout' | 'top' | 'bottom', work: () => void): void;
  /** One line of text as laid out; `y` is the top of its box. */
  line(line: LaidLine, x: number, y: number): void;
  rule(from: Point, to: Point, thickness: number, colour?: string): void;
  frame(x: number, y: number, width: number, height: number, thickness: number): void;
  rectangles(list: Iterable<readonly [x: number, y: number, width: number, height: number]>, colour?: string): void;
  strokes(lines: readonly (readonly Point[])[], thickness: number, colour: string): void;
  newPage(): void;
}

export interface LaidLine {
  readonly style: Style;
  readonly runs: readonly { readonly font: string; readonly text: string; readonly width: number }[];
  /** Points. */
  readonly width: number;
}

/** Draws nothing. */
export function blankSurface(): Surface {
  const nothing = (): void => undefined;
  return { element: (_tag, _options, work) => work(), artifact: (_where, work) => work(), line: nothing, rule: nothing, frame: nothing, rectangles: nothing, strokes: nothing, newPage: nothing };
}
