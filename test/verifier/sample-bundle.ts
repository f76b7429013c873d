/**
 * For tests: a complete valid small bundle, made in software, and the same with anything changed before it is chained and signed. So a test
 * plays an application that lies and holds every key: its bundles are perfectly signed, and must still be found out.
 */
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { fromBase64, toBase64, toHex, utf8 } from '../../src/core/bytes/bytes.ts';
import { confirmationMessage } from '../../src/core/ceremony/confirmation.ts';
import type { CeremonyEvent, EventOf, EventType } from '../../src/core/ceremony/events.ts';
import { HSM_ROOT } from '../../src/core/ceremony/state.ts';
import { bundleFiles, bundleNames, subjectsOf } from '../../src/core/transcript/bundle.ts';
import { canonicalText } from '../../src/core/transcript/canonical-json.ts';
import { entryLine, GENESIS, lineHash } from '../../src/core/transcript/chain.ts';
import { encodeEnvelope, preAuthEncoding } from '../../src/core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../../src/core/transcript/dsse.ts';
import { merkleAccumulator } from '../../src/core/transcript/merkle.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { buildStatement } from '../../src/core/transcript/statement.ts';
import type { StatementSubject } from '../../src/core/transcript/statement.ts';
import { DSSE_PAYLOAD_TYPE } from '../../src/core/transcript/types.ts';
import type { CeremonyPredicate, Entry, StatementSigner } from '../../src/core/transcript/types.ts';
import { packageBytes, sampleEvents } from './sample-events.ts';
import { keyOf, rootKey } from './sample-keys.ts';
import type { SampleKey } from './sample-keys.ts';
import { planBytes, samplePlan } from './sample-plan.ts';
import type { Mode } from './sample-plan.ts';

export interface SampleOptions {
  readonly mode?: Mode;
  readonly events?: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[];
  /** Changes an entry before it is chained; the next entry follows the changed one. */
  readonly entry?: (entry: Entry) => Entry;
  readonly predicate?: (predicate: CeremonyPredicate) => CeremonyPredicate;
  readonly plan?: Uint8Array;
  readonly package?: Uint8Array;
  readonly subjects?: (subjects: readonly StatementSubject[]) => readonly StatementSubject[];
  readonly signatures?: (signatures: readonly EnvelopeSignature[], payload: Uint8Array) => readonly EnvelopeSignature[];
  readonly files?: (files: Map<string, Uint8Array>) => void;
  /** Public key of the signer hsm-root in keys/ and signer list, and who signs with it. */
  readonly root?: SampleKey;
}

/** Fills the empty signatures of an event that is chained to `head`. */
function sign(event: CeremonyEvent, ceremony: EventOf<'ceremony.opened'>, head: string, keys: ReadonlyMap<string, string>): CeremonyEvent {
  const by = (publicKey: string | undefined, what: Parameters<typeof confirmationMessage>[2]): string => {
    const key = keyOf(publicKey ?? '');
    return key === undefined ? 'AAAA' : toBase64(key.sign(confirmationMessage(ceremony.ceremony, head, what)));
  };
  if (!('signature' in event) || event.signature !== '') return event;
  switch (event.type) {
    case 'participant.registered': {
      const { participant, roles, publicKey } = event;
      return { ...event, signature: by(publicKey, { act: 'register', participant, roles, publicKey, planSha256: ceremony.planSha256 }) };
    }
    case 'step.confirmed': {
      const { participant, step, note } = event;
      return { ...event, signature: by(keys.get(participant), { act: 'confirm', participant, step, ...(note === undefined ? {} : { note }) }) };
    }
    case 'deviation.accepted':
      return { ...event, signature: by(keys.get(event.participant), { act: 'accept-deviation', participant: event.participant, deviation: event.id }) };
    default:
      return event;
  }
}

/** Entries of `events`: one a second from a fixed time, chained and signed. */
export function chain(events: readonly CeremonyEvent[], change: (entry: Entry) => Entry = (entry) => entry): readonly Entry[] {
  const opened = events.find((e) => e.type === 'ceremony.opened');
  const keys = new Map<string, string>();
  let prev = GENESIS;
  return events.map((event, seq) => {
    if (event.type === 'participant.registered') keys.set(event.participant, event.publicKey);
    const time = new Date(Date.UTC(2026, 0, 15, 9, 0, 0) + seq * 1000).toISOString();
    const signed = opened === undefined ? event : sign(event, opened, prev, keys);
    const entry = change({ v: 1, seq, prev, time, mono: 5000 + seq * 1000, event: signed });
    prev = lineHash(entryLine(entry));
    return entry;
  });
}

function last<T extends EventType>(entries: readonly Entry[], type: T): EventOf<T> | undefined {
  return entries.findLast((e) => e.event.type === type)?.event as EventOf<T> | undefined;
}

function predicateOf(entries: readonly Entry[], mode: Mode, root: SampleKey): CeremonyPredicate {
  const plan = samplePlan(mode);
  const tree = merkleAccumulator();
  for (const entry of entries) tree.add(entryLine(entry));
  const opened = last(entries, 'ceremony.opened');
  const made = last(entries, 'backup.made');
  const people = new Map(entries.flatMap((e) => (e.event.type === 'participant.registered' ? [[e.event.participant, e.event] as const] : [])));
  const evidence = new Map(entries.flatMap((e) => (e.event.type === 'key.generated' || e.event.type === 'key.sealed' ? [[e.event.key, e.event.evidence] as const] : [])));
  const written = new Map(entries.flatMap((e) => (e.event.type === 'share.written' && e.event.set === made?.set ? [[e.event.index, e.event] as const] : [])));
  const accepted = new Set(entries.flatMap((e) => (e.event.type === 'deviation.accepted' ? [e.event.id] : [])));
  const signers: readonly StatementSigner[] = [
    { id: HSM_ROOT, name: 'Root key in the HSM', roles: [], algorithm: 'ES384', keySha256: spkiSha256(root.spki), required: true },
    ...[...people.values()].map((p): StatementSigner => ({ id: p.participant, name: plan.participants.find((q) => q.id === p.participant)?.name ?? p.participant, roles: p.roles, algorithm: 'ES256', keySha256: spkiSha256(fromBase64(p.publicKey)), required: true })),
  ];
  return {
    version: 1,
    ceremony: opened?.ceremony ?? plan.id,
    kind: 'generate',
    mode: opened?.mode ?? mode,
    title: opened?.title ?? plan.title,
    organisation: opened?.organisation ?? plan.organisation,
    opened: entries[0]!.time,
    ended: entries.at(-1)!.time,
    plan: { sha256: opened?.planSha256 ?? '0'.repeat(64) },
    previous: opened?.previous ?? null,
    record: { entries: entries.length, head: lineHash(entryLine(entries.at(-1)!)), merkleRoot: toHex(tree.root()) },
    keys: [...evidence.values()],
    shareSet: {
      id: made?.set ?? '00000000',
      threshold: made?.threshold ?? 2,
      count: made?.count ?? 3,
      commitments: made?.commitments ?? [],
      custodians: [...written.values()].map(({ index, custodian, carrier }) => ({ index, custodian, carrier })).sort((a, b) => a.index - b.index),
    },
    voidSets: entries.flatMap((e) => (e.event.type === 'set.voided' ? [e.event.set] : [])),
    deviations: { recorded: entries.filter((e) => e.event.type === 'deviation.recorded').length, accepted: accepted.size },
    signers,
  };
}

/** The files of the sample bundle by name. */
export function sampleBundle(options: SampleOptions = {}): Map<string, Uint8Array> {
  const mode = options.mode ?? 'production';
  const root = options.root ?? rootKey;
  const events = sampleEvents(mode);
  const entries = chain(options.events?.(events) ?? events, options.entry);
  const transcript = utf8(entries.map((entry) => `${canonicalText(entry)}\n`).join(''));
  const predicate = options.predicate?.(predicateOf(entries, mode, root)) ?? predicateOf(entries, mode, root);
  const people = new Map(entries.flatMap((e) => (e.event.type === 'participant.registered' ? [[e.event.participant, e.event.publicKey] as const] : [])));
  const parts = bundleFiles({
    keys: [{ signer: HSM_ROOT, spki: root.spki }, ...[...people].map(([signer, key]) => ({ signer, spki: fromBase64(key) }))],
    package: options.package ?? packageBytes(mode),
    plan: options.plan ?? planBytes(mode),
    documents: [{ name: 'room.txt', bytes: utf8('Room list, version 1\n') }],
  });
  const subjects = subjectsOf(parts, sha256Hex(transcript));
  const payload = buildStatement(predicate, options.subjects?.(subjects) ?? subjects);
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const signatures = [
    { keyid: HSM_ROOT, signature: root.sign(message) },
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
