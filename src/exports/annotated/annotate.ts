/** The annotated script of a verified record. One pass; of each step it keeps as many events as the limits say and counts the rest, so that its size follows the script and not the record. */
import { fromHex } from '../../core/bytes/bytes.ts';
import { rolesInWords } from '../../core/ceremony/roles.ts';
import { deriveScript } from '../../core/ceremony/script.ts';
import { HSM_ROOT } from '../../core/ceremony/state.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import { newKeys } from '../../core/plan/parts.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import { signedBy } from '../common/signed-by.ts';
import { deviationBook, keep, nothingYet } from './gather.ts';
import type { Gathered } from './gather.ts';
import { peopleInWords } from './people-words.ts';
import { placedEntries } from './place.ts';
import { plannedFacts } from './planned.ts';
import { stepMeaning } from './step-words.ts';
import { annotationLimits } from './types.ts';
import type { AnnotatedDeviation, AnnotatedPerson, AnnotatedScript, AnnotatedSignature, AnnotatedStep, AnnotationLimits } from './types.ts';

interface Read {
  readonly gathered: ReadonlyMap<string, Gathered>;
  readonly deviations: readonly AnnotatedDeviation[];
  readonly recorded: number;
  readonly absent: ReadonlySet<string>;
  readonly complete: ReadonlySet<string>;
}

async function readRecord(verified: VerifiedTranscript, limits: AnnotationLimits): Promise<Read> {
  const name = peopleInWords(verified.plan);
  const gathered = new Map<string, Gathered>();
  const book = deviationBook(limits, name);
  const absent = new Set<string>();
  const entries = placedEntries(verified);
  let next = await entries.next();
  for (; next.done !== true; next = await entries.next()) {
    const { entry, event } = next.value;
    const into = gathered.get(event.step) ?? nothingYet();
    gathered.set(event.step, into);
    keep(into, event, limits);
    book.note(entry, event.step);
    if (entry.event.type === 'participant.absent') absent.add(entry.event.participant);
    if (entry.event.type !== 'step.confirmed') continue;
    const { participant, note = null } = entry.event;
    into.confirmed.set(participant, { participant, name: name(participant), time: entry.time, seq: entry.seq, note, signed: true });
  }
  return { gathered, deviations: book.all, recorded: book.recorded(), absent, complete: next.value };
}

function annotatedStep(step: Step, verified: VerifiedTranscript, read: Read): AnnotatedStep {
  const name = peopleInWords(verified.plan);
  const got = read.gathered.get(step.id) ?? nothingYet();
  // The signatures under the statement and the bundle itself stand outside the record: that the bundle was found valid shows both.
  const isDone = read.complete.has(step.id) || step.kind === 'signing' || step.kind === 'closing';
  const times = Math.max(got.passes, isDone ? 1 : 0);
  return {
    id: step.id,
    number: step.number,
    kind: step.kind,
    title: step.title,
    what: stepMeaning(step.kind),
    actors: step.actors,
    planned: plannedFacts(verified, step),
    state: !isDone ? 'not-done' : times > 1 ? 'repeated' : 'done',
    times,
    first: got.first,
    last: got.last,
    entries: got.entries,
    problems: got.problems,
    events: got.events,
    omitted: got.omitted === 0 ? null : { count: got.omitted, from: got.omittedFrom },
    confirmations: step.confirmedBy.map((id) => got.confirmed.get(id) ?? { participant: id, name: name(id), time: null, seq: null, note: null, signed: false }),
    deviations: read.deviations.filter((d) => d.step === step.id),
  };
}

/** Signers of the statement whose signature was found valid, in the order of the statement. */
function signaturesOf(verified: VerifiedTranscript): readonly AnnotatedSignature[] {
  return signedBy(verified).map(({ signer: { id, name, roles }, first, second }) => ({ signer: id, name, roles, algorithm: first.algorithm, keySha256: first.keySha256, second: second === null ? null : { algorithm: second.algorithm, keySha256: second.keySha256 } }));
}

function peopleOf({ plan, statement }: VerifiedTranscript, absent: ReadonlySet<string>): readonly AnnotatedPerson[] {
  const keys = new Map(statement.predicate.signers.filter((s) => s.id !== HSM_ROOT).map((s) => [s.id, s.keySha256]));
  return plan.participants.map((p) => ({ id: p.id, name: p.name, roles: rolesInWords(plan, p), keySha256: keys.get(p.id) ?? null, absent: absent.has(p.id) }));
}

/**
 * Everything of a verified record in the order of its script. Reads the record once; never more than
 * steps × (`plain` + `remarkable`) events and `deviations` deviations stay in memory, also of a million entries.
 * Throws RefusalError `transcript.changed-meanwhile`.
 */
export async function annotate(verified: VerifiedTranscript, limits: AnnotationLimits = annotationLimits): Promise<AnnotatedScript> {
  const { plan, inherited } = verified;
  const { predicate } = verified.statement;
  const read = await readRecord(verified, limits);
  return {
    ceremony: predicate.ceremony,
    kind: predicate.kind,
    title: predicate.title,
    organisation: predicate.organisation,
    rehearsal: verified.rehearsal,
    opened: predicate.opened,
    ended: predicate.ended,
    transcriptSha256: verified.transcriptSha256,
    statementSha256: verified.statementSha256,
    entries: predicate.record.entries,
    plan: { sha256: predicate.plan.sha256, words: fingerprintWords(fromHex(predicate.plan.sha256)) },
    people: peopleOf(verified, read.absent),
    keys: [...new Set([...newKeys(plan), ...inherited.keys].map((k) => k.name))],
    steps: deriveScript(plan).map((step) => annotatedStep(step, verified, read)),
    deviations: read.deviations,
    deviationsRecorded: read.recorded,
    signatures: signaturesOf(verified),
  };
}
