/** Acts of people: registering, confirming, deviations, pause, abandoning. Every confirmation signs the chain's head. */
import { toBase64, wipe } from '../../../core/bytes/bytes.ts';
import { confirmationMessage, registration } from '../../../core/ceremony/confirmation.ts';
import type { Confirmable } from '../../../core/ceremony/confirmation.ts';
import type { Signed } from '../../../core/ceremony/events.ts';
import { keysLeft } from '../../../core/ceremony/rules/removal.ts';
import { postQuantumOf } from '../../../core/plan/parts.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { showSetId } from '../../../core/shares/share-format.ts';
import type { RequestOf } from '../../../contract/table.ts';
import type { Session } from '../session.ts';

/** Stands where a signature will, while the machine is asked whether it would be taken. */
export const pending = 'AA==';

export async function signed(session: Session, what: Confirmable, code: Uint8Array): Promise<Signed> {
  const { head } = session.recorder;
  const message = confirmationMessage(session.plan.id, head, what);
  const signature = await session.ports.presence.sign(what.participant, code, message);
  // SECURITY: a signature counts only over the head its own entry follows; one over an older head is never recorded.
  if (session.recorder.head !== head) throw new RefusalError('ceremony.busy');
  return { participant: what.participant, signature: toBase64(signature) };
}

export async function register(session: Session, request: RequestOf<'participant:register'>): Promise<void> {
  const { participant, code } = request;
  const person = session.plan.participants.find((p) => p.id === participant);
  if (person === undefined) throw new RefusalError('ceremony.unknown-person');
  const again = session.recorder.state.people[participant] !== undefined;
  const facts = { type: 'participant.registered' as const, participant, roles: person.roles, again };
  const algorithm = postQuantumOf(session.plan);
  const asked = algorithm === null ? {} : { postQuantum: { algorithm, publicKey: pending, signature: pending } };
  session.recorder.require({ ...facts, publicKey: pending, signature: pending, ...asked });
  const { presence } = session.ports;
  try {
    // Every act of the port wipes the code it is given.
    const publicKey = toBase64(await presence.enrol(participant, Uint8Array.from(code)));
    const second = algorithm === null ? null : { algorithm, publicKey: toBase64(await presence.enrolPostQuantum(participant, Uint8Array.from(code))) };
    const what = registration({ ...facts, publicKey, ...(second === null ? {} : { postQuantum: { ...second, signature: '' } }) }, session.planSha256);
    const { head } = session.recorder;
    const bySecond = second === null ? {} : { postQuantum: { ...second, signature: toBase64(await presence.signPostQuantum(participant, Uint8Array.from(code), confirmationMessage(session.plan.id, head, what))) } };
    const { signature } = await signed(session, what, code);
    // SECURITY: both signatures are over the head that this entry follows, or nothing is recorded.
    if (session.recorder.head !== head) throw new RefusalError('ceremony.busy');
    session.recorder.append({ ...facts, publicKey, signature, ...bySecond });
  } finally {
    wipe(code);
  }
}

export async function confirm(session: Session, request: RequestOf<'step:confirm'>): Promise<void> {
  const { participant, code } = request;
  const step = currentStep(session.recorder.state).id;
  const note = request.note === undefined || request.note.trim() === '' ? {} : { note: request.note.trim() };
  session.recorder.require({ type: 'step.confirmed', step, participant, signature: pending, ...note });
  session.recorder.append({ type: 'step.confirmed', step, ...note, ...(await signed(session, { act: 'confirm', participant, step, ...note }, code)) });
}

/** A deviation or a pause after the record has ended belongs into the record: it is reopened, and signatures given so far are void. */
function reopenFor(session: Session, reason: string): void {
  if (session.recorder.state.recordEnded) session.recorder.append({ type: 'record.reopened', reason });
}

export function recordDeviation(session: Session, request: RequestOf<'deviation:record'>): void {
  if (!session.plan.participants.some((p) => p.id === request.by)) throw new RefusalError('ceremony.unknown-person');
  reopenFor(session, 'a deviation was recorded');
  const { state } = session.recorder;
  session.recorder.append({ type: 'deviation.recorded', id: state.deviations.length + 1, step: currentStep(state).id, what: request.what, remedy: request.remedy, by: request.by, automatic: false });
}

/** A deviation that the application itself noticed. */
export function noteDeviation(session: Session, what: string, remedy: string): void {
  const { state } = session.recorder;
  session.recorder.append({ type: 'deviation.recorded', id: state.deviations.length + 1, step: currentStep(state).id, what, remedy, by: 'keyrite', automatic: true });
}

export async function acceptDeviation(session: Session, request: RequestOf<'deviation:accept'>): Promise<void> {
  const { id, participant, code } = request;
  session.recorder.require({ type: 'deviation.accepted', id, participant, signature: pending });
  session.recorder.append({ type: 'deviation.accepted', id, ...(await signed(session, { act: 'accept-deviation', participant, deviation: id }, code)) });
}

export async function pause(session: Session, request: RequestOf<'ceremony:pause'>): Promise<void> {
  if (!session.plan.participants.some((p) => p.id === request.by)) throw new RefusalError('ceremony.unknown-person');
  reopenFor(session, 'the ceremony was paused');
  session.recorder.append({ type: 'ceremony.paused', by: request.by, reason: request.reason });
  session.pins.clear();
  for (const token of ['primary', 'spare'] as const) {
    if (!session.recorder.state.tokens[token].unlocked) continue;
    await session.hsm(token).logout();
    session.recorder.append({ type: 'hsm.locked', token, why: 'pause' });
  }
}

/** Somebody is not coming. It is a deviation, so it waits for the officer or the auditor to accept it. */
export function markAbsent(session: Session, { participant, by, reason }: RequestOf<'participant:absent'>): void {
  const name = session.plan.participants.find((p) => p.id === participant)?.name ?? participant;
  session.recorder.append({ type: 'participant.absent', participant, reason, by });
  noteDeviation(session, `${name} is absent: ${reason}`, 'The ceremony goes on without them; their share is not presented.');
}

/** Two people give up the share set that is being made; its shares are wiped, and another set is made over the same keys. */
export async function declareVoid(session: Session, request: RequestOf<'set:declare-void'>): Promise<void> {
  const { first, second, reason } = request;
  const set = session.recorder.state.set?.id ?? '';
  session.recorder.require({ type: 'set.declared-void', set, reason, participant: first, signature: pending, second: { participant: second, signature: pending } });
  const one = await signed(session, { act: 'declare-void', participant: first, set, reason }, request.firstCode);
  const two = await signed(session, { act: 'declare-void', participant: second, set, reason }, request.secondCode);
  session.recorder.append({ type: 'set.declared-void', set, reason, ...one, second: two });
  session.unwritten.clear();
  session.presented.clear();
  noteDeviation(session, `Share set ${showSetId(set)} was declared void: ${reason}`, 'Destroy what was printed or written of it. A new set is made over the same keys.');
}

export function continueAfterPause(session: Session, request: RequestOf<'ceremony:continue'>): void {
  session.recorder.append({ type: 'ceremony.continued', by: request.by });
}

export async function abandon(session: Session, request: RequestOf<'ceremony:abandon'>): Promise<void> {
  const { first, second, reason } = request;
  session.recorder.require({ type: 'ceremony.abandoned', reason, participant: first, signature: pending, second: { participant: second, signature: pending } });
  const { head } = session.recorder;
  const one = await signed(session, { act: 'abandon', participant: first, reason }, request.firstCode);
  const two = await signed(session, { act: 'abandon', participant: second, reason }, request.secondCode);
  // A running act may have recorded its result meanwhile: then these signatures are over another head, and are not used.
  if (session.recorder.head !== head) throw new RefusalError('ceremony.busy');
  session.recorder.append({ type: 'ceremony.abandoned', reason, ...one, second: two });
  session.pins.clear();
  session.unwritten.clear();
  session.presented.clear();
}

/**
 * Takes the keys that the abandoned ceremony made off the HSM, where it is still unlocked: left there, nobody vouches for them, and the next ceremony would
 * find objects that nothing explains. What can't be destroyed stays, and is named to the people (keysLeft); the abandoning itself stands.
 */
export async function discardKeys(session: Session): Promise<void> {
  const { recorder } = session;
  if (!recorder.state.tokens.primary.unlocked) return;
  try {
    for (const { name, id } of keysLeft(recorder.state)) {
      const hsm = session.hsm('primary');
      const inventoryBefore = await hsm.inventory();
      const wasThere = inventoryBefore.some((object) => object.id === id);
      const { inventory, failedUse } = wasThere ? await hsm.destroy(id) : { inventory: inventoryBefore, failedUse: '' };
      recorder.append({ type: 'key.discarded', key: name, failedUse, inventoryBefore, inventoryAfter: inventory });
    }
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
  }
}
