/** Session objects that live for one act: all destroyed when it ends, however it ends. */
import { CkrError } from '../raw-calls.ts';
import { CKM, template } from './constants.ts';
import type { Attributes } from './key-specs.ts';
import type { Session } from './state.ts';

export interface Scratch {
  /** Remembers an object to destroy. */
  keep(object: Buffer): Buffer;
  create(attributes: Attributes): Buffer;
  /** A fresh AES-256 key with these attributes. */
  aes(attributes: Attributes): Buffer;
  unwrap(mechanism: number, key: Buffer, wrapped: Uint8Array, attributes: Attributes): Buffer;
  destroy(object: Buffer): void;
}

/** Runs `act` and destroys what it made. A failure to destroy is not hidden, unless `act` failed already. */
export async function withScratch<T>(s: Session, act: (scratch: Scratch) => T | Promise<T>): Promise<T> {
  const made: Buffer[] = [];
  const keep = (object: Buffer): Buffer => {
    made.push(object);
    return object;
  };
  const destroyAll = (): CkrError | null => {
    let failure: CkrError | null = null;
    for (const object of made.splice(0).reverse()) {
      try {
        s.module.C_DestroyObject(s.handle, object);
      } catch (error) {
        if (!(error instanceof CkrError)) throw error;
        failure ??= error;
      }
    }
    return failure;
  };
  const scratch: Scratch = {
    keep,
    create: (attributes) => keep(s.module.C_CreateObject(s.handle, template(attributes))),
    aes: (attributes) => keep(s.module.C_GenerateKey(s.handle, { mechanism: CKM.AES_KEY_GEN }, template({ VALUE_LEN: 32, ...attributes }))),
    unwrap: (mechanism, key, wrapped, attributes) => keep(s.module.C_UnwrapKey(s.handle, { mechanism }, key, Buffer.from(wrapped), template(attributes))),
    destroy: (object) => {
      const at = made.indexOf(object);
      if (at >= 0) made.splice(at, 1);
      s.module.C_DestroyObject(s.handle, object);
    },
  };
  let answer: T;
  try {
    answer = await act(scratch);
  } catch (error) {
    destroyAll();
    throw error;
  }
  const failure = destroyAll();
  if (failure !== null) throw failure;
  return answer;
}

/** Whether `act` goes through; null where the device answers with a CKR. Other errors are not swallowed. */
export function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof CkrError) return null;
    throw error;
  }
}
