/** What the window may know of a record under review: what the verifier said of it, its annotated script, its comparison with another. Public facts only. */
import type { StepKind } from '../core/ceremony/steps.ts';
import type { CeremonyKindName } from '../core/plan/schema.ts';
import type { Refusal } from '../core/refusals/refusal.ts';

/** `record`: the one under review; `other`: the one that it is compared with. */
export type ReviewPlace = 'record' | 'other';

/** A rule that does not hold, in three parts: what it asks for, what was found, what that means. */
export interface FindingView {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly event: number | null;
  readonly file: string | null;
  readonly requires: string;
  readonly found: string;
  readonly means: string;
}

export interface SignerView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly keySha256: string;
  readonly signed: boolean;
  readonly pinned: boolean;
  /** The second key, where the plan asked for one, and whether it signed, too. */
  readonly postQuantum?: { readonly algorithm: string; readonly keySha256: string; readonly signed: boolean };
}

export interface ReviewedDeviation {
  readonly id: number;
  readonly time: string;
  readonly step: string;
  readonly what: string;
  readonly remedy: string;
  readonly byName: string;
  readonly accepted: readonly { readonly name: string; readonly time: string }[];
}

/** What an officer decided about the record, in a file beside it. */
export interface SignOffView {
  readonly file: string;
  readonly officer: { readonly name: string; readonly role: string };
  readonly decision: 'accepted' | 'refused';
  readonly reasons: string;
  readonly time: string;
  readonly keySha256: string;
  /** Whether nothing is wrong with it: only then it counts. */
  readonly valid: boolean;
  readonly pinned: boolean;
}

export interface ReviewSummary {
  /** Name of its folder or file. */
  readonly name: string;
  /** Changes with everything that is opened or verified again. */
  readonly token: number;
  /** `redacted`: entries are withheld; what is shown is proven to be part of the signed record, and nothing more. */
  readonly verdict: 'trusted' | 'valid' | 'invalid' | 'redacted';
  readonly rehearsal: boolean;
  /** Name of the file of pins that it was judged by; null where nothing is pinned. */
  readonly trust: string | null;
  /** As the statement says; claims only where the verdict is `invalid`. */
  readonly ceremony: { readonly id: string; readonly kind: CeremonyKindName; readonly title: string; readonly organisation: string; readonly opened: string; readonly ended: string } | null;
  /** Fingerprint of the plan, hex and the words read aloud. */
  readonly plan: { readonly sha256: string; readonly words: readonly string[] } | null;
  readonly statementSha256: string | null;
  readonly entries: number | null;
  readonly signers: readonly SignerView[];
  readonly signOffs: readonly SignOffView[];
  /** Timestamps and entries of transparency logs: each as a sentence. */
  readonly proofs: readonly { readonly sentence: string; readonly valid: boolean; readonly judged: boolean }[];
  /** What an acceptance must give a reason for, one by one. */
  readonly questions: readonly { readonly about: string; readonly sentence: string }[];
  readonly findings: readonly FindingView[];
  /** All, also those that `findings` leaves out. */
  readonly errors: number;
  readonly warnings: number;
  /** What is withheld; null of a whole record. */
  readonly redacted: ReviewedRedaction | null;
  /** Null where it is invalid or redacted: nothing is derived from such a record. */
  readonly content: ReviewContent | null;
}

/** What is withheld from a record, and what could be judged all the same. */
export interface ReviewedRedaction {
  readonly withheld: number;
  /** First and last number of each run of entries that are withheld. */
  readonly runs: readonly (readonly [number, number])[];
  readonly files: readonly string[];
  /** Rules that were judged of the entries that are shown only, and rules that could not be judged. */
  readonly partly: readonly string[];
  readonly notJudged: readonly string[];
  /** Shown entries with a signature whose key is not shown. */
  readonly unverified: readonly number[];
  readonly merkleRoot: string | null;
}

/** What a valid record holds, in short. */
export interface ReviewContent {
  readonly steps: number;
  readonly stepsDone: number;
  readonly stepsRepeated: number;
  readonly deviations: readonly ReviewedDeviation[];
  readonly deviationsRecorded: number;
  readonly people: readonly { readonly id: string; readonly name: string; readonly roles: readonly string[]; readonly absent: boolean }[];
  readonly keys: readonly string[];
}

export interface ReviewFilter {
  /** Only what went otherwise than the script: deviations, remarks of the verification, failures, refusals, pauses, repeated steps. */
  readonly deviations: boolean;
  readonly person: string | null;
  readonly key: string | null;
}

export interface FactView {
  readonly label: string;
  readonly value: string;
  readonly about: string | null;
  readonly exact: boolean;
}

export interface EventView {
  readonly seq: number;
  readonly time: string;
  readonly sentence: string;
  readonly tone: 'plain' | 'deviation' | 'problem';
  readonly facts: readonly FactView[];
  readonly pass: number;
  readonly outside: boolean;
}

export interface StepReview {
  readonly id: string;
  readonly number: number;
  readonly kind: StepKind;
  readonly title: string;
  readonly what: string;
  /** Names. */
  readonly actors: readonly string[];
  readonly planned: readonly FactView[];
  readonly state: 'done' | 'not-done' | 'repeated';
  readonly times: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly problems: number;
  readonly confirmations: readonly { readonly participant: string; readonly name: string; readonly time: string | null; readonly note: string | null; readonly signed: boolean }[];
  readonly deviations: readonly ReviewedDeviation[];
  /** Entries of the record in this step that the filter lets through. */
  readonly matching: number;
}

/** Steps that the filter lets through. */
export interface StepsView {
  readonly steps: readonly StepReview[];
  readonly entries: number;
  readonly matching: number;
}

/** Entries of one step that the filter lets through, from one place on. */
export interface EventsView {
  readonly events: readonly EventView[];
  readonly matching: number;
  /** Where to read on; null at the end. */
  readonly next: number | null;
}

/** `expected`: two ceremonies cannot have the same here. */
export type Difference = 'same' | 'different' | 'only-left' | 'only-right' | 'expected';

export interface ComparisonView {
  readonly left: { readonly name: string; readonly ceremony: string; readonly ended: string };
  readonly right: { readonly name: string; readonly ceremony: string; readonly ended: string };
  /** How the two hang together, in a sentence. */
  readonly relation: string;
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly { readonly label: string; readonly left: string | null; readonly right: string | null; readonly exact: boolean; readonly difference: Difference }[];
  }[];
  readonly differences: number;
}

/** Both places, as they are now. */
export interface ReviewState {
  readonly record: ReviewSummary | null;
  readonly other: ReviewSummary | null;
  readonly trust: string | null;
  /** The officer's key of this session: the name of its file, and the SHA-256 of its public key; where it was made just now, where its file lies and the words to be read aloud. */
  readonly key: { readonly name: string; readonly keySha256: string; readonly made: { readonly path: string; readonly words: readonly string[] } | null } | null;
  /** A sign-off that is made and could not be written beside the record. */
  readonly unsaved: { readonly file: string; readonly decision: 'accepted' | 'refused'; readonly why: string } | null;
  /** Where the last sign-off of this record was written. */
  readonly saved: string | null;
}

/** What was asked for, or why nothing happened. Where a person closed a dialog without choosing, the view is as it was. */
export type ReviewAnswer<T> = { readonly ok: true; readonly view: T } | { readonly ok: false; readonly refusal: Refusal };
