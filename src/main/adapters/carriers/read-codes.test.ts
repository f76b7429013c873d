import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { concat, utf8 } from '../../../core/bytes/bytes.ts';
import { crc32 } from '../../../core/shares/crc32.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { createSheet } from '../printing/sheet.ts';
import { drawCode } from '../printing/qr-drawing.ts';
import { pictureSize } from './picture-size.ts';
import { readCodes } from './read-codes.ts';

const refusalOf = (file: Uint8Array): Promise<string> => readCodes(file).then(() => 'read', (error: unknown) => (error instanceof RefusalError ? error.code : String(error)));

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(utf8(type), data);
  const out = new Uint8Array(body.length + 8);
  new DataView(out.buffer).setUint32(0, data.length);
  out.set(body, 4);
  new DataView(out.buffer).setUint32(body.length + 4, crc32(body));
  return out;
}

/** A grey PNG of this size; its rows are compressed, so a huge one is a small file. */
function png(width: number, height: number, rows = deflateSync(new Uint8Array((width + 1) * height).fill(255))): Uint8Array {
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, width);
  new DataView(head.buffer).setUint32(4, height);
  head[8] = 8;
  return concat(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), chunk('IHDR', head), chunk('IDAT', new Uint8Array(rows)), chunk('IEND', new Uint8Array(0)));
}

async function pdfWith(texts: readonly string[], pages = 1): Promise<Uint8Array> {
  const sheet = createSheet({ title: 'Test', madeAt: '2026-01-01T00:00:00.000Z' });
  texts.forEach((text, i) => sheet.tagged('Figure', () => drawCode(sheet, { text }, 20 + (i % 2) * 90, 20 + Math.floor(i / 2) * 90, 60)));
  for (let page = 1; page < pages; page++) sheet.newPage();
  return sheet.finish();
}

afterEach(() => vi.unstubAllGlobals());

describe('reading codes', () => {
  it('asks nothing of the network', async () => {
    const fetched = vi.fn(() => Promise.reject(new Error('no network')));
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('XMLHttpRequest', undefined);
    expect(await readCodes(await pdfWith(['HELLO']))).toEqual([utf8('HELLO')]);
    expect(fetched).not.toHaveBeenCalled();
  });

  it('gives each content once, from all pages, also when asked twice at a time', async () => {
    const pdf = await pdfWith(['ONE', 'TWO', 'ONE']);
    const [first, second] = await Promise.all([readCodes(pdf), readCodes(pdf)]);
    expect(first.map((code) => Buffer.from(code).toString()).sort()).toEqual(['ONE', 'TWO']);
    expect(second).toHaveLength(2);
  });

  it('leaves the file as it was', async () => {
    const pdf = await pdfWith(['HELLO']);
    const before = pdf.slice();
    await readCodes(pdf);
    expect(pdf).toEqual(before);
  });

  it('finds nothing on blank paper', async () => {
    expect(await readCodes(await pdfWith([]))).toEqual([]);
    expect(await readCodes(png(600, 800))).toEqual([]);
  });

  it('refuses what is no picture', async () => {
    for (const other of [new Uint8Array(0), utf8('hello'), utf8('GIF89a....................'), utf8('<svg xmlns="http://www.w3.org/2000/svg"/>'), new Uint8Array(100_000), Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), png(0, 10)]) {
      expect(await refusalOf(other)).toBe('paper.not-a-picture');
    }
  });

  it('reads nothing from a picture that is cut or broken', async () => {
    const whole = png(400, 400);
    expect(await readCodes(whole.subarray(0, whole.length / 2))).toEqual([]);
    expect(await readCodes(png(400, 400, deflateSync(new Uint8Array(10))))).toEqual([]);
  });

  it('refuses a broken PDF, a cut one, one with too many pages', async () => {
    const pdf = await pdfWith(['HELLO']);
    expect(await refusalOf(utf8('%PDF-1.7\nnot really'))).toBe('paper.unreadable-pdf');
    expect(await refusalOf(pdf.subarray(0, 200))).toBe('paper.unreadable-pdf');
    expect(await refusalOf(await pdfWith([], 61))).toBe('paper.too-many-pages');
  });

  it('refuses a huge file and a small file that is a huge picture, without decoding it', async () => {
    expect(await refusalOf(new Uint8Array(41 * 1024 * 1024))).toBe('paper.file-too-large');
    expect(await refusalOf(png(30_000, 30_000, Buffer.alloc(10)))).toBe('paper.picture-too-large');
  });
});

describe('picture size', () => {
  it('is read from the head of a PNG and a JPEG', () => {
    expect(pictureSize(png(120, 45))).toEqual({ kind: 'png', width: 120, height: 45 });
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8, 1, 2, 3, 4, 1, 0, 0, 0);
    expect(pictureSize(jpeg)).toEqual({ kind: 'jpeg', width: 0x304, height: 0x102 });
    expect(pictureSize(jpeg.subarray(0, 12))).toBeNull();
  });
});
