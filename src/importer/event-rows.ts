/** The entries of a record as rows, in portions, so that memory does not grow with the record. Keeps each line as it was signed. */
import { fromUtf8, toHex } from '../core/bytes/bytes.ts';
import type { CeremonyEvent } from '../core/ceremony/events.ts';
import { entryLine } from '../core/transcript/chain.ts';
import { leafHash } from '../core/transcript/redaction.ts';
import type { Entry } from '../core/transcript/types.ts';
import type { ImportTransaction } from './import-store.ts';
import { readable } from './readable.ts';
import type { Row } from './tables.ts';

/** A portion is written when it has so many rows, or so many bytes of lines. */
const ROWS = 500;
const BYTES = 4 * 1024 * 1024;

/** The one person an event is about or by: who did it, or who keeps the share. A second person stands in the line alone. */
function personOf(event: CeremonyEvent): string | null {
  if ('participant' in event) return event.participant;
  if ('custodian' in event) return event.custodian;
  if ('signer' in event) return event.signer;
  return 'by' in event && typeof event.by === 'string' ? readable(event.by) : null;
}

/** The row of an entry, and the size of its line in bytes. */
export function eventRow(statement: string, entry: Entry): { readonly row: Row<'events'>; readonly bytes: number } {
  const { seq, time, event } = entry;
  const line = entryLine(entry);
  const row: Row<'events'> = {
    statement, seq, type: event.type, time, participant: personOf(event), key_name: 'key' in event ? event.key : null, set_id: 'set' in event ? event.set : null, share: 'index' in event ? event.index : null, step: 'step' in event ? readable(event.step) : null,
    leaf: toHex(leafHash(line)), line: fromUtf8(line),
  };
  return { row, bytes: line.length };
}

/** Writes the entries of `statement`, and the deviations among them. Throws what reading them throws (`transcript.changed-meanwhile`). */
export async function writeEvents(transaction: ImportTransaction, statement: string, entries: AsyncIterable<Entry>): Promise<void> {
  let events: Row<'events'>[] = [];
  let deviations: Row<'deviations'>[] = [];
  let acceptances: Row<'deviation_acceptances'>[] = [];
  let size = 0;
  const write = async (): Promise<void> => {
    await transaction.insert('events', events);
    await transaction.insert('deviations', deviations);
    await transaction.insert('deviation_acceptances', acceptances);
    [events, deviations, acceptances, size] = [[], [], [], 0];
  };
  for await (const entry of entries) {
    const { row, bytes } = eventRow(statement, entry);
    events.push(row);
    size += bytes;
    const { seq, time, event } = entry;
    if (event.type === 'deviation.recorded') deviations.push({ statement, number: event.id, seq, time, step: readable(event.step), what: readable(event.what), remedy: readable(event.remedy), recorded_by: readable(event.by), automatic: event.automatic });
    else if (event.type === 'deviation.accepted') acceptances.push({ statement, number: event.id, seq, time, participant: event.participant });
    if (events.length >= ROWS || size >= BYTES) await write();
  }
  await write();
}
