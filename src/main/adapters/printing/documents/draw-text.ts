/** Draws headings, paragraphs, callouts, lists, words, and what is filled in by hand. */
import type { Block, FieldLabel } from '../../../../exports/documents/blocks.ts';
import { GREY, HAIR } from '../sheet.ts';
import type { Style } from '../text-layout.ts';
import type { Flow } from './flow.ts';
import { type } from './styles.ts';
import { lineHeight, widthInMillimetres } from './type-setter.ts';

/** Lines under each other, over as many pages as they take; `beside` is drawn with each line. */
export function flowLines(flow: Flow, text: string, style: Style, indent = 0, beside?: (y: number, height: number) => void): void {
  const height = lineHeight(style);
  for (const line of flow.setter.lines(text, style, flow.width - indent)) {
    flow.need(height);
    beside?.(flow.y(), height);
    flow.surface.line(line, flow.left + indent, flow.y());
    flow.down(height);
  }
}

const TICK = 3.6;

function tickBox(flow: Flow, x: number, y: number): void {
  flow.surface.artifact('layout', () => flow.surface.frame(x, y, TICK, TICK, 0.8));
}

export function drawHeading(flow: Flow, { level, text, tick }: Extract<Block, { kind: 'heading' }>): void {
  const style = level === 2 ? type.h2 : type.h3;
  const side = tick === undefined ? 0 : 24;
  const lines = flow.setter.lines(text, style, flow.width - side);
  const height = lines.length * lineHeight(style);
  // A heading never stands alone at the foot of a page.
  flow.need(height + 24);
  if (!flow.atTop()) flow.down(level === 2 ? 4 : 2.4);
  const top = flow.y();
  flow.surface.element(level === 2 ? 'H2' : 'H3', {}, () => {
    for (const line of lines) {
      flow.surface.line(line, flow.left, flow.y());
      flow.down(lineHeight(style));
    }
  });
  if (tick !== undefined) {
    const [line] = flow.setter.lines(tick, type.field, 16, 1);
    if (line !== undefined) flow.surface.element('P', {}, () => flow.surface.line(line, flow.left + flow.width - TICK - 2 - widthInMillimetres(line), top + 0.8));
    tickBox(flow, flow.left + flow.width - TICK, top + 0.8);
  }
  flow.down(level === 2 ? 1.6 : 0.8);
}

export function drawParagraph(flow: Flow, { text, look = 'plain' }: Extract<Block, { kind: 'paragraph' }>): void {
  const style = look === 'quiet' ? type.quiet : look === 'strong' ? type.strong : type.body;
  flow.surface.element('P', {}, () => flowLines(flow, text, style));
  flow.down(1.8);
}

export function drawCallout(flow: Flow, { label, text }: Extract<Block, { kind: 'callout' }>): void {
  const bar = (y: number, height: number): void => flow.surface.artifact('layout', () => flow.surface.rectangles([[flow.left, y - 0.1, 1, height + 0.2]], '#111111'));
  flow.need(lineHeight(type.calloutLabel) + lineHeight(type.callout));
  flow.down(0.6);
  flow.surface.element('P', {}, () => {
    flowLines(flow, label, type.calloutLabel, 4, bar);
    flowLines(flow, text, type.callout, 4, bar);
  });
  flow.down(2.2);
}

export function drawList(flow: Flow, { ordered, items }: Extract<Block, { kind: 'list' }>): void {
  const indent = 6;
  flow.surface.element('L', {}, () => {
    items.forEach((item, i) => {
      flow.need(Math.min(flow.setter.lines(item, type.body, flow.width - indent).length, 3) * lineHeight(type.body));
      flow.surface.element('LI', {}, () => {
        const [label] = flow.setter.lines(ordered ? `${String(i + 1)}.` : '•', type.body, indent, 1);
        if (label !== undefined) flow.surface.element('Lbl', {}, () => flow.surface.line(label, flow.left + (ordered ? 0 : 1.4), flow.y()));
        flow.surface.element('LBody', {}, () => flowLines(flow, item, type.body, indent));
      });
      flow.down(0.8);
    });
  });
  flow.down(1.2);
}

export function drawTicks(flow: Flow, { items }: Extract<Block, { kind: 'ticks' }>): void {
  const indent = 6.5;
  flow.surface.element('L', {}, () => {
    for (const item of items) {
      flow.need(flow.setter.lines(item, type.body, flow.width - indent).length * lineHeight(type.body));
      tickBox(flow, flow.left, flow.y() + 0.5);
      flow.surface.element('LI', {}, () => flow.surface.element('LBody', {}, () => flowLines(flow, item, type.body, indent)));
      flow.down(0.9);
    }
  });
  flow.down(0.8);
}

const COLUMNS = 4;

export function drawWords(flow: Flow, { label, words }: Extract<Block, { kind: 'words' }>): void {
  const height = lineHeight(type.word);
  const column = flow.width / COLUMNS;
  flow.need(lineHeight(type.label) + Math.ceil(words.length / COLUMNS) * height + 8);
  flow.surface.element('P', {}, () => flowLines(flow, label, type.label));
  flow.down(0.8);
  const top = flow.y();
  const rows = Math.ceil(words.length / COLUMNS);
  flow.surface.artifact('layout', () => flow.surface.frame(flow.left, top, flow.width, rows * height + 4, 0.8));
  flow.down(2);
  flow.surface.element('L', {}, () => {
    words.forEach((word, i) => {
      const x = flow.left + 4 + (i % COLUMNS) * column;
      const y = top + 2 + Math.floor(i / COLUMNS) * height;
      const [number] = flow.setter.lines(String(i + 1), type.wordNumber, 6, 1);
      const [line] = flow.setter.lines(word, type.word, column - 11, 1);
      if (number === undefined || line === undefined) return;
      flow.surface.element('LI', {}, () => {
        flow.surface.element('Lbl', {}, () => flow.surface.line(number, x + 4 - widthInMillimetres(number), y));
        flow.surface.element('LBody', {}, () => flow.surface.line(line, x + 6, y));
      });
    });
  });
  flow.down(rows * height + 4);
}

const WRITING = 8.5;
const GAP = 5;

export function drawFields(flow: Flow, labels: readonly FieldLabel[]): void {
  const all = labels.reduce((sum, label) => sum + label.share, 0);
  const unit = (flow.width - GAP * (labels.length - 1)) / all;
  const set = labels.map((label) => ({ ...label, lines: flow.setter.lines(label.text, type.field, label.share * unit, 2) }));
  const head = Math.max(...set.map((one) => one.lines.length)) * lineHeight(type.field);
  flow.need(head + WRITING + 2.2);
  flow.down(1.2);
  const y = flow.y();
  let x = flow.left;
  for (const { share, lines } of set) {
    const width = share * unit;
    flow.surface.element('P', {}, () => lines.forEach((line, i) => flow.surface.line(line, x, y + i * lineHeight(type.field))));
    flow.surface.artifact('layout', () => flow.surface.rule([x, y + head + WRITING - 1.5], [x + width, y + head + WRITING - 1.5], 0.6, GREY));
    x += width + GAP;
  }
  flow.down(head + WRITING + 1);
}

export function hair(flow: Flow, y: number, thickness = 0.4, colour: string = HAIR): void {
  flow.surface.artifact('layout', () => flow.surface.rule([flow.left, y], [flow.left + flow.width, y], thickness, colour));
}
