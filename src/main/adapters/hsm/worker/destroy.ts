/** Destroys the objects of one CKA_ID and proves them gone by inventory. */
import type { ObjectSummary } from '../../../../core/ports/hsm.ts';
import { fromHex } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { findObjects, listObjects } from './objects.ts';
import type { Session } from './state.ts';

/** The inventory afterwards. `hsm.key-not-found`, `hsm.not-destroyed`. */
export function destroyById(s: Session, id: string): ObjectSummary[] {
  const found = id === '' ? [] : findObjects(s, { ID: fromHex(id) });
  if (found.length === 0) throw new RefusalError('hsm.key-not-found', { id });
  for (const object of found) s.module.C_DestroyObject(s.handle, object);
  const after = listObjects(s);
  if (after.some((object) => object.id === id)) throw new RefusalError('hsm.not-destroyed', { id });
  return after;
}
