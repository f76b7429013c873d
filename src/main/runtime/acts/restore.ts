/** Acts of disaster recovery: the quorum opens the package inside the new HSM; what became of the old one is recorded. */
import { toHex } from '../../../core/bytes/bytes.ts';
import { proofChallenge } from '../../../core/ceremony/challenge.ts';
import { keysToRestore, standingSet } from '../../../core/ceremony/scope.ts';
import { retiredBy } from '../../../core/plan/parts.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { RequestOf } from '../../../contract/table.ts';
import { requireAuthorised } from '../authorised.ts';
import { faultOf } from '../failures.ts';
import type { Session } from '../session.ts';
import { quorumOf } from './backup.ts';
import { ensureUnlocked } from './hsm.ts';

/** All keys of the package come back, or none: they are compared as session objects first. */
export async function restoreKeys(session: Session): Promise<void> {
  const { plan, recorder, ports } = session;
  const set = requireAuthorised(session, 'restore').subject?.set ?? '';
  const standing = standingSet(recorder.state, set);
  if (standing === null) throw new RefusalError('ceremony.set-other');
  const { threshold } = standing;
  const shares = session.quorum(set).indexes.slice(0, threshold);
  await ensureUnlocked(session, 'primary');
  recorder.require({ type: 'restore.started', set, shares });
  const hsm = session.hsm('primary');
  const inventoryBefore = await hsm.inventory();
  const { quorum } = quorumOf(session, set, threshold);
  const wanted = keysToRestore(recorder.state, set);
  recorder.append({ type: 'restore.started', set, shares });
  const challenge = toHex(ports.random(32));
  try {
    const { restored, evidence } = await hsm.install({ shares: quorum.shares, keys: quorum.keys.filter((k) => wanted.includes(k.name)), challenge: proofChallenge(plan.id, set, challenge) });
    recorder.append({ type: 'restore.passed', set, shares, challenge, keys: restored, evidence, inventoryBefore, inventoryAfter: await hsm.inventory() });
  } catch (error) {
    recorder.append({ type: 'restore.failed', set, code: faultOf(error).code });
    throw error;
  }
  session.quorum(set).clear();
}

/** Records the fate of the next device that the plan names. */
export function retireHsm(session: Session, { by, note }: RequestOf<'hsm:retire'>): void {
  const planned = retiredBy(session.plan)[session.recorder.state.retired.length];
  if (planned === undefined) throw new RefusalError('ceremony.accounted-already');
  session.recorder.append({ type: 'hsm.retired', label: planned.label, serial: planned.serial ?? '', fate: planned.fate, note, by });
}
