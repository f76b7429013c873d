/** What other programs see of a printed document: its words with their places, its codes, its structure. */
import { run } from '../programs.ts';

export interface Word {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly text: string;
}

export interface Page {
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly words: readonly Word[];
}

/** By pdftotext -bbox. */
export function pagesOf(pdf: Uint8Array): readonly Page[] {
  const boxes = run('pdftotext', ['-bbox', '-', '-'], pdf).toString();
  return boxes.split('<page ').slice(1).map((page) => {
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page)!;
    const words = [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)/g)].map((m) => ({ left: Number(m[1]), top: Number(m[2]), right: Number(m[3]), bottom: Number(m[4]), text: m[5]! }));
    return { width: Number(width), height: Number(height), words };
  });
}

const millimetre = 72 / 25.4;

/** Words that are not wholly within the margins, and pairs of words that lie over each other. */
export function misplaced(pages: readonly Page[]): readonly string[] {
  return pages.flatMap(({ width, height, words }, at) => {
    const outside = words.filter((w) => w.left < 18 * millimetre - 1 || w.right > width - 18 * millimetre + 1 || w.top < 8 * millimetre || w.bottom > height - 8 * millimetre).map((w) => `page ${String(at + 1)}: ${w.text} outside`);
    const over = words.flatMap((a, i) => words.slice(i + 1).filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * Math.min(a.bottom - a.top, b.bottom - b.top)).map((b) => `page ${String(at + 1)}: ${a.text} / ${b.text}`));
    return [...outside, ...over];
  });
}

/** All text, one space between words. */
export function textOf(pdf: Uint8Array): string {
  return run('pdftotext', ['-', '-'], pdf).toString().replace(/\s+/g, ' ');
}

/** The text of each page. */
export function textByPage(pdf: Uint8Array): readonly string[] {
  return run('pdftotext', ['-', '-'], pdf).toString().split('\f').slice(0, -1).map((page) => page.replace(/\s+/g, ' '));
}

export function structureOf(pdf: Uint8Array): string {
  return run('pdfinfo', ['-struct-text', '-'], pdf).toString();
}
