/** Private data objects (CKO_DATA), such as a share on its custodian's card. Never written over, never left half right. */
import { equalBytes, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { readBoolean, readBytes } from './attributes.ts';
import { CKO, template } from './constants.ts';
import { findObjects } from './objects.ts';
import { attempt } from './scratch.ts';
import type { Session } from './state.ts';

const APPLICATION = 'Keyrite';

/** `hsm.object-exists`, `hsm.data-not-kept`. */
export function putData(s: Session, label: string, value: Uint8Array): void {
  if (findObjects(s, { CLASS: CKO.DATA, LABEL: label }).length > 0) throw new RefusalError('hsm.object-exists', { label });
  const object = s.module.C_CreateObject(s.handle, template({ CLASS: CKO.DATA, TOKEN: true, PRIVATE: true, MODIFIABLE: false, LABEL: label, APPLICATION, VALUE: value }));
  const back = readBytes(s, object, 'VALUE');
  try {
    if (back !== null && equalBytes(back, value) && readBoolean(s, object, 'PRIVATE') === 'true') return;
    attempt(() => s.module.C_DestroyObject(s.handle, object));
    throw new RefusalError('hsm.data-not-kept', { label });
  } finally {
    wipe(back);
  }
}

/** The value, which the caller wipes; null where there is no such object. `hsm.key-ambiguous` for two. */
export function getData(s: Session, label: string): Uint8Array | null {
  const found = findObjects(s, { CLASS: CKO.DATA, LABEL: label });
  if (found.length > 1) throw new RefusalError('hsm.key-ambiguous', { label });
  return found[0] === undefined ? null : readBytes(s, found[0], 'VALUE');
}
