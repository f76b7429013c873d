/**
 * For tests: a complete valid small bundle, made in software, and the same with anything changed before it is chained and signed. So a test
 * plays an application that lies and holds every key: its bundles are perfectly signed, and must still be found out.
 */
import { fromBase64, fromHex, toBase64, toHex, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { rootAttestation, rootSuccession } from '../../src/core/ceremony/challenge.ts';
import { confirmationMessage, registration } from '../../src/core/ceremony/confirmation.ts';
import type { CeremonyEvent, EventOf, EventType, Signed } from '../../src/core/ceremony/events.ts';
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
import { entryLine, GENESIS, lineHash, SALT_BYTES } from '../../src/core/transcript/chain.ts';
import { encodeEnvelope, preAuthEncoding } from '../../src/core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../../src/core/transcript/dsse.ts';
import { merkleAccumulator } from '../../src/core/transcript/merkle.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { secondKeyName } from '../../src/core/transcript/signer-keys.ts';
import { buildStatement } from '../../src/core/transcript/statement.ts';
import type { StatementSubject } from '../../src/core/transcript/statement.ts';
import { DSSE_PAYLOAD_TYPE } from '../../src/core/transcript/types.ts';
import type { CeremonyPredicate, Entry, StatementSigner } from '../../src/core/transcript/types.ts';
import { fingerprintWords } from '../../src/core/words/words.ts';
import { packageBytes, sampleEvents } from './sample-events.ts';
import { keyOf, rootKeyOf, secondKey } from './sample-keys.ts';
import type { SampleKey } from './sample-keys.ts';
import { planBytes, POST_QUANTUM, samplePlan } from './sample-plan.ts';
import type { Mode } from './sample-plan.ts';

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

interface Signing {
  readonly opened: EventOf<'ceremony.opened'>;
  readonly head: string;
  /** Current public keys of participants. */
  readonly keys: ReadonlyMap<string, string>;
  /** Name of the root in force. */
  readonly root: string;
  /** Name of the root that takes its place. */
  readonly next: string;
}

/** Fills the empty signatures of an event that is chained to `head`. */
function sign(event: CeremonyEvent, { opened, head, keys, root, next }: Signing): CeremonyEvent {
  const by = (publicKey: string | undefined, what: Parameters<typeof confirmationMessage>[2]): string => {
    const key = keyOf(publicKey ?? '');
    return key === undefined ? 'AAAA' : toBase64(key.sign(confirmationMessage(opened.ceremony, head, what)));
  };
  if (event.type === 'root.certified') {
    const message = rootSuccession(opened.ceremony, event.old, event.next);
    const from = (given: string, name: string): string => (given === '' ? toBase64(rootKeyOf(name).sign(message)) : given);
    return { ...event, byOld: from(event.byOld, root), byNext: from(event.byNext, next) };
  }
  if (event.type === 'set.declared-void') {
    const filled = ({ participant, signature }: Signed): Signed => ({ participant, signature: signature === '' ? by(keys.get(participant), { act: 'declare-void', participant, set: event.set, reason: event.reason }) : signature });
    return { ...event, ...filled(event), second: filled(event.second) };
  }
  if (!('signature' in event) || event.signature !== '') return event;
  switch (event.type) {
    case 'participant.registered': {
      const what = registration(event, opened.planSha256);
      const { postQuantum } = event;
      const second = postQuantum?.signature === '' ? { postQuantum: { ...postQuantum, signature: by(postQuantum.publicKey, what) } } : {};
      return { ...event, signature: by(event.publicKey, what), ...second };
    }
    case 'step.confirmed': {
      const { participant, step, note } = event;
      return { ...event, signature: by(keys.get(participant), { act: 'confirm', participant, step, ...(note === undefined ? {} : { note }) }) };
    }
    case 'deviation.accepted':
      return { ...event, signature: by(keys.get(event.participant), { act: 'accept-deviation', participant: event.participant, deviation: event.id }) };
    case 'quorum.joined': {
      const { participant, set, purpose } = event;
      return { ...event, signature: by(keys.get(participant), { act: 'join-quorum', participant, set, purpose }) };
    }
    case 'root.attested':
      return { ...event, signature: toBase64(rootKeyOf(root).sign(rootAttestation(opened.ceremony, head, [root]))) };
    default:
      return event;
  }
}

const firstBegins = Date.UTC(2026, 0, 15, 9, 0, 0);
const asItIs = (entry: Entry): Entry => entry;

/** What stands for the random bytes of an entry: fixed, so that a sample always has the same bytes, and of this entry of this ceremony only. */
function sampleSalt(begins: number, seq: number): string {
  return sha256Hex(utf8(`keyrite sample salt: ${begins} ${seq}`)).slice(0, 2 * SALT_BYTES);
}

/** Entries of `events`: one a second from a fixed time, chained and signed; by default those of a first ceremony. */
export function chain(events: readonly CeremonyEvent[], change: (entry: Entry) => Entry = asItIs, { begins, root, next }: Pick<Sample, 'begins'> & Pick<Signing, 'root' | 'next'> = { begins: firstBegins, root: 'root', next: '' }): readonly Entry[] {
  const opened = events.find((e) => e.type === 'ceremony.opened');
  const keys = new Map<string, string>();
  let prev = GENESIS;
  return events.map((event, seq) => {
    if (event.type === 'participant.registered') keys.set(event.participant, event.publicKey);
    const time = new Date(begins + seq * 1000).toISOString();
    const signed = opened === undefined ? event : sign(event, { opened, head: prev, keys, root, next });
    const entry = change({ v: 1, seq, prev, time, mono: 5000 + seq * 1000, salt: sampleSalt(begins, seq), event: signed });
    prev = lineHash(entryLine(entry));
    return entry;
  });
}

/** Names of the keys that a registration brings, with their public keys. */
function keysRegistered({ participant, publicKey, postQuantum }: EventOf<'participant.registered'>): readonly (readonly [string, string])[] {
  return [[participant, publicKey], ...(postQuantum === undefined ? [] : [[secondKeyName(participant, postQuantum.algorithm), postQuantum.publicKey] as const])];
}

function last<T extends EventType>(entries: readonly Entry[], type: T): EventOf<T> | undefined {
  return entries.findLast((e) => e.event.type === type)?.event as EventOf<T> | undefined;
}

/** Evidence last read of each key that is left. */
function evidenceOf(entries: readonly Entry[]): CeremonyPredicate['keys'] {
  const evidence = new Map<string, CeremonyPredicate['keys'][number]>();
  for (const { event } of entries) {
    if (event.type === 'key.generated' || event.type === 'key.sealed' || event.type === 'key.found') evidence.set(event.key, event.evidence);
    else if (event.type === 'restore.passed') for (const one of event.evidence) evidence.set(one.name, one);
    else if (event.type === 'key.destroyed') evidence.delete(event.key);
  }
  return [...evidence.values()];
}

/** What the statement of `entries` says; states and sets are those of the unchanged sample. */
function predicateOf(sample: Sample, entries: readonly Entry[], root: SampleKey | null): CeremonyPredicate {
  const { plan } = sample;
  const tree = merkleAccumulator();
  for (const entry of entries) tree.add(entryLine(entry));
  const opened = last(entries, 'ceremony.opened');
  const ended = entries.at(-1)!.time;
  const end = endOf(sample);
  const people = new Map(entries.flatMap((e) => (e.event.type === 'participant.registered' ? [[e.event.participant, e.event] as const] : [])));
  const accepted = new Set(entries.flatMap((e) => (e.event.type === 'deviation.accepted' ? [e.event.id] : [])));
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
    opened: entries[0]!.time,
    ended,
    plan: { sha256: opened?.planSha256 ?? '0'.repeat(64) },
    previous: opened?.previous ?? null,
    record: { entries: entries.length, head: lineHash(entryLine(entries.at(-1)!)), merkleRoot: toHex(tree.root()) },
    keys: evidenceOf(entries),
    lifecycle: lifecycleAfter(end, ended),
    shareSets: setsAfter(end, ended),
    voidSets: entries.flatMap((e) => (e.event.type === 'set.voided' || e.event.type === 'set.declared-void' ? [e.event.set] : [])),
    deviations: { recorded: entries.filter((e) => e.event.type === 'deviation.recorded').length, accepted: accepted.size },
    signers,
  };
}

/** The files of the sample bundle by name. */
export function sampleBundle(options: SampleOptions = {}): Map<string, Uint8Array> {
  const sample = options.of ?? firstSample(options.mode ?? 'production');
  const signing = rootSigns(endOf(sample)) ? rootKeyOf(rootInForce(sample) ?? '') : null;
  const root = options.root ?? signing;
  const next = sample.plan.ceremony === 'rotate' ? sample.plan.keys.find((k) => k.purpose === 'root-signing')?.name : undefined;
  const entries = chain(options.events?.(sample.events) ?? sample.events, options.entry, { begins: sample.begins, root: rootInForce(sample) ?? '', next: next ?? '' });
  const transcript = utf8(entries.map((entry) => `${canonicalText(entry)}\n`).join(''));
  const made = predicateOf(sample, entries, root);
  const predicate = options.predicate?.(made) ?? made;
  const people = new Map(entries.flatMap((e) => (e.event.type === 'participant.registered' ? keysRegistered(e.event) : [])));
  const parts = bundleFiles({
    keys: [...(root === null ? [] : [{ signer: HSM_ROOT, spki: root.spki }]), ...[...people].map(([signer, key]) => ({ signer, spki: fromBase64(key) }))],
    package: options.package ?? sample.package,
    plan: options.plan ?? sample.planBytes,
    documents: [{ name: 'room.txt', bytes: utf8('Room list, version 1\n') }],
    others: options.others?.(sample.others) ?? sample.others,
  });
  const subjects = subjectsOf(parts, sha256Hex(transcript));
  const payload = buildStatement(predicate, options.subjects?.(subjects) ?? subjects);
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const signatures = [
    ...(root === null ? [] : [{ keyid: HSM_ROOT, signature: root.sign(message) }]),
    ...[...people].flatMap(([keyid, key]) => {
      const signer = keyOf(key);
      return signer === undefined ? [] : [{ keyid, signature: signer.sign(message) }];
    }),
  ];
  const files = new Map<string, Uint8Array>([...parts.map((f) => [f.name, f.bytes] as const), [bundleNames.transcript, transcript]]);
  files.set(bundleNames.statement, encodeEnvelope(payload, options.signatures?.(signatures, payload) ?? signatures));
  options.files?.(files);
  return files;
}
