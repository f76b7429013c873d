/** Seals a key: EXTRACTABLE true to false, which can't be taken back, and then sees that it can't be wrapped any more. */
import type { KeyEvidence, KeyReference } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { readBoolean } from './attributes.ts';
import { CKR, template } from './constants.ts';
import { findReferenced, readEvidence } from './evidence.ts';
import { sessionAes } from './key-specs.ts';
import { keyWrapPad } from './key-wrap.ts';
import { withScratch } from './scratch.ts';
import type { Session } from './state.ts';

const REFUSALS: ReadonlySet<number> = new Set([CKR.KEY_UNEXTRACTABLE, CKR.KEY_NOT_WRAPPABLE]);

/** Whether wrapping `key` is refused for what the key is. Another error shows nothing, and is thrown. */
export function wrapRefused(s: Session, mechanism: number, by: Buffer, key: Buffer): boolean {
  try {
    s.module.C_WrapKey(s.handle, { mechanism }, by, key, Buffer.alloc(4096));
    return false;
  } catch (error) {
    if (error instanceof CkrError && REFUSALS.has(error.rv)) return true;
    throw error;
  }
}

/**
 * Whether this module keeps a non-extractable key from being wrapped: tried on a throw-away key that is sealed in the same way and is not
 * WRAP_WITH_TRUSTED, so that only EXTRACTABLE can be the reason.
 */
export async function sealHolds(s: Session): Promise<boolean> {
  const mechanism = (await keyWrapPad(s))?.number;
  if (mechanism === undefined) throw new RefusalError('hsm.no-key-wrap');
  return withScratch(s, (scratch) => {
    const by = scratch.aes(sessionAes({ WRAP: true }));
    const key = scratch.aes(sessionAes({ EXTRACTABLE: true }));
    s.module.C_SetAttributeValue(s.handle, key, template({ EXTRACTABLE: false }));
    return wrapRefused(s, mechanism, by, key);
  });
}

/** `hsm.key-not-found`, `hsm.seal-not-kept`, `hsm.seal-not-effective`. Sealing a sealed key reads and tries again, and changes nothing. */
export async function sealKey(s: Session, reference: KeyReference): Promise<KeyEvidence> {
  const key = findReferenced(s, reference);
  if (key === null) throw new RefusalError('hsm.key-not-found', { key: reference.name });
  const mechanism = (await keyWrapPad(s))?.number;
  if (mechanism === undefined) throw new RefusalError('hsm.no-key-wrap');
  if (readBoolean(s, key, 'EXTRACTABLE') !== 'false') s.module.C_SetAttributeValue(s.handle, key, template({ EXTRACTABLE: false }));
  const evidence = await readEvidence(s, reference, key);
  if (evidence.attributes.EXTRACTABLE !== 'false') throw new RefusalError('hsm.seal-not-kept', { reported: evidence.attributes.EXTRACTABLE });
  const refused = await withScratch(s, (scratch) => wrapRefused(s, mechanism, scratch.aes(sessionAes({ WRAP: true })), key));
  if (!refused || !(await sealHolds(s))) throw new RefusalError('hsm.seal-not-effective', { key: reference.name });
  return evidence;
}
