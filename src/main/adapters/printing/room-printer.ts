/** The printer of a rehearsal: sheets become files in the room's folder. It must never be used for a real ceremony, whose shares never touch a disk, and never writes over a file. */
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PrinterPort } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';

/** A second sheet of one name (that of a set made after another was void) gets a number, as a printer would print it too. */
const MAX_OF_ONE_NAME = 99;

/**
 * A printer into `folder`, made where it is missing; files are readable by this user alone.
 * Errors: `printer.bad-name`, `printer.exists`, `printer.folder`.
 */
export function createRoomPrinter(folder: string): PrinterPort {
  return {
    async print({ name, pdf }) {
      if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,80}$/.test(name)) throw new RefusalError('printer.bad-name');
      for (let copy = 1; copy <= MAX_OF_ONE_NAME; copy++) {
        const where = join(folder, `${name}${copy === 1 ? '' : `-${String(copy)}`}.pdf`);
        if (writeNew(folder, where, pdf)) return { where };
      }
      throw new RefusalError('printer.exists', { name });
    },
  };
}

/** Writes and fsyncs a file that does not exist yet; false where it does. What was written of a failed one is removed. */
function writeNew(folder: string, path: string, pdf: Uint8Array): boolean {
  let made = false;
  try {
    mkdirSync(folder, { recursive: true });
    // SECURITY: wx (O_CREAT | O_EXCL) fails on anything that has the name, a symbolic link too.
    const file = openSync(path, 'wx', 0o600);
    made = true;
    try {
      for (let at = 0; at < pdf.length; ) at += writeSync(file, pdf, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'EEXIST' && !made) return false;
    if (made) rmSync(path, { force: true });
    throw new RefusalError('printer.folder', { reason: code }, { cause });
  }
}
