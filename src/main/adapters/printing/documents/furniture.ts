/** What every page of a document has: running head, the digest with its words and its code, the page's number, and the mark of a rehearsal. */
import type { PrintedDocument } from '../../../../exports/documents/blocks.ts';
import { drawCode } from '../qr-drawing.ts';
import { GREY, HAIR } from '../sheet.ts';
import type { Style } from '../text-layout.ts';
import type { PaperSize } from './paper-size.ts';
import { rehearsalMark } from './rehearsal-mark.ts';
import { type } from './styles.ts';
import type { Surface } from './surface.ts';
import type { TypeSetter } from './type-setter.ts';
import { lineHeight, widthInMillimetres } from './type-setter.ts';

const CODE = 20;
/** Of the code to the text beside it: more than the four modules that must stay blank (ISO/IEC 18004 section 9.1). */
const BESIDE = 4.5;

export interface Furniture {
  readonly surface: Surface;
  readonly setter: TypeSetter;
  readonly paper: PaperSize;
  readonly document: PrintedDocument;
  /** Null while pages are counted. */
  readonly pages: number | null;
}

/** Draws them on page `page`. The foot of the last page is left to {@link drawLastFoot}: there it is read aloud, once. */
export function furnish(given: Furniture, page: number): void {
  const { surface, document, paper } = given;
  if (document.rehearsal && document.markedAcross) {
    const { strokes, thickness } = rehearsalMark(paper);
    surface.artifact('layout', () => surface.strokes(strokes, thickness, '#ececec'));
  }
  surface.artifact('top', () => drawHead(given));
  if (page !== given.pages) surface.artifact('bottom', () => drawFoot(given, page, (_tag, _alt, work) => work(), (work) => work()));
}

/** Draws the foot of the last page, at the end of what is read aloud: digest, words, and the code as a figure. */
export function drawLastFoot(given: Furniture, page: number): void {
  const { surface, paper } = given;
  const box = [paper.left, paper.bottom, paper.left + CODE, paper.height] as const;
  drawFoot(given, page, (tag, alt, work) => surface.element(tag, alt === '' ? {} : { alt, box }, work), (work) => surface.artifact('bottom', work));
}

function one(setter: TypeSetter, text: string, style: Style, width: number): ReturnType<TypeSetter['lines']>[number] {
  return setter.lines(text, style, width, 1)[0]!;
}

function drawHead({ surface, setter, paper, document }: Furniture): void {
  const mark = document.rehearsal ? one(setter, 'REHEARSAL: not a real ceremony', type.mark, 70) : null;
  const markWidth = mark === null ? 0 : widthInMillimetres(mark) + 8;
  surface.line(one(setter, `${document.title}  ·  ${document.ceremony}`, type.head, paper.right - paper.left - markWidth - 4), paper.left, 11.6);
  if (mark !== null) {
    surface.frame(paper.right - markWidth, 10, markWidth, 6.4, 1.2);
    surface.line(mark, paper.right - markWidth + 4, 10 + (6.4 - lineHeight(type.mark)) / 2);
  }
  surface.rule([paper.left, 18], [paper.right, 18], 0.4, HAIR);
}

/** How a part of the foot is marked: as an element, or within an artifact that is open already. */
type Mark = (tag: 'P' | 'Figure', alt: string, work: () => void) => void;

function drawFoot({ surface, setter, paper, document, pages }: Furniture, page: number, mark: Mark, aside: (work: () => void) => void): void {
  const top = paper.bottom + 4;
  const x = paper.left + CODE + BESIDE;
  const width = paper.right - x;
  const { digest } = document;
  const y = top + 3;
  const number = one(setter, `Page ${String(page)} of ${String(pages ?? 1)}`, type.footPage, 40);
  aside(() => {
    surface.rule([paper.left, top], [paper.right, top], 0.4, HAIR);
    surface.line(number, paper.right - widthInMillimetres(number), y);
  });
  mark('P', '', () => {
    surface.line(one(setter, `${digest.of}, SHA-256 and its sixteen words`, type.footLabel, width - 40), x, y);
    surface.line(one(setter, digest.sha256.replace(/(.{8})(?=.)/g, '$1 '), type.footCode, width), x, y + 4.4);
    [0, 8].forEach((from, i) => {
      const words = [digest.words.slice(from, from + 4), digest.words.slice(from + 4, from + 8)].map((four) => four.join(' ')).join('  ·  ');
      surface.line(one(setter, words, type.footWords, width), x, y + 8.6 + i * lineHeight(type.footWords));
    });
  });
  mark('P', '', () => surface.line(one(setter, document.foot, { ...type.footLabel, colour: GREY }, width), x, y + 9.4 + 2 * lineHeight(type.footWords)));
  mark('Figure', `QR code of the digest: ${digest.code}`, () => drawCode(surface, { text: digest.code }, paper.left, top + 3.5, CODE));
}
