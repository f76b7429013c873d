/** The annotated script as data: what was planned, step by step, and what became of it. Plain values only, so that a screen, a document or a program draws the same. */
import type { EventType } from '../../core/ceremony/events.ts';
import type { StepKind } from '../../core/ceremony/steps.ts';
import type { SignatureAlgorithm } from '../../core/transcript/algorithms.ts';

/** One thing that a device, a medium or a person reported. Values are never secret: a record holds none. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** What the fact is about, where an event speaks of several things ("root", "Before", "Mechanisms"); facts of one thing follow each other. */
  readonly about: string | null;
  /** To be compared character by character: a digest, a serial, a check value. Set in monospace. */
  readonly exact: boolean;
}

export interface AnnotatedPerson {
  readonly id: string;
  readonly name: string;
  /** In words, e.g. "Security officer", "Custodian 2". */
  readonly roles: readonly string[];
  /** SHA-256 (hex) of the key that they signed with; null where they were absent. */
  readonly keySha256: string | null;
  readonly absent: boolean;
}

/** One entry of the record. */
export interface AnnotatedEvent {
  readonly seq: number;
  /** The machine's clock, UTC, ISO 8601. */
  readonly time: string;
  readonly type: EventType;
  /** What happened, for somebody who was not there. */
  readonly sentence: string;
  readonly tone: 'plain' | 'deviation' | 'problem';
  readonly facts: readonly Fact[];
  /** Ids of the participants whom it concerns. */
  readonly people: readonly string[];
  /** Names of the keys that it concerns. */
  readonly keys: readonly string[];
  /** Id of the step in which it stands: the one that was current when it happened. */
  readonly step: string;
  /** How many times the step had been begun by then, from 1; more than 1 where it was done again. */
  readonly pass: number;
  /** It belongs to no step: the opening, a pause, a restart, a set given up. It stands where it happened. */
  readonly outside: boolean;
}

export interface AnnotatedConfirmation {
  readonly participant: string;
  readonly name: string;
  /** Null where it is missing, which the record then explains (the person was absent). */
  readonly time: string | null;
  readonly seq: number | null;
  readonly note: string | null;
  /** Their own key signed it, and the signature was found valid. */
  readonly signed: boolean;
}

export interface AnnotatedDeviation {
  readonly id: number;
  readonly seq: number;
  readonly time: string;
  readonly step: string;
  readonly what: string;
  readonly remedy: string;
  /** Who recorded it: a participant's id, or "keyrite" for the application. */
  readonly by: string;
  readonly byName: string;
  readonly automatic: boolean;
  /** Empty where nobody accepted it. */
  readonly accepted: readonly { readonly participant: string; readonly name: string; readonly time: string; readonly seq: number }[];
}

export interface AnnotatedStep {
  readonly id: string;
  readonly number: number;
  readonly kind: StepKind;
  readonly title: string;
  /** What this kind of step is and why it is there, for somebody who does not know ceremonies. */
  readonly what: string;
  /** Participant ids. */
  readonly actors: readonly string[];
  /** What the plan says of this step. */
  readonly planned: readonly Fact[];
  /** `repeated`: done, and begun more than once, because something made it necessary again (a set given up, a restart). */
  readonly state: 'done' | 'not-done' | 'repeated';
  /** How often it was begun: 0 where it was not. */
  readonly times: number;
  /** Of its first and last event, UTC, without those that belong to no step; null where it has none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Entries that stand in this step, also those that `events` leaves out. */
  readonly entries: number;
  /** Entries of tone problem in this step: what was refused or failed. */
  readonly problems: number;
  /** In order; at most as many as the limits say. */
  readonly events: readonly AnnotatedEvent[];
  /** How many entries `events` leaves out, and where the first of them stands; read them with `annotatedEvents`. */
  readonly omitted: { readonly count: number; readonly from: number } | null;
  /** One a person who must confirm, in the order of the script. */
  readonly confirmations: readonly AnnotatedConfirmation[];
  readonly deviations: readonly AnnotatedDeviation[];
}

/** A signature of the closing statement: it covers everything above it. */
export interface AnnotatedSignature {
  /** Participant id, or "hsm-root". */
  readonly signer: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly algorithm: SignatureAlgorithm;
  readonly keySha256: string;
  /** The signature by their second key, where the plan asked for one. */
  readonly second: { readonly algorithm: SignatureAlgorithm; readonly keySha256: string } | null;
}

export interface AnnotatedScript {
  readonly ceremony: string;
  readonly kind: string;
  readonly title: string;
  readonly organisation: string;
  readonly rehearsal: boolean;
  readonly opened: string;
  readonly ended: string;
  /** SHA-256, hex, of transcript.jsonl and of the signed statement. */
  readonly transcriptSha256: string;
  readonly statementSha256: string;
  readonly entries: number;
  readonly plan: { readonly sha256: string; /** The sixteen words that were read aloud. */ readonly words: readonly string[] };
  readonly people: readonly AnnotatedPerson[];
  /** Names of the keys that the ceremony is about. */
  readonly keys: readonly string[];
  readonly steps: readonly AnnotatedStep[];
  /** Of all steps, by number. At most `limits.deviations`. */
  readonly deviations: readonly AnnotatedDeviation[];
  readonly deviationsRecorded: number;
  readonly signatures: readonly AnnotatedSignature[];
}

/**
 * What is kept of a long record. A record of a million events gives no more than steps × (plain + remarkable) events and `deviations` deviations;
 * the rest is counted, and can be read as a stream.
 */
export interface AnnotationLimits {
  /** Events of tone plain, a step: the first ones. */
  readonly plain: number;
  /** Deviations and problems, a step: the first ones. */
  readonly remarkable: number;
  readonly deviations: number;
}

export const annotationLimits: AnnotationLimits = { plain: 120, remarkable: 80, deviations: 500 };
