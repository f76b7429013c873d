/**
 * An A4 page to draw on: millimetres from the top left, embedded fonts, and the tags that let a screen reader follow it (ISO 32000-1 section
 * 14.8). It keeps nothing once the PDF is made. What is printed becomes strings inside the PDF library and can not be wiped there
 * (docs/threat-model.md); the pieces of the finished file are wiped once they are joined.
 */
import PDFDocument from 'pdfkit';
import { wipe } from '../../../core/bytes/bytes.ts';
import { fontFiles, shaping } from './fonts.ts';
import type { Line, Style } from './text-layout.ts';
import { layOut, widthOf } from './text-layout.ts';

export const PAGE = { width: 210, height: 297, left: 18, right: 192, top: 16, bottom: 283 } as const;
export const INK = '#111111';
export const GREY = '#4a4a4a';
export const HAIR = '#bbbbbb';

const POINTS = 72 / 25.4;
export const points = (mm: number): number => mm * POINTS;
export const millimetres = (pt: number): number => pt / POINTS;

/** Structure types in use (ISO 32000-1 tables 333, 334, 340). */
type Tag = 'H1' | 'H2' | 'P' | 'Figure' | 'L' | 'Table';

export interface TextPlace {
  /** Millimetres. `y` is the top of the first line's box. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right';
  readonly maxLines?: number;
}

export interface Sheet {
  /** Draws `text` and answers the y below its last line, in millimetres. */
  text(text: string, style: Style, place: TextPlace): number;
  /** Height in millimetres that `text` would take. */
  height(text: string, style: Style, width: number, maxLines?: number): number;
  /** Everything drawn in `work` is one element of the document's structure; `alt` is read in the place of a figure. */
  tagged(tag: Tag, work: () => void, alt?: string): void;
  /** Everything drawn in `work` is decoration and not read aloud. */
  decoration(work: () => void): void;
  rule(x1: number, x2: number, y: number, thickness: number, colour?: string): void;
  box(x: number, y: number, width: number, height: number, thickness: number, radius?: number): void;
  /** Fills one path of rectangles, so that neighbours leave no seam. */
  rectangles(list: Iterable<readonly [x: number, y: number, width: number, height: number]>): void;
  triangle(x: number, y: number, side: number): void;
  newPage(): void;
  finish(): Promise<Uint8Array>;
}

/** Begins a document of one A4 page. `madeAt` (ISO 8601) is the only time in it, so the same data give the same bytes. */
export function createSheet(about: { readonly title: string; readonly madeAt: string }): Sheet {
  const made = new Date(about.madeAt);
  const doc = new PDFDocument({
    size: 'A4', margin: 0, autoFirstPage: false, pdfVersion: '1.7', tagged: true, lang: 'en', displayTitle: true,
    // No default font: the library would read Helvetica's metrics from its own folder, which a bundle does not have. Its types know no null here.
    font: null as unknown as string,
    // The cache would hold every printed word, the share's rows among them, for as long as the document lives.
    fontLayoutCache: false,
    info: { Title: about.title, Creator: 'Keyrite', Producer: 'Keyrite', CreationDate: Number.isNaN(made.getTime()) ? new Date(0) : made },
  });
  const pieces: Buffer[] = [];
  doc.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  for (const [name, file] of fontFiles()) doc.registerFont(name, file);
  doc.addPage();
  const root = doc.struct('Document');
  doc.addStructure(root);

  const measure = (font: string, size: number, text: string): number => doc.font(font).fontSize(size).widthOfString(text, shaping());
  const drawLine = (line: Line, style: Style, x: number, baseline: number): void => {
    let at = x;
    for (const run of line) {
      doc.font(run.font).fontSize(style.size).fillColor(style.colour ?? INK).text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic', ...shaping() });
      at += run.width;
    }
  };

  const sheet: Sheet = {
    text(text, style, place) {
      const lines = layOut(text, style, points(place.width), measure, place.maxLines);
      lines.forEach((line, i) => {
        const x = points(place.x) + (place.align === 'right' ? points(place.width) - widthOf(line) : 0);
        // The baseline lies so that capitals (0.73 em in Inter) stand in the middle of the line's box.
        drawLine(line, style, x, points(place.y) + style.leading * i + style.leading / 2 + style.size * 0.36);
      });
      return place.y + millimetres(lines.length * style.leading);
    },
    height: (text, style, width, maxLines) => millimetres(layOut(text, style, points(width), measure, maxLines).length * style.leading),
    tagged(tag, work, alt) {
      const element = doc.struct(tag, alt === undefined ? {} : { alt }, work);
      root.add(element);
    },
    decoration(work) {
      doc.markContent('Artifact', { type: 'Layout' });
      work();
      doc.endMarkedContent();
    },
    rule(x1, x2, y, thickness, colour = INK) {
      doc.moveTo(points(x1), points(y)).lineTo(points(x2), points(y)).lineWidth(thickness).strokeColor(colour).stroke();
    },
    box(x, y, width, height, thickness, radius = 0) {
      doc.roundedRect(points(x), points(y), points(width), points(height), points(radius)).lineWidth(thickness).strokeColor(INK).stroke();
    },
    rectangles(list) {
      for (const [x, y, width, height] of list) doc.rect(points(x), points(y), points(width), points(height));
      doc.fillColor('#000000').fill();
    },
    triangle(x, y, side) {
      doc.polygon([points(x), points(y + side * 0.9)], [points(x + side), points(y + side * 0.9)], [points(x + side / 2), points(y)]).fillColor(INK).fill();
    },
    newPage() {
      doc.addPage();
    },
    async finish() {
      root.end();
      doc.end();
      await ended;
      const pdf = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        pdf.set(piece, at);
        at += piece.length;
      }
      wipe(...pieces);
      return pdf;
    },
  };
  return sheet;
}

