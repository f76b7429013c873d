/** Destroys the objects of one CKA_ID and proves them gone: the old handle fails in a use that went through just before, and the inventory lacks them. */
import type { DestroyResult } from '../../../../core/ports/hsm.ts';
import { fromHex } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { readNumber } from './attributes.ts';
import { CKO } from './constants.ts';
import { ckrName, sessionIsGone } from './errors.ts';
import type { Use } from './last-use.ts';
import { lastUse } from './last-use.ts';
import { findObjects, listObjects, sameObjects } from './objects.ts';
import { withScratch } from './scratch.ts';
import type { Session } from './state.ts';

/** The object whose use shows most: the secret or private key, else whatever bears the id. */
function telling(s: Session, found: readonly Buffer[]): Buffer | undefined {
  const keys: readonly (number | 'unavailable' | null)[] = [CKO.SECRET_KEY, CKO.PRIVATE_KEY];
  return found.find((object) => keys.includes(readNumber(s, object, 'CLASS'))) ?? found[0];
}

/** CKR_* name of the refusal. `hsm.not-destroyed` where the use goes through. */
function failingUse(use: Use, id: string): string {
  try {
    use();
  } catch (error) {
    // A device that is gone refuses everything, and that shows nothing of the key.
    if (error instanceof CkrError && !sessionIsGone(error)) return ckrName(error.rv);
    throw error;
  }
  throw new RefusalError('hsm.not-destroyed', { id });
}

/** `hsm.key-not-found`, `hsm.not-destroyed`, `hsm.objects-left`. */
export async function destroyById(s: Session, id: string): Promise<DestroyResult> {
  const found = id === '' ? [] : findObjects(s, { ID: fromHex(id) });
  const key = telling(s, found);
  if (key === undefined) throw new RefusalError('hsm.key-not-found', { id });
  const before = listObjects(s);
  const failedUse = await withScratch(s, async (scratch) => {
    const use = await lastUse(s, scratch, key);
    for (const object of found) s.module.C_DestroyObject(s.handle, object);
    return failingUse(use, id);
  });
  const inventory = listObjects(s);
  if (inventory.some((object) => object.id === id)) throw new RefusalError('hsm.not-destroyed', { id });
  sameObjects(before.filter((object) => object.id !== id), inventory);
  return { inventory, failedUse };
}
