/** What the window may know: a picture of the ceremony without secrets. Screens draw it and nothing else. */
import type { DrillView, IncidentChoice } from './drill-view.ts';
import type { EnvironmentFinding } from '../core/ports/ports.ts';
import type { Capabilities, KeyEvidence, ObjectSummary, RestoredKey, TokenReport } from '../core/ports/hsm.ts';
import type { Refusal } from '../core/refusals/refusal.ts';
import type { CheckResult, QuorumPurpose, ReadFrom } from '../core/ceremony/events.ts';
import type { StepKind } from '../core/ceremony/steps.ts';
import type { KeyLifeState } from '../core/lineage/types.ts';
import type { CeremonyKindName, RetiredHsm } from '../core/plan/schema.ts';

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  /** In words, e.g. "Security officer", "Custodian 2". */
  readonly roles: readonly string[];
  readonly registered: boolean;
  /** Recorded as not coming. */
  readonly absent: boolean;
  /** May be recorded as absent. */
  readonly mayBeAbsent: boolean;
}

export interface ScriptLine {
  readonly id: string;
  readonly number: number;
  readonly kind: StepKind;
  readonly title: string;
  readonly who: string;
  readonly state: 'done' | 'now' | 'ahead';
}

export interface RecordLine {
  readonly seq: number;
  readonly time: string;
  readonly sentence: string;
  /** A short technical remark in monospace: a hash, a serial. */
  readonly mono?: string;
  readonly tone: 'plain' | 'deviation' | 'problem';
}

/** Whose PIN halves are awaited now. `entered` says which of the two are in. */
export interface PinRequest {
  readonly pin: 'so' | 'user';
  readonly token: 'primary' | 'spare';
  /** First half, second half. */
  readonly holders: readonly [string, string];
  readonly entered: readonly [boolean, boolean];
  /** A new PIN is being set (typed twice on the screen), not an existing one checked. */
  readonly fresh: boolean;
  readonly minHalfLength: number;
  /** The token has its own PIN pad: nothing is typed here. */
  readonly pinPad: boolean;
}

/** What a confirmation button is for: who must still confirm this step with their code. */
export interface ConfirmationView {
  readonly participant: string;
  readonly done: boolean;
}

interface StepBase {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** Participants who act. */
  readonly actors: readonly string[];
  readonly confirmations: readonly ConfirmationView[];
  /** Confirmation is possible now: the work of the step is done. */
  readonly confirmable: boolean;
  readonly pins: readonly PinRequest[];
}

/** A file of an earlier ceremony that was brought and is of no use in this one, or one that was not brought. Nothing is stopped by it. */
export interface BroughtProblem {
  readonly file: string;
  readonly code: string;
  readonly sentence: string;
}

/** A share set that was given up before it was proven: why, and what exists of it. */
export interface GivenUpSet {
  /** As it is shown. */
  readonly set: string;
  readonly why: { readonly kind: 'failed' | 'interrupted' } | { readonly kind: 'declared'; readonly by: readonly string[]; readonly reason: string };
  /** Shares that are on a carrier and are to be destroyed. */
  readonly carriers: readonly { readonly index: number; readonly custodian: string; readonly carrier: 'paper' | 'smartcard'; readonly where: string }[];
}

export interface ShareView {
  readonly index: number;
  readonly custodian: string;
  readonly carrier: 'paper' | 'smartcard';
  readonly card?: string;
  /** The card sits in a device from which it cannot be taken out (a soft token of a rehearsal). */
  readonly fixed?: boolean;
  readonly written: boolean;
  readonly where?: string;
  readonly read: boolean;
}

/** A share of a set of an earlier ceremony. */
export interface OldShareView {
  readonly index: number;
  readonly custodian: string;
  readonly carrier: 'paper' | 'smartcard';
  readonly card?: string;
}

/** A row of the yearly check; `todo` is the rule for what to do about it. */
export interface CheckRow {
  readonly index: number;
  readonly custodian: string;
  readonly carrier: 'paper' | 'smartcard';
  readonly result: CheckResult;
  readonly bag: string | null;
  readonly note: string | null;
  readonly todo: string;
}

/** What became of one thing that is to be destroyed; index 0 is the package. */
export interface AccountedItem {
  readonly index: number;
  readonly custodian: string | null;
  readonly carrier: 'paper' | 'smartcard' | 'package';
  readonly result: 'destroyed' | 'not-destroyed' | null;
}

export type StepView =
  | (StepBase & { readonly kind: 'plan-review'; readonly fingerprint: string; readonly words: readonly string[]; readonly warnings: readonly string[]; /** Files that were brought and fit nothing, and packages that were not brought; absent or empty where there is none. */ readonly brought?: readonly BroughtProblem[]; readonly summary: readonly { readonly label: string; readonly value: string }[] })
  | (StepBase & { readonly kind: 'preflight'; readonly findings: readonly EnvironmentFinding[] | null })
  | (StepBase & { readonly kind: 'attendance'; readonly words: readonly string[] })
  | (StepBase & { readonly kind: 'hsm-check'; readonly token: 'primary' | 'spare'; readonly report: TokenReport | null; readonly expected: readonly { readonly label: string; readonly planned: string; readonly reported: string; readonly matches: boolean }[]; readonly inventory: readonly ObjectSummary[] })
  | (StepBase & { readonly kind: 'hsm-prepare'; readonly token: 'primary' | 'spare'; readonly label: string; readonly how: 'initialise' | 'adopt'; readonly done: boolean; readonly capabilities: Capabilities | null })
  | (StepBase & { readonly kind: 'key-generation'; readonly key: { readonly name: string; readonly type: string; readonly purpose: string; readonly purposeSentence: string; readonly cryptoperiodDays: number; readonly backup: boolean }; readonly words: readonly string[]; readonly evidence: KeyEvidence | null })
  | (StepBase & { readonly kind: 'backup'; readonly threshold: number; readonly count: number; readonly keys: readonly string[]; readonly set: string | null; readonly combinations: { readonly total: number; readonly checked: number } | null; readonly voidSets: readonly string[]; /** The set that was given up last, while the next is not made; null where there is none. */ readonly givenUp?: GivenUpSet | null })
  | (StepBase & { readonly kind: 'share-writing'; readonly share: ShareView; readonly set: string })
  | (StepBase & { readonly kind: 'share-reading'; readonly share: ShareView; readonly set: string; readonly shares: readonly ShareView[]; /** Smartcards: the card was seen taken out since it was written. */ readonly removed: boolean })
  | (StepBase & { readonly kind: 'proof'; readonly threshold: number; readonly presented: readonly number[]; readonly shares: readonly ShareView[]; readonly result: readonly RestoredKey[] | null; /** The restored keys' check values in the same words as `originals`, so that people can compare them. */ readonly restored?: readonly { readonly name: string; readonly check: string }[]; readonly originals: readonly { readonly name: string; readonly check: string }[] })
  | (StepBase & { readonly kind: 'seal'; readonly keys: readonly { readonly name: string; readonly sealed: boolean; readonly extractable: string }[] })
  | (StepBase & {
      readonly kind: 'quorum';
      readonly set: string;
      readonly threshold: number;
      /** What the shares are used for; each presenter agrees to it with their code before presenting. */
      readonly purpose: QuorumPurpose;
      /** The purpose as a sentence to read aloud. */
      readonly sentence: string;
      readonly expected: readonly OldShareView[];
      readonly joined: readonly string[];
      readonly presented: readonly { readonly participant: string; readonly index: number }[];
    })
  | (StepBase & { readonly kind: 'restore'; readonly set: string; readonly presented: readonly number[]; readonly keys: readonly { readonly name: string; readonly type: string; readonly check: string }[]; /** Check values as restored, in the same words; null until done. */ readonly restored: readonly { readonly name: string; readonly check: string; readonly matches: boolean }[] | null })
  | (StepBase & { readonly kind: 'old-hsm'; readonly devices: readonly { readonly label: string; readonly serial: string; readonly fate: RetiredHsm['fate']; readonly note: string | null }[] })
  | (StepBase & { readonly kind: 'share-check'; readonly set: string; readonly share: OldShareView; readonly noted: { readonly bag: string | null; readonly card: string | null }; /** How the share was read just now and found right; null while it was not. */ readonly read: ReadFrom | null; readonly result: CheckResult | null })
  | (StepBase & { readonly kind: 'check-result'; readonly set: string; readonly rows: readonly CheckRow[]; readonly sentence: string })
  | (StepBase & { readonly kind: 'set-void'; readonly set: string; readonly count: number; readonly keys: readonly string[]; readonly reason: string; readonly done: boolean })
  | (StepBase & { readonly kind: 'share-destroying'; readonly set: string; readonly items: readonly AccountedItem[] })
  | (StepBase & { readonly kind: 'key-states'; readonly changes: readonly { readonly key: string; readonly from: KeyLifeState; readonly to: KeyLifeState; readonly until: string | null; readonly done: boolean }[] })
  | (StepBase & { readonly kind: 'root-succession'; readonly old: { readonly name: string; readonly check: string }; readonly next: { readonly name: string; readonly check: string }; readonly done: boolean })
  | (StepBase & { readonly kind: 'key-destroying'; readonly key: { readonly name: string; readonly type: string; readonly purpose: string; readonly check: string }; /** It is the root, which signs the record so far before it goes. */ readonly isRoot: boolean; /** Sets in force that could still bring the key back. */ readonly stillIn: readonly string[]; readonly done: { readonly failedUse: string } | null })
  | (StepBase & { readonly kind: 'target'; readonly target: string; readonly wanted: { readonly sha256: string; readonly words: readonly string[] }; readonly imported: { readonly sha256: string; readonly words: readonly string[]; readonly bits: number } | null })
  | (StepBase & { readonly kind: 'delivery'; readonly key: string; readonly target: string; readonly deadline: string | null; readonly files: readonly { readonly name: string; readonly sha256: string }[] })
  | (StepBase & { readonly kind: 'signing'; readonly statementSha256: string | null; readonly words: readonly string[]; readonly entries: number; readonly signers: readonly { readonly id: string; readonly name: string; readonly signed: boolean; readonly required: boolean }[]; readonly openDeviations: readonly number[] })
  | (StepBase & { readonly kind: 'closing'; readonly bundle: string | null });

export interface DeviationView {
  readonly id: number;
  readonly step: string;
  readonly what: string;
  readonly remedy: string;
  readonly by: string;
  readonly acceptedBy: readonly string[];
}

export interface Snapshot {
  readonly ceremony: { readonly id: string; readonly kind: CeremonyKindName; readonly title: string; readonly organisation: string; readonly mode: 'rehearsal' | 'production'; readonly threshold: number; readonly shares: number };
  readonly status: 'running' | 'paused' | 'closed' | 'abandoned';
  readonly people: readonly PersonView[];
  readonly script: readonly ScriptLine[];
  readonly step: StepView;
  /** The step completed before `step`, with its results (evidence, findings): the window shows them until someone goes on. Absent where there is none. */
  readonly lastDone?: StepView;
  readonly record: { readonly count: number; readonly lines: readonly RecordLine[] };
  readonly deviations: readonly DeviationView[];
  /** People who may accept a deviation. */
  readonly acceptors: readonly string[];
  /** Keys of an abandoned ceremony that are, or may be, on the HSM, with their CKA_ID in hex. Empty in any other. */
  readonly keysLeft: readonly { readonly name: string; readonly id: string }[];
  readonly pause: { readonly by: string; readonly reason: string } | null;
  /** A long act is running: what, and since when (monotonic ms). */
  readonly busy: { readonly what: string; readonly seconds: number } | null;
  /** The last refusal, until the next act succeeds. */
  readonly problem: Refusal | null;
  readonly offline: { readonly ok: boolean; readonly sentence: string };
  /** The incidents of a drill; absent where it is none. */
  readonly drill?: DrillView;
  readonly utc: string;
}

export interface PlanReport {
  readonly ok: boolean;
  readonly kind: CeremonyKindName | null;
  /** What else must be chosen before the ceremony can be opened, in sentences; empty where nothing is missing. */
  readonly needs: readonly string[];
  readonly problems: readonly { readonly code: string; readonly path: string; readonly line: number; readonly sentence: string; readonly severity: 'error' | 'warning' }[];
  /** SHA-256 of the file, hex and words; null where it could not be read. */
  readonly fingerprint: string;
  readonly words: readonly string[];
  readonly script: readonly { readonly number: number; readonly title: string; readonly who: string }[];
  readonly title: string;
  readonly mode: 'rehearsal' | 'production' | null;
  /** Incidents that a rehearsal of this plan can be opened with; absent where it cannot be a drill. */
  readonly incidents?: readonly IncidentChoice[];
}

export interface SavedCeremony {
  readonly file: string;
  readonly id: string;
  readonly title: string;
  readonly mode: 'rehearsal' | 'production';
  readonly entries: number;
  readonly lastStep: string;
  readonly state: 'open' | 'closed' | 'abandoned' | 'damaged';
  readonly updated: string;
}
