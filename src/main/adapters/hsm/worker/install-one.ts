/** One key that comes back to stay: the permanent object, its public key beside it, and what shows that it is the key and does its work. */
import type { GenerateRequest, KeyEvidence, WrappedKey } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { checkAsAsked } from './as-asked.ts';
import { template } from './constants.ts';
import { readEvidence } from './evidence.ts';
import type { Attributes } from './key-specs.ts';
import { installedPublicTemplate, installedTemplate, sessionAes } from './key-specs.ts';
import { keySeenToWork } from './key-test.ts';
import { publicParts } from './public-key.ts';
import type { Opener } from './quorum.ts';
import { wrappedBytes } from './quorum.ts';
import { withScratch } from './scratch.ts';
import { wrapRefused } from './seal.ts';
import type { Session } from './state.ts';

/** A key with the templates of its permanent objects, worked out before the first of them is made. */
export interface Planned {
  readonly wrapped: WrappedKey;
  readonly key: Attributes;
  readonly publicKey: Attributes | null;
}

/** `hsm.package-key-differs` where the public key in the package is none of the type it says. */
export function plannedOf(wrapped: WrappedKey): Planned {
  const key = installedTemplate(wrapped);
  if (wrapped.type === 'aes-256' || wrapped.check.kind === 'cmac') return { wrapped, key, publicKey: null };
  const parts = publicParts(wrapped.type, wrapped.check.spki);
  if (parts === null) throw new RefusalError('hsm.package-key-differs', { name: wrapped.name });
  return { wrapped, key, publicKey: installedPublicTemplate(wrapped, parts) };
}

/** Makes the permanent objects and reads them back. What was made is the caller's to destroy where this fails. */
export async function installOne(s: Session, by: Opener, { wrapped, key, publicKey }: Planned): Promise<KeyEvidence> {
  const request: GenerateRequest = { ...wrapped, backup: false, trusted: false };
  const object = s.module.C_UnwrapKey(s.handle, { mechanism: by.mechanism }, by.key, Buffer.from(wrappedBytes(wrapped)), template(key));
  if (publicKey !== null) s.module.C_CreateObject(s.handle, template(publicKey));
  const evidence = await readEvidence(s, request, object);
  checkAsAsked(request, evidence);
  if (evidence.check.value !== wrapped.check.value) throw new RefusalError('hsm.package-key-differs', { name: wrapped.name });
  await keySeenToWork(s, request, object, wrapped.check);
  const sealed = await withScratch(s, (scratch) => wrapRefused(s, by.mechanism, scratch.aes(sessionAes({ WRAP: true })), object));
  if (!sealed) throw new RefusalError('hsm.does-not-seal');
  return evidence;
}
