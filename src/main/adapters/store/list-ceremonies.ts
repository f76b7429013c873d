/** The ceremonies in a folder, for the list from which one is reopened. Opens each file alone and closes it; changes none. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SavedCeremony } from '../../../contract/snapshot.ts';
import type { StorePort } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { openCeremonyFile } from './ceremony-file.ts';
import { storeRefusal } from './sqlite-refusals.ts';

/** File name ending of a ceremony file. */
export const CEREMONY_SUFFIX = '.keyrite';

/**
 * All files ending in `.keyrite` in `folder`, newest first; a folder that does not exist has none. A file that cannot be read is listed as
 * `damaged`, with the sentence that says why as its title, so that nobody believes that a ceremony is gone. Refuses a folder that cannot be read.
 */
export function listCeremonies(folder: string): readonly SavedCeremony[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const refusal = storeRefusal(error, folder);
    if (refusal.code === 'store.missing') return [];
    throw refusal;
  }
  return names
    .filter((name) => name.endsWith(CEREMONY_SUFFIX))
    .map((name) => look(join(folder, name)))
    .toSorted((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : a.file < b.file ? -1 : 1));
}

function look(file: string): SavedCeremony {
  let store: StorePort | null = null;
  // What cannot be read is taken for real, never for practice.
  const unread = { file, id: basename(file, CEREMONY_SUFFIX), mode: 'production', entries: 0, lastStep: '', updated: '' } as const;
  try {
    const updated = statSync(file).mtime.toISOString();
    try {
      store = openCeremonyFile(file);
      return { ...summary(store), file, updated };
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      return { ...unread, title: error.refusal.sentence, state: error.code === 'store.in-use' ? 'open' : 'damaged', updated };
    }
  } catch (error) {
    return { ...unread, title: storeRefusal(error, file).refusal.sentence, state: 'damaged' };
  } finally {
    store?.close();
  }
}

interface Line {
  readonly event?: { readonly type?: unknown; readonly ceremony?: unknown; readonly title?: unknown; readonly mode?: unknown; readonly step?: unknown };
}

/** What the entries say of themselves. Whether they are genuine is judged when the ceremony is reopened. */
function summary(store: StorePort): Omit<SavedCeremony, 'file' | 'updated'> {
  const found = { id: '', title: '', mode: 'production' as SavedCeremony['mode'], entries: 0, lastStep: '', state: 'open' as SavedCeremony['state'] };
  for (const { line } of store.entries()) {
    const event = parse(line, store.path).event;
    found.entries++;
    if (event?.type === 'ceremony.opened') {
      found.id = String(event.ceremony);
      found.title = String(event.title);
      found.mode = event.mode === 'rehearsal' ? 'rehearsal' : 'production';
    }
    if (typeof event?.step === 'string') found.lastStep = event.step;
    if (event?.type === 'ceremony.closed') found.state = 'closed';
    if (event?.type === 'ceremony.abandoned') found.state = 'abandoned';
  }
  return found;
}

function parse(line: Uint8Array, path: string): Line {
  try {
    return JSON.parse(Buffer.from(line).toString('utf8')) as Line;
  } catch (error) {
    throw new RefusalError('store.damaged', { path, reason: 'an entry is not readable' }, { cause: error });
  }
}
