/** The documents that lie in the room after a rehearsal: script, certificate, custody sheet. Made of the bundle as the verifier finds it; leaves nothing where that is not valid. */
import { bundleDocument } from '../../exports/documents/documents.ts';
import { renderDocument } from '../../main/adapters/printing/documents/render.ts';
import { createRoomPrinter } from '../../main/adapters/printing/room-printer.ts';
import { directorySource } from '../../verifier/directory-source.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';

/** Prints them into the folder `room`, and answers with where they are. */
export async function leaveDocuments(bundle: string, room: string): Promise<readonly string[]> {
  const { verified } = await judgeBundle(directorySource(bundle), { allowRehearsal: true });
  if (verified === null) return [];
  const printer = createRoomPrinter(room);
  const places: string[] = [];
  for (const kind of ['script', 'certificate', 'custody'] as const) {
    const pdf = await renderDocument(await bundleDocument(verified, kind), 'a4');
    places.push((await printer.print({ name: kind === 'custody' ? 'custody-sheet' : kind, pdf, secret: false })).where);
  }
  return places;
}
