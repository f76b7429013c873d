/** Paper as a carrier: draws the sheets and reads them back. It must never keep a share or a picture of one. */
import type { PaperPort } from '../../../core/ports/ports.ts';
import { packageSheet } from '../printing/package-sheet.ts';
import { shareSheet } from '../printing/share-sheet.ts';
import { readCodes } from './read-codes.ts';

/** The paper carrier of this machine. */
export function createPaper(): PaperPort {
  return { shareSheet, packageSheet, readCodes };
}
