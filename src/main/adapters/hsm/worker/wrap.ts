/** Wraps one key object and sees that the blob opens again to the same key: a success code is no evidence. */
import type { KeyCheck, KeyReference } from '../../../../core/ports/hsm.ts';
import { utf8 } from '../../../../core/bytes/bytes.ts';
import { checkUnwrapped } from './check-unwrapped.ts';
import type { Scratch } from './scratch.ts';
import { attempt } from './scratch.ts';
import type { Session } from './state.ts';

/** Largest wrapped key: PKCS#8 of RSA-4096 is about 2,380 bytes. */
export const WRAPPED_MAX = 4096;

export interface Wrapping {
  readonly key: Buffer;
  /** A second object of the same value that opens what the first one wrapped, where the wrapping key itself can only wrap. */
  readonly unwrap: Buffer;
  readonly mechanism: number;
}

/** RFC 5649 of `object`, in memory of its own; null where it does not open again to the key of `check`. */
export async function wrapAndReopen(s: Session, scratch: Scratch, by: Wrapping, object: Buffer, key: KeyReference, check: KeyCheck): Promise<Uint8Array | null> {
  const wrapped = Uint8Array.from(s.module.C_WrapKey(s.handle, { mechanism: by.mechanism }, by.key, object, Buffer.alloc(WRAPPED_MAX)));
  const opened = attempt(() => scratch.unwrap(by.mechanism, by.unwrap, wrapped, checkUnwrapped.template(key.type)));
  if (opened === null) return null;
  const { matches } = await checkUnwrapped.compare(s, opened, key.type, check, utf8(`keyrite backup check v1 ${key.id}`));
  scratch.destroy(opened);
  return matches ? wrapped : null;
}
