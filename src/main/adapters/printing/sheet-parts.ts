/** The parts that the sheets have in common: styles, head, rehearsal banner, rows of facts, foot. They draw public facts only. */
import type { Sheet } from './sheet.ts';
import { GREY, HAIR, PAGE } from './sheet.ts';
import type { Style } from './text-layout.ts';

export const styles = {
  title: { face: 'bold', size: 23, leading: 26 },
  number: { face: 'bold', size: 30, leading: 32 },
  subtitle: { face: 'regular', size: 10.5, leading: 14 },
  small: { face: 'regular', size: 9, leading: 12 },
  body: { face: 'regular', size: 10, leading: 14 },
  strong: { face: 'bold', size: 10.5, leading: 14.5 },
  heading: { face: 'bold', size: 11, leading: 15 },
  label: { face: 'regular', size: 9.5, leading: 12.5, colour: GREY },
  fact: { face: 'regular', size: 9.5, leading: 12.5 },
  code: { face: 'mono', size: 9.5, leading: 12.5 },
  row: { face: 'mono-medium', size: 14, leading: 22 },
  foot: { face: 'regular', size: 8, leading: 10, colour: GREY },
  footCode: { face: 'mono', size: 8, leading: 10, colour: GREY },
  field: { face: 'regular', size: 8.5, leading: 11, colour: GREY },
} as const satisfies Readonly<Record<string, Style>>;

export interface Head {
  readonly title: string;
  readonly lines: readonly string[];
  /** Large, at the right, with a line under it. */
  readonly number?: string;
  readonly numberLine?: string;
}

/** Draws the head of a page and answers the y below its rule. */
export function drawHead(sheet: Sheet, head: Head): number {
  const side = head.number === undefined ? 0 : 60;
  let y: number = PAGE.top;
  sheet.tagged('H1', () => {
    y = sheet.text(head.title, styles.title, { x: PAGE.left, y, width: PAGE.right - PAGE.left - side, maxLines: 1 });
  });
  y += 0.6;
  for (const line of head.lines) {
    sheet.tagged('P', () => {
      y = sheet.text(line, styles.subtitle, { x: PAGE.left, y, width: PAGE.right - PAGE.left - side - 4, maxLines: 2 });
    });
  }
  if (head.number !== undefined) {
    sheet.tagged('P', () => {
      const below = sheet.text(head.number!, styles.number, { x: PAGE.right - side, y: PAGE.top, width: side, align: 'right', maxLines: 1 });
      sheet.text(head.numberLine ?? '', styles.small, { x: PAGE.right - side, y: below + 0.6, width: side, align: 'right', maxLines: 1 });
    });
  }
  y = Math.max(y, PAGE.top + 17) + 3.4;
  sheet.decoration(() => sheet.rule(PAGE.left, PAGE.right, y, 1.2));
  return y;
}

/** The banner that no real sheet has: a frame, a sign and words, so that it is not a colour that tells. */
export function drawRehearsal(sheet: Sheet, sentence: string, y: number): number {
  const height = 9;
  sheet.decoration(() => {
    sheet.box(PAGE.left, y, PAGE.right - PAGE.left, height, 1.2);
    sheet.triangle(PAGE.left + 3.4, y + 3, 3.1);
  });
  sheet.tagged('P', () => sheet.text(sentence, styles.strong, { x: PAGE.left + 8, y: y + (height - 5.1) / 2, width: 160, maxLines: 1 }));
  return y + height;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly mono?: boolean;
  /** 2 unless told. */
  readonly maxLines?: number;
}

const PADDING = 1.35;

/** Facts divided into pages of at most `room` millimetres. */
export function paginate(sheet: Sheet, facts: readonly Fact[], width: number, labelWidth: number, room: number): readonly (readonly Fact[])[] {
  const pages: Fact[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const fact of facts) {
    const height = factHeight(sheet, fact, width, labelWidth);
    if (used + height > room) {
      pages.push([]);
      used = 0;
    }
    used += height;
    pages.at(-1)!.push(fact);
  }
  return pages;
}

/** Height in millimetres of a fact in a table of this width and label width. */
export function factHeight(sheet: Sheet, fact: Fact, width: number, labelWidth: number): number {
  const value = sheet.height(fact.value, fact.mono ? styles.code : styles.fact, width - labelWidth, fact.maxLines ?? 2);
  return Math.max(value, sheet.height(fact.label, styles.label, labelWidth - 3, 3)) + 2 * PADDING;
}

/** Draws facts under each other, a hair line below each, and answers the y below the last. */
export function drawFacts(sheet: Sheet, facts: readonly Fact[], place: { readonly x: number; readonly y: number; readonly width: number; readonly labelWidth: number }): number {
  const { x, width, labelWidth } = place;
  let y = place.y;
  for (const fact of facts) {
    sheet.tagged('P', () => {
      sheet.text(fact.label, styles.label, { x, y: y + PADDING, width: labelWidth - 3, maxLines: 3 });
      sheet.text(fact.value, fact.mono ? styles.code : styles.fact, { x: x + labelWidth, y: y + PADDING, width: width - labelWidth, maxLines: fact.maxLines ?? 2 });
    });
    y += factHeight(sheet, fact, width, labelWidth);
    sheet.decoration(() => sheet.rule(x, x + width, y, 0.4, HAIR));
  }
  return y;
}

/** Numbered sentences; answers the y below. */
export function drawList(sheet: Sheet, sentences: readonly string[], y: number): number {
  let at = y;
  sentences.forEach((sentence, i) => {
    sheet.tagged('P', () => {
      sheet.text(`${i + 1}.`, styles.body, { x: PAGE.left, y: at, width: 6 });
      at = sheet.text(sentence, styles.body, { x: PAGE.left + 6, y: at, width: PAGE.right - PAGE.left - 6 }) + 1;
    });
  });
  return at;
}

/** Lines to write on by hand. */
export function drawFields(sheet: Sheet, labels: readonly string[], y: number): number {
  const gap = 5;
  const width = (PAGE.right - PAGE.left - gap * (labels.length - 1)) / labels.length;
  labels.forEach((label, i) => {
    const x = PAGE.left + i * (width + gap);
    sheet.tagged('P', () => sheet.text(label, styles.field, { x, y, width, maxLines: 1 }));
    sheet.decoration(() => sheet.rule(x, x + width, y + 13, 0.8));
  });
  return y + 13;
}

/** The foot of a page. */
export function drawFoot(sheet: Sheet, left: readonly [string, string], right: string): void {
  const y = PAGE.bottom - 5;
  sheet.decoration(() => {
    sheet.rule(PAGE.left, PAGE.right, y, 0.4, HAIR);
    left.forEach((line, i) => sheet.text(line, styles.footCode, { x: PAGE.left, y: y + 1.6 + i * 3.5, width: 76, maxLines: 1 }));
    sheet.text(right, styles.foot, { x: PAGE.left + 78, y: y + 1.6, width: PAGE.right - PAGE.left - 78, align: 'right', maxLines: 2 });
  });
}

/** "2026-11-24 14:51 UTC" of an ISO 8601 time; the text itself where it is not one. */
export function showTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
