/**
 * Brings the keys of earlier packages under a new wrapping key, inside the device: each exists there as a session object for moments, and it is
 * the only one of them that can be wrapped. Needs the user logged in; the shares belong to the caller.
 */
import type { Quorum, WrappedKey } from '../../../../core/ports/hsm.ts';
import { toBase64 } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { readBoolean } from './attributes.ts';
import { checkTemplate, passingTemplate } from './key-specs.ts';
import type { Opener } from './quorum.ts';
import { importQuorum, openKnownKey } from './quorum.ts';
import type { Scratch } from './scratch.ts';
import type { Session } from './state.ts';
import type { Wrapping } from './wrap.ts';
import { wrapAndReopen } from './wrap.ts';

interface Opened {
  readonly by: Opener;
  readonly keys: readonly WrappedKey[];
}

/** What the passing object must be, as the device reports it. */
function checkPassing(s: Session, key: Buffer, name: string, trusted: boolean): void {
  for (const [attribute, expected] of [['SENSITIVE', 'true'], ['TOKEN', 'false'], ...(trusted ? [['WRAP_WITH_TRUSTED', 'true'] as const] : [])] as const) {
    const reported = readBoolean(s, key, attribute);
    if (reported !== expected) throw new RefusalError('hsm.key-not-as-asked', { key: name, attribute, reported, expected });
  }
}

async function rewrapOne(s: Session, scratch: Scratch, from: Opener, wrapped: WrappedKey, to: Wrapping, trusted: boolean): Promise<WrappedKey> {
  // SECURITY: where the new wrapping key is trusted, no other key can wrap this object, not even in the moments it is there.
  const key = await openKnownKey(s, scratch, from, wrapped, passingTemplate(wrapped.type, trusted));
  checkPassing(s, key, wrapped.name, trusted);
  const blob = await wrapAndReopen(s, scratch, to, key, wrapped, wrapped.check);
  scratch.destroy(key);
  if (blob === null) throw new RefusalError('hsm.backup-not-verified', { name: wrapped.name });
  const { name, type, purpose, id, check } = wrapped;
  return { name, type, purpose, id, check, wrapped: toBase64(blob) };
}

/**
 * The keys of all quorums in their order, wrapped by `to`. `hsm.shares-inconsistent`, `share.*`, `hsm.package-not-opened`, `hsm.package-key-differs`:
 * all of them before anything is wrapped, because every key of every quorum is first seen to open, as an object that can't leave.
 */
export async function rewrapAll(s: Session, scratch: Scratch, to: Wrapping, quorums: readonly Quorum[], trusted: boolean): Promise<WrappedKey[]> {
  const opened: Opened[] = [];
  for (const { shares, keys } of quorums) opened.push({ keys, by: await importQuorum(scratch, to.mechanism, shares) });
  for (const { by, keys } of opened) for (const wrapped of keys) scratch.destroy(await openKnownKey(s, scratch, by, wrapped, checkTemplate(wrapped.type)));
  const rewrapped: WrappedKey[] = [];
  for (const { by, keys } of opened) for (const wrapped of keys) rewrapped.push(await rewrapOne(s, scratch, by, wrapped, to, trusted));
  return rewrapped;
}
