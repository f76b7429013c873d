/** The surface that makes a PDF by pdfkit: embedded fonts, a structure for screen readers (PDF/UA-1, ISO 14289-1), and no time but the one it is given. */
import PDFDocument from 'pdfkit';
import { fontFiles, shaping } from '../fonts.ts';
import { INK, points } from '../sheet.ts';
import type { PaperSize } from './paper-size.ts';
import type { Surface } from './surface.ts';

type Struct = ReturnType<InstanceType<typeof PDFDocument>['struct']>;

export interface PdfSurface extends Surface {
  finish(): Promise<Uint8Array>;
}

/** Lists of what pdfkit knows and its types do not: a header cell's scope, a figure's box. */
interface StructOptions {
  alt?: string;
  scope?: string;
  bbox?: readonly number[];
}

/** The pages of one document on `paper`; its title and its only time are those of `about`. The same calls give the same bytes. */
export function pdfSurface(about: { readonly title: string; readonly madeAt: string | null }, paper: PaperSize): PdfSurface {
  const made = new Date(about.madeAt ?? 0);
  const options = {
    size: [points(paper.width), points(paper.height)] as [number, number], margin: 0, autoFirstPage: false, pdfVersion: '1.7' as const, subset: 'PDF/UA', tagged: true, lang: 'en', displayTitle: true,
    // No default font: the library would read Helvetica's metrics from its own folder, which a bundle does not have. Its types know no null here.
    font: null as unknown as string,
    info: { Title: about.title, Creator: 'Keyrite', Producer: 'Keyrite', CreationDate: Number.isNaN(made.getTime()) ? new Date(0) : made },
  };
  const doc = new PDFDocument(options as PDFKit.PDFDocumentOptions);
  const pieces: Buffer[] = [];
  doc.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  for (const [name, file] of fontFiles()) doc.registerFont(name, file);
  doc.addPage();
  const root = doc.struct('Document');
  doc.addStructure(root);
  const open: Struct[] = [root];
  let isArtifact = false;

  /** Drawn within the open element, as one piece of marked content. */
  const within = (work: () => void): void => {
    if (isArtifact) work();
    else open.at(-1)!.add(work);
  };
  return {
    element(tag, { alt, scope, box }, work) {
      const given: StructOptions = { ...(alt === undefined ? {} : { alt }), ...(scope === undefined ? {} : { scope }), ...(box === undefined ? {} : { bbox: box.map(points) }) };
      const element = doc.struct(tag, given);
      open.at(-1)!.add(element);
      open.push(element);
      work();
      open.pop();
      element.end();
    },
    artifact(where, work) {
      doc.markContent('Artifact', where === 'layout' ? { type: 'Layout' } : { type: 'Pagination', attached: [where === 'top' ? 'Top' : 'Bottom'] });
      isArtifact = true;
      work();
      isArtifact = false;
      doc.endMarkedContent();
    },
    line({ style, runs }, x, y) {
      within(() => {
        let at = points(x);
        // The baseline lies so that capitals (0.73 em in Inter) stand in the middle of the line's box.
        const baseline = points(y) + style.leading / 2 + style.size * 0.36;
        for (const run of runs) {
          doc.font(run.font).fontSize(style.size).fillColor(style.colour ?? INK).text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic', ...shaping() });
          at += run.width;
        }
      });
    },
    rule([x1, y1], [x2, y2], thickness, colour = INK) {
      doc.moveTo(points(x1), points(y1)).lineTo(points(x2), points(y2)).lineWidth(thickness).strokeColor(colour).stroke();
    },
    frame(x, y, width, height, thickness) {
      doc.rect(points(x), points(y), points(width), points(height)).lineWidth(thickness).strokeColor(INK).stroke();
    },
    rectangles(list, colour = '#000000') {
      within(() => {
        for (const [x, y, width, height] of list) doc.rect(points(x), points(y), points(width), points(height));
        doc.fillColor(colour).fill();
      });
    },
    strokes(lines, thickness, colour) {
      for (const [first, ...rest] of lines) {
        if (first === undefined) continue;
        doc.moveTo(points(first[0]), points(first[1]));
        for (const [x, y] of rest) doc.lineTo(points(x), points(y));
      }
      doc.lineWidth(points(thickness)).lineCap('round').lineJoin('round').strokeColor(colour).stroke();
    },
    newPage() {
      doc.addPage();
    },
    async finish() {
      root.end();
      doc.end();
      await ended;
      return new Uint8Array(Buffer.concat(pieces));
    },
  };
}

/** Widths in points of texts in embedded fonts, by words: a document repeats its words, and kerning never reaches over a space. */
export function wordMeasure(): (font: string, size: number, text: string) => number {
  const doc = new PDFDocument({ autoFirstPage: false, font: null as unknown as string });
  for (const [name, file] of fontFiles()) doc.registerFont(name, file);
  const known = new Map<string, number>();
  const word = (font: string, text: string): number => {
    const key = `${font}\n${text}`;
    const width = known.get(key) ?? doc.font(font).fontSize(1000).widthOfString(text, shaping());
    known.set(key, width);
    return width;
  };
  return (font, size, text) => {
    const words = text.split(' ');
    return (words.reduce((sum, one) => sum + (one === '' ? 0 : word(font, one)), 0) + (words.length - 1) * word(font, ' ')) * (size / 1000);
  };
}
