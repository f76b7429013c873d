/** Draws a document as PDF. Laid out twice: once to count its pages, once to draw them; the same document gives the same bytes. */
import type { Block, PrintedDocument } from '../../../../exports/documents/blocks.ts';
import { INK } from '../sheet.ts';
import { drawFacts, drawTable } from './draw-table.ts';
import { drawCallout, drawFields, drawHeading, drawList, drawParagraph, drawTicks, drawWords, flowLines, hair } from './draw-text.ts';
import { createFlow, heightOf } from './flow.ts';
import type { Flow } from './flow.ts';
import { drawLastFoot, furnish } from './furniture.ts';
import { paperSizes } from './paper-size.ts';
import type { PaperName } from './paper-size.ts';
import { pdfSurface, wordMeasure } from './pdf-surface.ts';
import { type } from './styles.ts';
import { blankSurface } from './surface.ts';
import type { Surface } from './surface.ts';
import { createTypeSetter } from './type-setter.ts';
import type { TypeSetter } from './type-setter.ts';
import { hasUnprintable } from './visible.ts';

type Draw = { readonly [K in Block['kind']]: (flow: Flow, block: Extract<Block, { readonly kind: K }>) => void };

const draw: Draw = {
  heading: drawHeading,
  paragraph: drawParagraph,
  callout: drawCallout,
  facts: drawFacts,
  words: drawWords,
  list: drawList,
  ticks: drawTicks,
  table: drawTable,
  fields: (flow, { labels }) => drawFields(flow, labels),
  'page-break': (flow) => flow.turn(),
  together(flow, { blocks }) {
    const height = heightOf(flow, (endless) => drawBlocks(endless, blocks));
    if (height <= flow.full) flow.need(height);
    drawBlocks(flow, blocks);
  },
};

function drawBlocks(flow: Flow, blocks: readonly Block[]): void {
  // The table is typed by kind; TypeScript cannot see that each block fits its own row.
  for (const block of blocks) (draw[block.kind] as (flow: Flow, block: Block) => void)(flow, block);
}

function drawTitle(flow: Flow, document: PrintedDocument): void {
  flow.surface.element('H1', {}, () => flowLines(flow, document.title, type.title));
  flow.down(0.8);
  for (const line of document.lines) flow.surface.element('P', {}, () => flowLines(flow, line, type.subtitle));
  flow.down(2.4);
  hair(flow, flow.y(), 1.2, INK);
  flow.down(3.4);
  if (document.rehearsal) drawCallout(flow, { kind: 'callout', label: 'REHEARSAL', text: 'Practice only: its keys protect nothing, and it says nothing about a real ceremony.' });
}

interface Job {
  readonly document: PrintedDocument;
  readonly setter: TypeSetter;
  readonly paper: PaperName;
}

function compose({ document, setter, paper }: Job, blocks: readonly Block[], surface: Surface, pages: number | null): number {
  const size = paperSizes[paper];
  const furniture = { surface, setter, paper: size, document, pages };
  const flow = createFlow({ surface, setter, paper: size, furnish: (page) => furnish(furniture, page) });
  drawTitle(flow, document);
  drawBlocks(flow, blocks);
  drawLastFoot(furniture, flow.pages());
  return flow.pages();
}

/** Every text of a block that somebody may have typed. */
function textsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading': case 'paragraph': case 'callout': return [block.text];
    case 'facts': return block.items.map((item) => item.value);
    case 'list': case 'ticks': return block.items;
    case 'table': return block.rows.flat();
    case 'together': return block.blocks.flatMap(textsOf);
    case 'words': case 'fields': case 'page-break': return [];
    default: return block satisfies never;
  }
}

const unprintable: Block = { kind: 'paragraph', look: 'quiet', text: 'A number in the form \\u{…} stands for a character that cannot be seen or is not in the typeface of this print: its number in Unicode.' };

/** The PDF of `document` on `paper`: tagged (PDF/UA-1), fonts embedded. */
export async function renderDocument(document: PrintedDocument, paper: PaperName): Promise<Uint8Array> {
  const job: Job = { document, paper, setter: createTypeSetter(wordMeasure()) };
  const remark = (blocks: readonly Block[]): readonly Block[] => ([...document.lines, ...blocks.flatMap(textsOf)].some(hasUnprintable) ? [...blocks, unprintable] : blocks);
  let chosen = remark(document.blocks);
  let pages = compose(job, chosen, blankSurface(), null);
  for (const shorter of document.shorter) {
    if (pages === 1) break;
    chosen = remark(shorter);
    pages = compose(job, chosen, blankSurface(), null);
  }
  const title = `${document.title} ${document.ceremony}${document.rehearsal ? ' (rehearsal)' : ''}`;
  const surface = pdfSurface({ title, madeAt: document.madeAt }, paperSizes[paper]);
  compose(job, chosen, surface, pages);
  return surface.finish();
}
