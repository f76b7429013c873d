/** Proof of recovery: combines a quorum, unwraps into session objects, compares, destroys. Nothing that was restored stays, and the backup key is wiped. */
import type { RestoredKey, RestoreRequest, WrappedKey } from '../../../../core/ports/hsm.ts';
import { toBase64 } from '../../../../core/bytes/bytes.ts';
import { checkUnwrapped } from './check-unwrapped.ts';
import { isSigning } from './key-specs.ts';
import { neededKeyWrap } from './key-wrap.ts';
import { listObjects, sameObjects } from './objects.ts';
import type { Opener } from './quorum.ts';
import { importQuorum, openKey } from './quorum.ts';
import type { Scratch } from './scratch.ts';
import { withScratch } from './scratch.ts';
import type { Session } from './state.ts';

async function restoreOne(s: Session, scratch: Scratch, by: Opener, wrapped: WrappedKey, challenge: Uint8Array): Promise<RestoredKey> {
  const { name, type, purpose } = wrapped;
  const opened = openKey(scratch, by, wrapped, checkUnwrapped.template(type));
  const { matches, check, signature } = await checkUnwrapped.compare(s, opened, type, wrapped.check, challenge);
  scratch.destroy(opened);
  return { name, check, matches, challengeSignature: signature !== null && isSigning(purpose) ? toBase64(signature) : null };
}

/** Each key of the package as a session object that is compared, signs the challenge where it signs, and is destroyed. `hsm.package-not-opened`. */
export async function restoreAll(s: Session, scratch: Scratch, by: Opener, request: Pick<RestoreRequest, 'keys' | 'challenge'>): Promise<RestoredKey[]> {
  const restored: RestoredKey[] = [];
  for (const wrapped of request.keys) restored.push(await restoreOne(s, scratch, by, wrapped, request.challenge));
  return restored;
}

/** Needs the user logged in. The caller wipes the shares. `hsm.shares-inconsistent`, `hsm.package-not-opened`, `hsm.no-key-wrap`, `share.*`. */
export async function restoreKeys(s: Session, request: RestoreRequest): Promise<RestoredKey[]> {
  const { number } = await neededKeyWrap(s);
  const before = listObjects(s);
  const restored = await withScratch(s, async (scratch) => restoreAll(s, scratch, await importQuorum(scratch, number, request.shares), request));
  sameObjects(before, listObjects(s));
  return restored;
}
