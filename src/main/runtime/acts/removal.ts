/** Acts that end something: sets declared void, shares and packages accounted for, states set, roots succeeded, keys destroyed. */
import { fromBase64, toBase64 } from '../../../core/bytes/bytes.ts';
import { rootAttestation, rootSuccession } from '../../../core/ceremony/challenge.ts';
import { plannedStates, rootInForce } from '../../../core/ceremony/scope.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import type { Step } from '../../../core/ceremony/steps.ts';
import { newKeys } from '../../../core/plan/parts.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { verifySignature } from '../../../core/transcript/algorithms.ts';
import type { RequestOf } from '../../../contract/table.ts';
import { requireAuthorised } from '../authorised.ts';
import type { Session } from '../session.ts';
import { ensureUnlocked, keyReference } from './hsm.ts';
import { rootOf } from '../statement.ts';

function stepOf(session: Session, kind: Step['kind']): Step {
  const step = currentStep(session.recorder.state);
  if (step.kind !== kind) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  return step;
}

/** Why the plan does what it does, in the words of the plan. */
function reasonOf(session: Session): string {
  const { plan } = session;
  return 'reason' in plan ? plan.reason : `${plan.ceremony} by plan ${plan.id}`;
}

export function voidOldSet(session: Session): void {
  const set = stepOf(session, 'set-void').subject?.set ?? '';
  session.recorder.append({ type: 'set.voided', set, reason: reasonOf(session) });
}

/** What became of one share, or of the package (index 0), of a set that was given up. */
export function account(session: Session, { index, result, how }: RequestOf<'share:account'>): void {
  const set = stepOf(session, 'share-destroying').subject?.set ?? '';
  session.recorder.append(index === 0 ? { type: 'package.destroyed', set, result, how } : { type: 'share.destroyed', set, index, result, how });
}

export function setStates(session: Session): void {
  stepOf(session, 'key-states');
  for (const { key, state, until } of plannedStates(session.recorder.state)) {
    if (session.recorder.state.stateChanges.some((change) => change.key === key)) continue;
    session.recorder.append({ type: 'key.state-set', key, state, until, reason: reasonOf(session) });
  }
}

/** Signature of a root in the HSM over `message`, seen to verify. A success code is not evidence. */
async function signedBy(session: Session, name: string, message: Uint8Array): Promise<string> {
  const check = session.recorder.state.keys[name]?.evidence?.check;
  if (check?.kind !== 'spki-sha256') throw new RefusalError('ceremony.key-unknown');
  const signature = await session.hsm('primary').sign(keyReference(session, name).id, message);
  if (!verifySignature('ES384', signature, message, fromBase64(check.spki))) throw new RefusalError('ceremony.evidence-mismatch');
  return toBase64(signature);
}

/** Old and new root sign each other's public key. */
export async function certifyRoot(session: Session): Promise<void> {
  requireAuthorised(session, 'root-succession');
  const { state } = session.recorder;
  const old = rootInForce(state) ?? '';
  const next = newKeys(session.plan).find((k) => k.purpose === 'root-signing')?.name ?? '';
  const [one, two] = [state.keys[old]?.evidence?.check.value, state.keys[next]?.evidence?.check.value];
  if (one === undefined || two === undefined) throw new RefusalError('ceremony.key-unknown');
  session.recorder.require({ type: 'root.certified', old: one, next: two, byOld: 'AA==', byNext: 'AA==' });
  await ensureUnlocked(session, 'primary');
  const message = rootSuccession(session.plan.id, one, two);
  session.recorder.append({ type: 'root.certified', old: one, next: two, byOld: await signedBy(session, old, message), byNext: await signedBy(session, next, message) });
}

/** Destroys the key of the step. The root in force first signs the record so far. */
export async function destroyKey(session: Session): Promise<void> {
  const name = requireAuthorised(session, 'key-destroying').subject?.key ?? '';
  const { recorder } = session;
  await ensureUnlocked(session, 'primary');
  // The comparison after an interruption may just have found it gone.
  if (recorder.state.keys[name]?.phase === 'destroyed') return;
  if (name === rootInForce(recorder.state) && !recorder.state.rootAttested) {
    recorder.require({ type: 'root.attested', signature: 'AA==' });
    const message = rootAttestation(session.plan.id, recorder.head, [name]);
    recorder.append({ type: 'root.attested', signature: await signedBy(session, rootOf(session).name, message) });
  }
  const hsm = session.hsm('primary');
  const inventoryBefore = await hsm.inventory();
  const { inventory, failedUse } = await hsm.destroy(keyReference(session, name).id);
  recorder.append({ type: 'key.destroyed', key: name, failedUse, inventoryBefore, inventoryAfter: inventory });
}
