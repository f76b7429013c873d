/**
 * Draws the pages of a PDF as bitmaps by PDFium (WebAssembly, from the package on disk: no network, no program of the system). It must leave no
 * page in memory: each file gets an instance of its own, whose whole memory is overwritten at the end.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { wipe } from '../../../core/bytes/bytes.ts';

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** RGBA, 8 bits each, row by row. */
  readonly data: Uint8Array;
}

const MAX_PAGES = 60;
/** Longest side of a bitmap: an A4 page at 300 dpi has 3508. */
const MAX_SIDE = 5000;

const packages = createRequire(import.meta.url);
let wasm: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** The part of the library's own memory that its types keep private. */
interface Instance {
  readonly module: { readonly HEAPU8: Uint8Array };
}

/**
 * Calls `use` with each page at `dpi`, in order, until it answers true; each bitmap is wiped after its call.
 * Errors: `paper.unreadable-pdf` (broken, encrypted, no page), `paper.too-many-pages`.
 */
export async function eachPage(pdf: Uint8Array, dpi: number, use: (page: Bitmap) => Promise<boolean>): Promise<void> {
  wasm ??= readFile(packages.resolve('@hyzyla/pdfium/pdfium.wasm')).then((file) => new Uint8Array(file));
  const library = await PDFiumLibrary.init({ wasmBinary: (await wasm).buffer });
  try {
    const document = await library.loadDocument(pdf).catch((cause: unknown) => {
      throw new RefusalError('paper.unreadable-pdf', undefined, { cause });
    });
    const pages = document.getPageCount();
    if (pages < 1) throw new RefusalError('paper.unreadable-pdf');
    if (pages > MAX_PAGES) throw new RefusalError('paper.too-many-pages', { pages, limit: MAX_PAGES });
    for (let index = 0; index < pages; index++) {
      const bitmap = await draw(document, index, dpi);
      try {
        if (await use(bitmap)) return;
      } finally {
        wipe(bitmap.data);
      }
    }
  } finally {
    // SECURITY: the file and every page drawn are still in this instance's memory. It is of no further use, and is overwritten before it is let go.
    wipe((library as unknown as Instance).module.HEAPU8);
  }
}

async function draw(document: Awaited<ReturnType<PDFiumLibrary['loadDocument']>>, index: number, dpi: number): Promise<Bitmap> {
  try {
    const page = document.getPage(index);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const scale = Math.min(dpi / 72, MAX_SIDE / Math.max(originalWidth, originalHeight, 1));
    return await page.render({ scale, render: 'bitmap', colorSpace: 'BGRA' });
  } catch (cause) {
    throw new RefusalError('paper.unreadable-pdf', undefined, { cause });
  }
}
