/** The closing statement and the bundle's files, always derived anew from the record, so that the same record gives the same bytes. */
import { fromBase64, toHex, utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { describeEvent } from '../../core/ceremony/describe.ts';
import { rootInForce } from '../../core/ceremony/scope.ts';
import { HSM_ROOT, HSM_ROOT_NAME, rootSigns } from '../../core/ceremony/state.ts';
import { lifecycleAfter, setsAfter } from '../../core/lineage/lifecycle.ts';
import { postQuantumOf } from '../../core/plan/parts.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { bundleFiles, bundleNames, deliveryFile, subjectsOf, VERIFY_PAGE } from '../../core/transcript/bundle.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { entryLine, lineHash } from '../../core/transcript/chain.ts';
import { merkleAccumulator } from '../../core/transcript/merkle.ts';
import { secondKeyName } from '../../core/transcript/signer-keys.ts';
import { buildStatement } from '../../core/transcript/statement.ts';
import type { CeremonyPredicate, Entry, StatementSigner } from '../../core/transcript/types.ts';
import { currentPackage } from './acts/backup.ts';
import type { Session } from './session.ts';

/** Entries up to and including the last `record.ended`: what the transcript holds and the statement covers. */
export function recordedEntries(session: Session): readonly Entry[] {
  const { entries } = session.recorder;
  const last = entries.findLastIndex((e) => e.event.type === 'record.ended');
  if (last < 0 || !session.recorder.state.recordEnded) throw new RefusalError('ceremony.record-open');
  return entries.slice(0, last + 1);
}

/** The root key in force: its name, its CKA_ID, and its DER SubjectPublicKeyInfo. RefusalError `ceremony.key-unknown` where the HSM holds none. */
export function rootOf(session: Session): { readonly name: string; readonly id: string; readonly spki: Uint8Array } {
  const { state } = session.recorder;
  const name = rootInForce(state) ?? '';
  const evidence = state.keys[name]?.evidence;
  if (evidence?.check.kind !== 'spki-sha256') throw new RefusalError('ceremony.key-unknown');
  return { name, id: evidence.id, spki: fromBase64(evidence.check.spki) };
}

function signers(session: Session): readonly StatementSigner[] {
  const { state } = session.recorder;
  const root = rootSigns(state) ? [{ id: HSM_ROOT, name: HSM_ROOT_NAME, roles: [], algorithm: 'ES384' as const, keySha256: sha256Hex(rootOf(session).spki), required: true }] : [];
  const algorithm = postQuantumOf(session.plan);
  const people = session.plan.participants.filter((p) => !state.absent.includes(p.id)).map((p): StatementSigner => {
    const known = state.people[p.id];
    if (known === undefined) throw new RefusalError('ceremony.not-registered', { person: p.name });
    const second = algorithm === null || known.postQuantum === null ? {} : { postQuantum: { algorithm, keySha256: sha256Hex(fromBase64(known.postQuantum)) } };
    return { id: p.id, name: p.name, roles: p.roles, algorithm: 'ES256', keySha256: sha256Hex(fromBase64(known.publicKey)), ...second, required: true };
  });
  return [...root, ...people];
}

/** The record in sentences, for people; derived, so it never says what the transcript does not. */
function readableRecord(session: Session, entries: readonly Entry[]): Uint8Array {
  const { plan } = session;
  const lines = entries.map((e) => {
    const { sentence, mono } = describeEvent(e.event, plan);
    return `| ${String(e.seq)} | ${e.time} | ${sentence.replaceAll('|', '\\|')} | ${mono ?? ''} |`;
  });
  const head = [`# ${plan.title}`, '', `Ceremony ${plan.id}, ${plan.organisation}${plan.mode === 'rehearsal' ? ', REHEARSAL' : ''}`, '', '| entry | time (UTC) | what happened | remark |', '| --- | --- | --- | --- |'];
  return utf8(`${[...head, ...lines].join('\n')}\n`);
}

/** transcript.jsonl: each entry's canonical line and a line feed. */
function transcriptOf(entries: readonly Entry[]): Uint8Array {
  return utf8(entries.map((e) => `${canonicalText(e)}\n`).join(''));
}

/** The page as it was laid into the ceremony at its beginning; none in a ceremony begun from sources that were not built. */
function verificationPage(session: Session): readonly BundleFile[] {
  const bytes = session.store.getFile(VERIFY_PAGE);
  return bytes === null ? [] : [{ name: 'verify.html', bytes }];
}

function otherFiles(session: Session): readonly BundleFile[] {
  const { state } = session.recorder;
  const algorithm = postQuantumOf(session.plan);
  const people = Object.entries(state.people).flatMap(([signer, p]) => [
    { signer, spki: fromBase64(p.publicKey) },
    ...(algorithm === null || p.postQuantum === null ? [] : [{ signer: secondKeyName(signer, algorithm), spki: fromBase64(p.postQuantum) }]),
  ]);
  return bundleFiles({
    keys: [...(rootSigns(state) ? [{ signer: HSM_ROOT, spki: rootOf(session).spki }] : []), ...people],
    package: state.set?.made == null ? null : currentPackage(session),
    plan: utf8(session.planText),
    documents: [{ name: 'record.md', bytes: readableRecord(session, recordedEntries(session)) }, ...verificationPage(session)],
    others: [...session.inheritedFiles, ...deliveredFiles(session)],
  });
}

/** The files for the target of a transfer, as the record names them. */
function deliveredFiles(session: Session): readonly BundleFile[] {
  return (session.recorder.state.delivered?.files ?? []).map(({ name }) => {
    const bytes = session.store.getFile(deliveryFile(name));
    if (bytes === null) throw new RefusalError('store.damaged', { entry: 0 });
    return { name: deliveryFile(name), bytes };
  });
}

/** Every file of the bundle except the signed statement itself. */
export function filesOf(session: Session): readonly BundleFile[] {
  return [{ name: bundleNames.transcript, bytes: transcriptOf(recordedEntries(session)) }, ...otherFiles(session)];
}

/** Canonical bytes of the in-toto statement over the ended record. RefusalError `ceremony.record-open` while it is open. */
export function statementOf(session: Session): Uint8Array {
  const { plan, recorder } = session;
  const { state } = recorder;
  const entries = recordedEntries(session);
  const last = entries.at(-1);
  if (last === undefined || state.opened === null) throw new RefusalError('ceremony.record-open');
  const tree = merkleAccumulator();
  for (const entry of entries) tree.add(entryLine(entry));
  const predicate: CeremonyPredicate = {
    version: 1,
    ceremony: plan.id,
    kind: plan.ceremony,
    mode: plan.mode,
    title: plan.title,
    organisation: plan.organisation,
    opened: entries[0]?.time ?? last.time,
    ended: last.time,
    plan: { sha256: session.planSha256 },
    previous: state.opened.previous,
    record: { entries: entries.length, head: lineHash(entryLine(last)), merkleRoot: toHex(tree.root()) },
    keys: Object.values(state.keys).flatMap((k) => (k.evidence === null || k.phase === 'destroyed' ? [] : k.evidence)),
    lifecycle: lifecycleAfter(state, last.time),
    shareSets: setsAfter(state, last.time),
    voidSets: state.voidSets,
    deviations: { recorded: state.deviations.length, accepted: state.deviations.filter((d) => d.acceptedBy.length > 0).length },
    signers: signers(session),
  };
  return buildStatement(predicate, subjectsOf(otherFiles(session), sha256Hex(transcriptOf(entries))));
}
