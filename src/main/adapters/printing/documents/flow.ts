/** Where the next thing goes: downwards on a page, and onto the next one where it has no room. Knows nothing of what is drawn. */
import type { PaperSize } from './paper-size.ts';
import type { Surface } from './surface.ts';
import { blankSurface } from './surface.ts';
import type { TypeSetter } from './type-setter.ts';

export interface Flow {
  readonly surface: Surface;
  readonly setter: TypeSetter;
  /** Of the text area, millimetres. */
  readonly left: number;
  readonly width: number;
  /** Height of an empty page's text area. */
  readonly full: number;
  /** The y at which the next thing begins. */
  y(): number;
  down(millimetres: number): void;
  /** What is left of this page. */
  room(): number;
  /** Turns the page where less than `millimetres` are left and the page has something on it; answers whether it did. */
  need(millimetres: number): boolean;
  turn(): void;
  /** Whether nothing stands on this page yet. */
  atTop(): boolean;
  pages(): number;
}

interface Begin {
  readonly surface: Surface;
  readonly setter: TypeSetter;
  readonly paper: PaperSize;
  /** Draws what each page has: running head, foot, mark. */
  readonly furnish: (page: number) => void;
}

export function createFlow({ surface, setter, paper, furnish }: Begin): Flow {
  let y = paper.top;
  let page = 1;
  furnish(page);
  const turn = (): void => {
    surface.newPage();
    page++;
    furnish(page);
    y = paper.top;
  };
  return {
    surface,
    setter,
    left: paper.left,
    width: paper.right - paper.left,
    full: paper.bottom - paper.top,
    y: () => y,
    down: (millimetres) => void (y += millimetres),
    room: () => paper.bottom - y,
    need(millimetres) {
      // A hair of tolerance, so that sums of fractions never turn a page that would have held.
      if (y <= paper.top || paper.bottom - y + 0.01 >= millimetres) return false;
      turn();
      return true;
    },
    turn,
    atTop: () => y <= paper.top,
    pages: () => page,
  };
}

/** Height that `draw` takes where no page ends. */
export function heightOf(flow: Pick<Flow, 'setter' | 'left' | 'width' | 'full'>, draw: (flow: Flow) => void): number {
  // Not at the top of a page: what stands above a heading counts.
  const start = 100;
  let y = start;
  const { setter, left, width, full } = flow;
  const endless: Flow = { surface: blankSurface(), setter, left, width, full, y: () => y, down: (millimetres) => void (y += millimetres), room: () => Number.POSITIVE_INFINITY, need: () => false, turn: () => undefined, atTop: () => false, pages: () => 1 };
  draw(endless);
  return y - start;
}
