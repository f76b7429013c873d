/** Acts of a transfer: the target's public key is read and held against the plan; the key is wrapped for it, and the files are laid into the record. */
import { fromBase64, toBase64, wipe } from '../../../core/bytes/bytes.ts';
import { sha256Hex } from '../../../core/bytes/digest.ts';
import { oldSets } from '../../../core/ceremony/scope.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import type { PlanOf } from '../../../core/plan/schema.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { deliveryFile } from '../../../core/transcript/bundle.ts';
import { requireInTime } from '../../../core/transfer/deadline.ts';
import { transferFiles } from '../../../core/transfer/files.ts';
import { readTargetKeyOf } from '../../../core/transfer/target-key.ts';
import { oaepHashOf, takesKeyMaterial, wrapFormOf } from '../../../core/transfer/targets.ts';
import type { Delivery } from '../../../core/ports/hsm.ts';
import type { RequestOf } from '../../../contract/table.ts';
import { requireAuthorised } from '../authorised.ts';
import type { Session } from '../session.ts';
import { quorumOf } from './backup.ts';
import { ensureUnlocked, keyReference } from './hsm.ts';

function planOf(session: Session): PlanOf<'transfer'> {
  const { plan } = session;
  const step = currentStep(session.recorder.state);
  if (plan.ceremony !== 'transfer') throw new RefusalError('ceremony.wrong-step', { step: step.title });
  return plan;
}

export function importTarget(session: Session, { file }: RequestOf<'target:import'>): void {
  const { target } = planOf(session);
  if (!takesKeyMaterial(target)) throw new RefusalError('ceremony.other-plan');
  requireInTime(target, session.ports.clock.utc());
  const { spki, sha256 } = readTargetKeyOf(target, file);
  wipe(file);
  session.recorder.append({ type: 'target.imported', kind: target.kind, spkiSha256: sha256, spki: toBase64(spki) });
}

/** The key material for the target, or null where only public facts are handed over. */
async function material(session: Session, plan: PlanOf<'transfer'>): Promise<Delivery | null> {
  if (!takesKeyMaterial(plan.target)) return null;
  const [old] = oldSets(session.recorder.state);
  const { target } = session.recorder.state;
  if (old === undefined) throw new RefusalError('ceremony.set-other');
  if (target === null) throw new RefusalError('ceremony.evidence-mismatch');
  await ensureUnlocked(session, 'primary');
  const { quorum } = quorumOf(session, old.standing.id, old.standing.threshold);
  return session.hsm('primary').deliver({ quorum, keyId: keyReference(session, plan.key).id, targetSpki: fromBase64(target.spki), oaepHash: oaepHashOf(plan.target), form: wrapFormOf(plan.target) });
}

export async function deliverKey(session: Session): Promise<void> {
  const plan = planOf(session);
  requireAuthorised(session, 'delivery');
  const { recorder, ports } = session;
  const spkiSha256 = recorder.state.target?.spkiSha256 ?? '';
  recorder.require({ type: 'key.delivered', key: plan.key, target: plan.target.kind, spkiSha256, files: [{ name: 'README.txt', sha256: '00'.repeat(32) }] });
  const evidence = recorder.state.keys[plan.key]?.evidence;
  if (evidence == null) throw new RefusalError('ceremony.key-unknown');
  const { name, type, purpose, id, check } = evidence;
  const device = recorder.state.tokens.primary.prepared?.token;
  const context = { ceremony: plan.id, mode: plan.mode, madeAt: ports.clock.utc(), source: `Keyrite; ${device?.manufacturer ?? ''} ${device?.model ?? ''}, firmware ${device?.firmware ?? ''}` };
  const files = transferFiles(plan.target, await material(session, plan), { name, type, purpose, id, check }, context);
  for (const file of files) session.store.putFile(deliveryFile(file.name), file.bytes);
  recorder.append({ type: 'key.delivered', key: plan.key, target: plan.target.kind, spkiSha256, files: files.map((f) => ({ name: f.name, sha256: sha256Hex(f.bytes) })) });
  for (const { standing } of oldSets(recorder.state)) session.quorum(standing.id).clear();
}
