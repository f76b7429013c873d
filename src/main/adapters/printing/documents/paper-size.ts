/** The sizes of paper that documents are drawn for, in millimetres, and what stays free on each. */

export const paperNames = ['a4', 'letter'] as const;
export type PaperName = (typeof paperNames)[number];

export interface PaperSize {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** Where a page's own text begins and ends; above stands the running head, below the foot. */
  readonly top: number;
  readonly bottom: number;
}

/** ISO 216 and ANSI/ASME Y14.1 size A. */
export const paperSizes: Readonly<Record<PaperName, PaperSize>> = { a4: size(210, 297), letter: size(215.9, 279.4) };

function size(width: number, height: number): PaperSize {
  return { width, height, left: 18, right: width - 18, top: 22, bottom: height - 42 };
}
