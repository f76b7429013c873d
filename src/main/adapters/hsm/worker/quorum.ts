/**
 * A quorum of shares becomes an object in the device that can only unwrap, and opens its package there. The backup key is in this process's memory
 * between the two and is wiped on every path; the shares belong to the caller.
 */
import type { WrappedKey } from '../../../../core/ports/hsm.ts';
import { fromBase64, utf8, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { decodeShare } from '../../../../core/shares/share-format.ts';
import { combineShares } from '../../../../core/shares/split.ts';
import type { Share } from '../../../../core/shares/types.ts';
import { CkrError } from '../raw-calls.ts';
import { checkUnwrapped } from './check-unwrapped.ts';
import { sessionIsGone } from './errors.ts';
import type { Attributes } from './key-specs.ts';
import { sessionAes } from './key-specs.ts';
import type { Scratch } from './scratch.ts';
import type { Session } from './state.ts';

/** What opens a package: a session object, and the module's RFC 5649. */
export interface Opener {
  readonly key: Buffer;
  readonly mechanism: number;
}

function checkQuorum(shares: readonly Share[]): void {
  const [first] = shares;
  const consistent = first !== undefined && shares.every((s) => s.set === first.set && s.threshold === first.threshold && s.count === first.count);
  const distinct = new Set(shares.map((share) => share.index)).size === shares.length;
  // SECURITY: Shamir combines too few shares, or shares of two sets, into a wrong secret without complaint.
  if (!consistent || !distinct || shares.length < first.threshold) throw new RefusalError('hsm.shares-inconsistent', { given: shares.length });
}

async function combineQuorum(encoded: readonly Uint8Array[]): Promise<Uint8Array> {
  const shares: Share[] = [];
  try {
    for (const bytes of encoded) shares.push(decodeShare(bytes));
    checkQuorum(shares);
    return await combineShares(shares.map((share) => share.value));
  } finally {
    wipe(...shares.map((share) => share.value));
  }
}

/** `hsm.shares-inconsistent`, `share.*`. A quorum that combines to a wrong secret shows only where it opens nothing. */
export async function importQuorum(scratch: Scratch, mechanism: number, shares: readonly Uint8Array[]): Promise<Opener> {
  const backupKey = await combineQuorum(shares);
  try {
    return { mechanism, key: scratch.create({ ...sessionAes({ UNWRAP: true }), VALUE: backupKey }) };
  } finally {
    wipe(backupKey);
  }
}

/** The bytes of a wrapped key. `hsm.package-not-opened`. */
export function wrappedBytes(wrapped: WrappedKey): Uint8Array {
  try {
    return fromBase64(wrapped.wrapped);
  } catch {
    throw new RefusalError('hsm.package-not-opened', { name: wrapped.name });
  }
}

/** One key of the package as a session object. A wrong backup key or a damaged blob fails RFC 5649's own integrity check: `hsm.package-not-opened`. */
export function openKey(scratch: Scratch, by: Opener, wrapped: WrappedKey, attributes: Attributes): Buffer {
  const bytes = wrappedBytes(wrapped);
  try {
    return scratch.unwrap(by.mechanism, by.key, bytes, attributes);
  } catch (error) {
    // What a module calls a failed integrity check differs; a device that is gone is another matter.
    if (!(error instanceof CkrError) || sessionIsGone(error)) throw error;
    throw new RefusalError('hsm.package-not-opened', { name: wrapped.name }, { cause: error });
  }
}

/** As {@link openKey}, and it is seen to be the key that the package says it is: `hsm.package-key-differs`. */
export async function openKnownKey(s: Session, scratch: Scratch, by: Opener, wrapped: WrappedKey, attributes: Attributes): Promise<Buffer> {
  const key = openKey(scratch, by, wrapped, attributes);
  const { matches } = await checkUnwrapped.compare(s, key, wrapped.type, wrapped.check, utf8(`keyrite backup check v1 ${wrapped.id}`));
  if (!matches) throw new RefusalError('hsm.package-key-differs', { name: wrapped.name });
  return key;
}
