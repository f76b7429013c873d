/**
 * For tests: a complete valid small bundle, made in software, and the same with anything changed before it is chained and signed. So a test
 * plays an application that lies and holds every key: its bundles are perfectly signed, and must still be found out.
 */
import { fromBase64, fromHex, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import type { CeremonyEvent, EventOf } from '../../src/core/ceremony/events.ts';
import { rootInForce } from '../../src/core/ceremony/scope.ts';
import { newCeremony } from '../../src/core/ceremony/script.ts';
import { HSM_ROOT, HSM_ROOT_NAME, rootSigns } from '../../src/core/ceremony/state.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { lifecycleAfter, setsAfter } from '../../src/core/lineage/lifecycle.ts';
import { nothingInherited } from '../../src/core/lineage/types.ts';
import type { Inherited } from '../../src/core/lineage/types.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { bundleFiles, bundleNames, subjectsOf } from '../../src/core/transcript/bundle.ts';
import type { BundleFile } from '../../src/core/transcript/bundle.ts';
import { canonicalText } from '../../src/core/transcript/canonical-json.ts';
import { encodeEnvelope, preAuthEncoding } from '../../src/core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../../src/core/transcript/dsse.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { secondKeyName } from '../../src/core/transcript/signer-keys.ts';
import { buildStatement } from '../../src/core/transcript/statement.ts';
import type { StatementSubject } from '../../src/core/transcript/statement.ts';
import { DSSE_PAYLOAD_TYPE } from '../../src/core/transcript/types.ts';
import type { CeremonyPredicate, Entry, StatementSigner } from '../../src/core/transcript/types.ts';
import { fingerprintWords } from '../../src/core/words/words.ts';
import { chainer, firstBegins } from './sample-chain.ts';
import type { ChainOptions } from './sample-chain.ts';
import { packageBytes, sampleEvents } from './sample-events.ts';
import { keyOf, rootKeyOf, secondKey } from './sample-keys.ts';
import type { SampleKey } from './sample-keys.ts';
import { planBytes, POST_QUANTUM, samplePlan } from './sample-plan.ts';
import type { Mode } from './sample-plan.ts';
import { sampleRecordFold } from './sample-record.ts';
import type { SampleRecord } from './sample-record.ts';

/** A whole ceremony before it is chained and signed. */
export interface Sample {
  readonly plan: Plan;
  readonly planBytes: Uint8Array;
  readonly inherited: Inherited;
  /** Up to record.ended; signatures are empty where a person or a root signs. */
  readonly events: readonly CeremonyEvent[];
  readonly package: Uint8Array | null;
  /** Files under inherited/ and delivery/. */
  readonly others: readonly BundleFile[];
  /** UTC, milliseconds: the time of the first entry. */
  readonly begins: number;
}

export interface SampleOptions {
  readonly mode?: Mode;
  /** Instead of the first ceremony of `mode`. */
  readonly of?: Sample;
  readonly events?: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[];
  /** Changes an entry before it is chained; the next entry follows the changed one. */
  readonly entry?: (entry: Entry) => Entry;
  readonly predicate?: (predicate: CeremonyPredicate) => CeremonyPredicate;
  readonly plan?: Uint8Array;
  readonly package?: Uint8Array;
  readonly others?: (others: readonly BundleFile[]) => readonly BundleFile[];
  readonly subjects?: (subjects: readonly StatementSubject[]) => readonly StatementSubject[];
  readonly signatures?: (signatures: readonly EnvelopeSignature[], payload: Uint8Array) => readonly EnvelopeSignature[];
  readonly files?: (files: Map<string, Uint8Array>) => void;
  /** Public key of the signer hsm-root in keys/ and signer list, and who signs with it. */
  readonly root?: SampleKey;
}

export function firstSample(mode: Mode): Sample {
  return { plan: samplePlan(mode), planBytes: planBytes(mode), inherited: nothingInherited, events: sampleEvents(mode), package: packageBytes(mode), others: [], begins: firstBegins };
}

/** The same, where the plan asks everybody for a second signature. */
export function postQuantumSample(mode: Mode): Sample {
  const first = firstSample(mode);
  const bytes = planBytes(mode, POST_QUANTUM);
  const planSha256 = sha256Hex(bytes);
  const events = first.events.map((event): CeremonyEvent => {
    if (event.type === 'ceremony.opened') return { ...event, planSha256 };
    if (event.type === 'plan.reviewed') return { ...event, words: fingerprintWords(fromHex(planSha256)) };
    if (event.type !== 'participant.registered') return event;
    return { ...event, postQuantum: { algorithm: 'ML-DSA-65', publicKey: toBase64(secondKey(event.participant).spki), signature: '' } };
  });
  return { ...first, plan: samplePlan(mode, POST_QUANTUM), planBytes: bytes, events };
}

/** The state at the end of the unchanged sample. Throws where an event of it is not allowed. */
function endOf(sample: Sample): CeremonyState {
  return sample.events.reduce((state, event) => {
    const outcome = transition(state, event);
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.refusal.code}`);
    return outcome.state;
  }, newCeremony(sample.plan, sample.inherited));
}

/** Names of the keys that a registration brings, with their public keys. */
function keysRegistered({ participant, publicKey, postQuantum }: EventOf<'participant.registered'>): readonly (readonly [string, string])[] {
  return [[participant, publicKey], ...(postQuantum === undefined ? [] : [[secondKeyName(participant, postQuantum.algorithm), postQuantum.publicKey] as const])];
}

/** What the statement over `record` says; states and sets are those of the unchanged sample. */
function predicateOf(sample: Sample, { opened, begun, ended, people, evidence, voidSets, deviations, record }: SampleRecord, root: SampleKey | null): CeremonyPredicate {
  const { plan } = sample;
  const end = endOf(sample);
  const signers: readonly StatementSigner[] = [
    ...(root === null ? [] : [{ id: HSM_ROOT, name: HSM_ROOT_NAME, roles: [], algorithm: 'ES384' as const, keySha256: spkiSha256(root.spki), required: true }]),
    ...[...people.values()].map((p): StatementSigner => ({ id: p.participant, name: plan.participants.find((q) => q.id === p.participant)?.name ?? p.participant, roles: p.roles, algorithm: 'ES256', keySha256: spkiSha256(fromBase64(p.publicKey)), ...(p.postQuantum === undefined ? {} : { postQuantum: { algorithm: p.postQuantum.algorithm, keySha256: spkiSha256(fromBase64(p.postQuantum.publicKey)) } }), required: true })),
  ];
  return {
    version: 1,
    ceremony: opened?.ceremony ?? plan.id,
    kind: opened?.kind ?? plan.ceremony,
    mode: opened?.mode ?? plan.mode,
    title: opened?.title ?? plan.title,
    organisation: opened?.organisation ?? plan.organisation,
    opened: begun,
    ended,
    plan: { sha256: opened?.planSha256 ?? '0'.repeat(64) },
    previous: opened?.previous ?? null,
    record,
    keys: evidence,
    lifecycle: lifecycleAfter(end, ended),
    shareSets: setsAfter(end, ended),
    voidSets,
    deviations,
    signers,
  };
}

/** The key that signs for the HSM at the end of `sample`, and which root it is. */
function rootsOf(sample: Sample): { readonly signing: SampleKey | null; readonly chained: Pick<ChainOptions, 'begins' | 'root' | 'next'> } {
  const root = rootInForce(sample) ?? '';
  const next = sample.plan.ceremony === 'rotate' ? sample.plan.keys.find((k) => k.purpose === 'root-signing')?.name : undefined;
  return { signing: rootSigns(endOf(sample)) ? rootKeyOf(root) : null, chained: { begins: sample.begins, root, next: next ?? '' } };
}

/** A function that makes the entries of `sample`, whatever events it is then given. */
export function sampleChainer(sample: Sample, events: readonly CeremonyEvent[] = sample.events, change?: (entry: Entry) => Entry): (event: CeremonyEvent) => Entry {
  return chainer(events.find((e) => e.type === 'ceremony.opened'), { ...rootsOf(sample).chained, ...(change === undefined ? {} : { change }) });
}

/** Every file of the bundle but transcript.jsonl, which has the SHA-256 `transcript` and says `record`. */
export function filesBeside(sample: Sample, record: SampleRecord, transcript: string, options: SampleOptions = {}): Map<string, Uint8Array> {
  const root = options.root ?? rootsOf(sample).signing;
  const made = predicateOf(sample, record, root);
  const predicate = options.predicate?.(made) ?? made;
  const people = new Map([...record.people.values()].flatMap(keysRegistered));
  const parts = bundleFiles({
    keys: [...(root === null ? [] : [{ signer: HSM_ROOT, spki: root.spki }]), ...[...people].map(([signer, key]) => ({ signer, spki: fromBase64(key) }))],
    package: options.package ?? sample.package,
    plan: options.plan ?? sample.planBytes,
    documents: [{ name: 'room.txt', bytes: utf8('Room list, version 1\n') }],
    others: options.others?.(sample.others) ?? sample.others,
  });
  const subjects = subjectsOf(parts, transcript);
  const payload = buildStatement(predicate, options.subjects?.(subjects) ?? subjects);
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const signatures = [
    ...(root === null ? [] : [{ keyid: HSM_ROOT, signature: root.sign(message) }]),
    ...[...people].flatMap(([keyid, key]) => {
      const signer = keyOf(key);
      return signer === undefined ? [] : [{ keyid, signature: signer.sign(message) }];
    }),
  ];
  const files = new Map(parts.map((f) => [f.name, f.bytes] as const));
  files.set(bundleNames.statement, encodeEnvelope(payload, options.signatures?.(signatures, payload) ?? signatures));
  return files;
}

/** The files of the sample bundle by name. */
export function sampleBundle(options: SampleOptions = {}): Map<string, Uint8Array> {
  const sample = options.of ?? firstSample(options.mode ?? 'production');
  const events = options.events?.(sample.events) ?? sample.events;
  const entries = events.map(sampleChainer(sample, events, options.entry));
  const record = sampleRecordFold();
  entries.forEach((entry) => record.add(entry));
  const transcript = utf8(entries.map((entry) => `${canonicalText(entry)}\n`).join(''));
  const files = filesBeside(sample, record.end(), sha256Hex(transcript), options);
  files.set(bundleNames.transcript, transcript);
  options.files?.(files);
  return files;
}
