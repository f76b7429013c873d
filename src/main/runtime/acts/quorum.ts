/** Acts of a quorum: a custodian agrees to what the shares are for; the gathering is begun again. Presenting a share is in share-reading.ts. */
import { currentStep } from '../../../core/ceremony/script.ts';
import { quorumPurpose } from '../../../core/ceremony/rules/quorum.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { RequestOf } from '../../../contract/table.ts';
import type { Session } from '../session.ts';
import { pending, signed } from './people.ts';

/** Set that the current step gathers shares of, or will use. RefusalError `ceremony.wrong-step`. */
function setOfStep(session: Session): string {
  const step = currentStep(session.recorder.state);
  const set = step.subject?.set;
  if (step.kind !== 'quorum' || set === undefined) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  return set;
}

export async function joinQuorum(session: Session, { participant, code }: RequestOf<'quorum:join'>): Promise<void> {
  const set = setOfStep(session);
  const purpose = quorumPurpose(session.recorder.state);
  session.recorder.require({ type: 'quorum.joined', set, purpose, participant, signature: pending });
  session.recorder.append({ type: 'quorum.joined', set, purpose, ...(await signed(session, { act: 'join-quorum', participant, set, purpose }, code)) });
}

export function clearQuorum(session: Session, { reason }: RequestOf<'quorum:clear'>): void {
  const set = currentStep(session.recorder.state).subject?.set ?? Object.keys(session.recorder.state.quorums)[0] ?? '';
  session.recorder.append({ type: 'quorum.cleared', set, reason });
  session.quorum(set).clear();
}
