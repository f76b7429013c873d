/** Draws tables and facts: header cells that screen readers announce, repeated as decoration where a table goes on; a row too high for a page is divided, never cut off. */
import type { Block, FactItem, TableBlock } from '../../../../exports/documents/blocks.ts';
import { GREY, HAIR } from '../sheet.ts';
import type { Style } from '../text-layout.ts';
import { hair } from './draw-text.ts';
import type { Flow } from './flow.ts';
import { type } from './styles.ts';
import type { LaidLine, Tag } from './surface.ts';
import { lineHeight } from './type-setter.ts';

interface Cell {
  readonly x: number;
  readonly lines: readonly LaidLine[];
  readonly style: Style;
  readonly tag: Extract<Tag, 'TH' | 'TD'>;
  readonly scope?: 'Row' | 'Column';
}

const PADDING = 1.1;
const GAP = 3;
const TALL = 9;

const heightOfCells = (cells: readonly Cell[]): number => Math.max(...cells.map((cell) => Math.max(1, cell.lines.length) * lineHeight(cell.style))) + 2 * PADDING;

function drawRow(flow: Flow, cells: readonly Cell[], height: number): void {
  const y = flow.y() + PADDING;
  flow.surface.element('TR', {}, () => {
    for (const cell of cells) {
      flow.surface.element(cell.tag, cell.scope === undefined ? {} : { scope: cell.scope }, () => cell.lines.forEach((line, i) => flow.surface.line(line, cell.x, y + i * lineHeight(cell.style))));
    }
  });
  flow.down(height);
}

/** The row, or its parts where it is higher than `most`. */
function divided(cells: readonly Cell[], most: number): readonly (readonly Cell[])[] {
  if (heightOfCells(cells) <= most) return [cells];
  const fits = (cell: Cell): number => Math.max(1, Math.floor((most - 2 * PADDING) / lineHeight(cell.style)));
  const parts = Math.max(...cells.map((cell) => Math.ceil(cell.lines.length / fits(cell))));
  return Array.from({ length: parts }, (_, i) => cells.map((cell) => ({ ...cell, lines: cell.lines.slice(i * fits(cell), (i + 1) * fits(cell)) })));
}

function stylesOf(dense: boolean): { readonly head: Style; readonly text: Style; readonly code: Style } {
  return dense ? { head: type.thDense, text: type.tdDense, code: type.tdCodeDense } : { head: type.th, text: type.td, code: type.tdCode };
}

export function drawTable(flow: Flow, table: TableBlock): void {
  const { columns, rows, tall = false, dense = false } = table;
  const styles = stylesOf(dense);
  const unit = (flow.width - GAP * (columns.length - 1)) / columns.reduce((sum, column) => sum + column.share, 0);
  const places: { readonly x: number; readonly width: number }[] = [];
  let x = flow.left;
  for (const column of columns) {
    places.push({ x, width: column.share * unit });
    x += column.share * unit + GAP;
  }
  const head = columns.map((column, i): Cell => ({ x: places[i]!.x, style: styles.head, lines: flow.setter.lines(column.title, styles.head, places[i]!.width), tag: 'TH', scope: 'Column' }));
  const headHeight = heightOfCells(head);
  const cellsOf = (row: readonly string[]): readonly Cell[] => columns.map((column, i): Cell => {
    const style = column.exact === true ? styles.code : styles.text;
    const text = row[i] ?? '';
    return { x: places[i]!.x, style, lines: text === '' ? [] : flow.setter.lines(text, style, places[i]!.width), ...(i === 0 ? { tag: 'TH', scope: 'Row' } : { tag: 'TD' }) };
  });
  const parts = rows.flatMap((row) => divided(cellsOf(row), flow.full - headHeight - 2));
  const heights = parts.map((cells) => Math.max(heightOfCells(cells), tall ? TALL : 0));
  flow.need(headHeight + (heights[0] ?? 0));
  const columnLines = (top: number): void => {
    if (tall) flow.surface.artifact('layout', () => places.slice(1).forEach((place) => flow.surface.rule([place.x - GAP / 2, top], [place.x - GAP / 2, flow.y()], 0.4, HAIR)));
  };
  flow.surface.element('Table', {}, () => {
    let top = flow.y();
    drawRow(flow, head, headHeight);
    hair(flow, flow.y(), 0.7, GREY);
    parts.forEach((cells, i) => {
      const height = heights[i]!;
      if (flow.room() + 0.01 < height) {
        columnLines(top);
        flow.turn();
        top = flow.y();
        flow.surface.artifact('layout', () => head.forEach((cell) => cell.lines.forEach((line, at) => flow.surface.line(line, cell.x, top + PADDING + at * lineHeight(cell.style)))));
        flow.down(headHeight);
        hair(flow, flow.y(), 0.7, GREY);
      }
      drawRow(flow, cells, height);
      hair(flow, flow.y());
    });
    columnLines(top);
  });
  flow.down(3);
}

const LABEL = 44;
/** In a row of two. */
const PAIRED_LABEL = 36;
const SECOND_LABEL = 26;

/** Label and value of one fact, side by side. */
function factCells(flow: Flow, { label, value, exact = false }: FactItem, x: number, labelWidth: number, width: number): readonly Cell[] {
  const style = exact ? type.code : type.value;
  return [
    { x, style: type.label, lines: flow.setter.lines(label, type.label, labelWidth - GAP), tag: 'TH', scope: 'Row' },
    { x: x + labelWidth, style, lines: flow.setter.lines(value, style, width - labelWidth), tag: 'TD' },
  ];
}

/** Rows of facts: one to a row, or two where both are short and `paired` allows it. */
function factRows(flow: Flow, items: readonly FactItem[], paired: boolean): readonly (readonly Cell[])[] {
  const half = (flow.width - 2 * GAP) / 2;
  const label = paired ? PAIRED_LABEL : LABEL;
  const rows: (readonly Cell[])[] = [];
  const fits = (item: FactItem | undefined, width: number): boolean => item !== undefined && item.wide !== true && factCells(flow, item, 0, width, half).every((cell) => cell.lines.length === 1);
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    const next = items[i + 1];
    if (!paired || next === undefined || !fits(item, label) || !fits(next, SECOND_LABEL)) {
      rows.push(factCells(flow, item, flow.left, label, flow.width));
      continue;
    }
    rows.push([...factCells(flow, item, flow.left, label, half), ...factCells(flow, next, flow.left + half + 2 * GAP, SECOND_LABEL, half)]);
    i++;
  }
  return rows;
}

/** Facts are a table without a head: each label heads its row. */
export function drawFacts(flow: Flow, { items, paired = false }: Extract<Block, { kind: 'facts' }>): void {
  if (items.length === 0) return;
  flow.surface.element('Table', {}, () => {
    for (const row of factRows(flow, items, paired)) {
      for (const part of divided(row, flow.full - 1)) {
        const height = heightOfCells(part) - 0.7;
        flow.need(height);
        drawRow(flow, part, height);
        hair(flow, flow.y());
      }
    }
  });
  flow.down(2.6);
}
