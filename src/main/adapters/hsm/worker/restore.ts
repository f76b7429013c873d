/** Proof of recovery: combines a quorum, unwraps into session objects, compares, destroys. Nothing that was restored stays, and the backup key is wiped. */
import type { RestoredKey, RestoreRequest, WrappedKey } from '../../../../core/ports/hsm.ts';
import { fromBase64, toBase64, wipe } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { decodeShare } from '../../../../core/shares/share-format.ts';
import { combineShares } from '../../../../core/shares/split.ts';
import type { Share } from '../../../../core/shares/types.ts';
import { checkUnwrapped } from './check-unwrapped.ts';
import { isSigning, sessionAes } from './key-specs.ts';
import { keyWrapPad } from './key-wrap.ts';
import { listObjects, sameObjects } from './objects.ts';
import type { Scratch } from './scratch.ts';
import { attempt, withScratch } from './scratch.ts';
import type { Session } from './state.ts';

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

function bytesOf(wrapped: WrappedKey): Uint8Array {
  try {
    return fromBase64(wrapped.wrapped);
  } catch {
    throw new RefusalError('hsm.package-not-opened', { name: wrapped.name });
  }
}

async function restoreOne(s: Session, scratch: Scratch, mechanism: number, by: Buffer, wrapped: WrappedKey, challenge: Uint8Array): Promise<RestoredKey> {
  const { name, type, purpose } = wrapped;
  // A wrong backup key or a damaged blob fails RFC 5649's own integrity check here; what a module calls that differs.
  const opened = attempt(() => scratch.unwrap(mechanism, by, bytesOf(wrapped), checkUnwrapped.template(type)));
  if (opened === null) throw new RefusalError('hsm.package-not-opened', { name });
  const { matches, check, signature } = await checkUnwrapped.compare(s, opened, type, wrapped.check, challenge);
  scratch.destroy(opened);
  return { name, check, matches, challengeSignature: signature !== null && isSigning(purpose) ? toBase64(signature) : null };
}

/** Needs the user logged in. The caller wipes the shares. `hsm.shares-inconsistent`, `hsm.package-not-opened`, `hsm.no-key-wrap`, `share.*`. */
export async function restoreKeys(s: Session, request: RestoreRequest): Promise<RestoredKey[]> {
  const mechanism = await keyWrapPad(s);
  if (mechanism === null) throw new RefusalError('hsm.no-key-wrap');
  const before = listObjects(s);
  const backupKey = await combineQuorum(request.shares);
  let restored: RestoredKey[];
  try {
    restored = await withScratch(s, async (scratch) => {
      const by = scratch.create({ ...sessionAes({ UNWRAP: true }), VALUE: backupKey });
      wipe(backupKey);
      const keys: RestoredKey[] = [];
      for (const wrapped of request.keys) keys.push(await restoreOne(s, scratch, mechanism.number, by, wrapped, request.challenge));
      return keys;
    });
  } finally {
    wipe(backupKey);
  }
  sameObjects(before, listObjects(s));
  return restored;
}
