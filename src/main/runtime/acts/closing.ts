/** Acts of the end: end the record, sign the statement, close, and write the bundle. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromBase64, toBase64, wipe } from '../../../core/bytes/bytes.ts';
import { sha256Hex } from '../../../core/bytes/digest.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { coveredKeys } from '../../../core/ceremony/scope.ts';
import { HSM_ROOT } from '../../../core/ceremony/state.ts';
import { postQuantumOf } from '../../../core/plan/parts.ts';
import { showSetId } from '../../../core/shares/share-format.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { bundleNames } from '../../../core/transcript/bundle.ts';
import { encodeEnvelope, preAuthEncoding } from '../../../core/transcript/dsse.ts';
import { verifySignature } from '../../../core/transcript/algorithms.ts';
import { keysOfSigner } from '../../../core/transcript/signer-keys.ts';
import { parseStatement } from '../../../core/transcript/statement.ts';
import { DSSE_PAYLOAD_TYPE } from '../../../core/transcript/types.ts';
import type { RequestOf } from '../../../contract/table.ts';
import { filesOf, rootOf, statementOf } from '../statement.ts';
import type { Session } from '../session.ts';
import { currentPackage } from './backup.ts';
import { ensureUnlocked } from './hsm.ts';
import { checkInWords, typeWords } from '../../../core/words/key-words.ts';

export async function endRecord(session: Session): Promise<void> {
  const { state } = session.recorder;
  const step = currentStep(state);
  if (step.kind !== 'signing') throw new RefusalError('ceremony.wrong-step', { step: step.title });
  if (state.deviations.some((d) => d.acceptedBy.length === 0)) throw new RefusalError('ceremony.deviations-open');
  await ensureUnlocked(session, 'primary');
  session.recorder.append({ type: 'record.ended', inventory: await session.hsm('primary').inventory() });
}

/** DSSE pre-authentication encoding of the statement: what everyone signs. */
function toSign(session: Session): Uint8Array {
  return preAuthEncoding(DSSE_PAYLOAD_TYPE, statementOf(session));
}

export async function signStatement(session: Session, request: RequestOf<'statement:sign'>): Promise<void> {
  const { participant, code } = request;
  if (participant === HSM_ROOT) throw new RefusalError('ceremony.unknown-person');
  const { presence } = session.ports;
  const twice = postQuantumOf(session.plan) !== null;
  session.recorder.require({ type: 'statement.signed', signer: participant, signature: 'AA==', ...(twice ? { postQuantum: 'AA==' } : {}) });
  try {
    const message = toSign(session);
    const second = twice ? { postQuantum: toBase64(await presence.signPostQuantum(participant, Uint8Array.from(code), message)) } : {};
    const signature = await presence.sign(participant, code, message);
    session.recorder.append({ type: 'statement.signed', signer: participant, signature: toBase64(signature), ...second });
  } finally {
    wipe(code);
  }
}

export async function signWithRoot(session: Session): Promise<void> {
  session.recorder.require({ type: 'statement.signed', signer: HSM_ROOT, signature: 'AA==' });
  // The record has ended, so an unlock is not recorded here; endRecord has unlocked the HSM just before.
  const message = toSign(session);
  const signature = await session.hsm('primary').sign(rootOf(session).id, message);
  // SECURITY: a success code is not evidence; only a signature that verifies is recorded.
  if (!verifySignature('ES384', signature, message, rootOf(session).spki)) throw new RefusalError('ceremony.evidence-mismatch');
  session.recorder.append({ type: 'statement.signed', signer: HSM_ROOT, signature: toBase64(signature) });
}

async function printPackage(session: Session): Promise<void> {
  const { plan, recorder, ports } = session;
  const set = recorder.state.set?.made;
  if (set == null) return;
  const file = currentPackage(session);
  const keys = coveredKeys(recorder.state).flatMap((name) => recorder.state.keys[name]?.evidence ?? []);
  const pdf = await ports.paper.packageSheet({
    ceremonyId: plan.id,
    title: plan.title,
    organisation: plan.organisation,
    rehearsal: plan.mode === 'rehearsal',
    setId: showSetId(set.set),
    threshold: set.threshold,
    count: set.count,
    package: file,
    keys: keys.map((k) => ({ name: k.name, type: typeWords[k.type], check: checkInWords(k.check) })),
    madeAt: ports.clock.utc(),
  });
  await ports.printer.print({ name: 'package', pdf, secret: false });
}

export async function closeCeremony(session: Session, bundle: string): Promise<void> {
  const statement = sha256Hex(statementOf(session));
  session.recorder.require({ type: 'ceremony.closed', statement });
  if (existsSync(bundle)) throw new RefusalError('ceremony.output-exists', { path: bundle });
  await printPackage(session);
  session.recorder.append({ type: 'ceremony.closed', statement });
  session.ports.presence.wipe();
  session.presented.clear();
  writeBundle(session, bundle);
}

/** Writes the bundle beside its final place and renames it there, so that a half-written one is never found. Never overwrites. */
export function writeBundle(session: Session, bundle: string): void {
  if (existsSync(bundle)) return;
  const partial = `${bundle}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const { signatures } = session.recorder.state;
  const envelope = encodeEnvelope(
    statementOf(session),
    parseStatement(statementOf(session)).predicate.signers.flatMap(keysOfSigner).flatMap(({ name }) => {
      const signature = signatures[name];
      return signature === undefined ? [] : [{ keyid: name, signature: fromBase64(signature) }];
    }),
  );
  for (const { name, bytes } of [...filesOf(session), { name: bundleNames.statement, bytes: envelope }]) {
    const path = join(partial, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes, { flag: 'wx', flush: true });
  }
  renameSync(partial, bundle);
}
