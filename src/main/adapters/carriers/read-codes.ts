/** Reads printed codes back from a picture (PNG, JPEG) or a PDF of a sheet. It must never say what it could not read, and keeps no picture. */
import { equalBytes, wipe } from '../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { findCodes } from './find-codes.ts';
import type { Bitmap } from './pdf-pages.ts';
import { eachPage } from './pdf-pages.ts';
import { pictureSize } from './picture-size.ts';

const MAX_FILE = 40 * 1024 * 1024;
const MAX_PIXELS = 64_000_000;
/** A page is drawn at the first; where no page shows a code then, at the second. */
const RESOLUTIONS = [200, 300] as const;

/**
 * The contents of every QR code in `file`, in the order found, each once; empty where there is none. The caller wipes them.
 * A share's code holds 80 characters of base32, which decodeShare and judgeShare take as they are; a package's holds one frame.
 * Errors: `paper.file-too-large`, `paper.picture-too-large`, `paper.not-a-picture`, `paper.unreadable-pdf`, `paper.too-many-pages`.
 */
export async function readCodes(file: Uint8Array): Promise<readonly Uint8Array[]> {
  if (file.length > MAX_FILE) throw new RefusalError('paper.file-too-large', { megabytes: Math.ceil(file.length / 1024 / 1024), limit: MAX_FILE / 1024 / 1024 });
  if (isPdf(file)) return readPdf(file);
  const size = pictureSize(file);
  if (size === null) throw new RefusalError('paper.not-a-picture');
  const { width, height } = size;
  if (width < 1 || height < 1) throw new RefusalError('paper.not-a-picture');
  if (width * height > MAX_PIXELS) throw new RefusalError('paper.picture-too-large', { width, height });
  return distinct(await findCodes(file));
}

/** ISO 32000-1 annex H, note 13: the header may stand anywhere in the first 1024 bytes. */
function isPdf(file: Uint8Array): boolean {
  const mark = [0x25, 0x50, 0x44, 0x46, 0x2d];
  for (let at = 0; at < Math.min(1024, file.length - mark.length); at++) if (mark.every((byte, i) => file[at + i] === byte)) return true;
  return false;
}

async function readPdf(file: Uint8Array): Promise<readonly Uint8Array[]> {
  for (const dpi of RESOLUTIONS) {
    const codes: Uint8Array[] = [];
    await eachPage(file, dpi, async (page: Bitmap) => {
      codes.push(...(await findCodes(page)));
      return false;
    });
    if (codes.length > 0) return distinct(codes);
  }
  return [];
}

/** Each content once; repeats are wiped. Compared as bytes: a hexadecimal key would be one more copy that can not be wiped. */
function distinct(codes: readonly Uint8Array[]): readonly Uint8Array[] {
  const kept: Uint8Array[] = [];
  for (const code of codes) {
    if (kept.some((one) => equalBytes(one, code))) wipe(code);
    else kept.push(code);
  }
  return kept;
}
