/** Makes the picture of a sheet that is torn through its code. For drills only: it draws a share. */
import { wipe } from '../../core/bytes/bytes.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { findCodes } from '../../main/adapters/carriers/find-codes.ts';
import { eachPage } from '../../main/adapters/carriers/pdf-pages.ts';
import type { Bitmap } from '../../main/adapters/carriers/pdf-pages.ts';
import { greyPng } from './png.ts';

const DPI = 150;
/** Parts of the page's height by which the tear comes down further at each try. */
const STEP = 1 / 24;
/** Grey of the table on which the sheet lies. */
const TABLE = 0x9a;

/** Everything above a ragged line is gone. The line falls to the right by a tenth of the page. */
function tear({ width, height, data }: Bitmap, part: number): void {
  for (let x = 0; x < width; x++) {
    const ragged = ((x * 7919) % 13) - 6 + ((x >> 4) % 3) * 4;
    const edge = Math.min(height, Math.round(height * part + (x / width) * height * 0.1 + ragged));
    for (let y = 0; y < edge; y++) data.fill(TABLE, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
}

async function isReadable(page: Bitmap): Promise<boolean> {
  const codes = await findCodes(page);
  wipe(...codes);
  return codes.length > 0;
}

/**
 * PNG of the first page of `sheet` (PDF), torn from the top just so far that no code on it reads any more. RefusalError `share.no-code` where there
 * was none to begin with, `paper.*`.
 */
export async function tearSheet(sheet: Uint8Array): Promise<Uint8Array> {
  const pictures: Uint8Array[] = [];
  await eachPage(sheet, DPI, async (page) => {
    if (!(await isReadable(page))) throw new RefusalError('share.no-code');
    for (let part = STEP; part <= 1; part += STEP) {
      tear(page, part);
      if (await isReadable(page)) continue;
      pictures.push(greyPng(page));
      return true;
    }
    return true;
  });
  const [torn] = pictures;
  if (torn === undefined) throw new RefusalError('share.no-code');
  return torn;
}
