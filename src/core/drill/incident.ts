/** What an incident of a drill is: where it can strike, what is told of it, how right handling looks in the record. Data and judgement only: how it is brought about is for main and for scripted people. */
import type { Step } from '../ceremony/steps.ts';
import type { Plan } from '../plan/schema.ts';
import type { Entry } from '../transcript/types.ts';

/** Steps at which an incident can strike, the most instructive first; or why it cannot, as a sentence. */
export type Places = { readonly steps: readonly [Step, ...Step[]] } | { readonly why: string };

/** What is judged afterwards: the record, from the moment in which the incident struck. */
export interface RecordView {
  readonly plan: Plan;
  readonly step: Step;
  /** All of the record. */
  readonly entries: readonly Entry[];
  readonly since: readonly Entry[];
  /** The ceremony that followed because of the incident; empty where none did. */
  readonly followed: readonly Entry[];
}

/** One thing that right handling leaves in the record. */
export interface Sign {
  readonly what: string;
  /** The entry that shows it; null where it is not there. */
  readonly seen: Entry | null;
  /** The entry is of the ceremony that followed. */
  readonly followed?: true;
}

export interface Incident {
  readonly id: string;
  readonly title: string;
  /** What the facilitator reads aloud when it strikes. */
  readAloud(plan: Plan, step: Step): string;
  /** How the facilitator brings it about where nothing injects it: on paper, or with devices that are not drilled. */
  readonly atTable: string;
  /**
   * In a rehearsal at the window: `real`, the application does it to the device or to what is read, and the sentence says what that is and how it ends;
   * `told`, it happens among people, and the sentence says what the facilitator does or hands over.
   */
  atWindow(plan: Plan, step: Step): { readonly how: 'real' | 'told'; readonly sentence: string };
  /** What right handling is, in sentences for the facilitator. */
  readonly rightHandling: readonly string[];
  /** For the debrief. */
  readonly question: string;
  places(plan: Plan, script: readonly Step[]): Places;
  /** Whether right handling ends the ceremony. */
  ends(plan: Plan): boolean;
  /** Kind of the ceremony that follows where this one was abandoned because of it. */
  readonly then?: 'revoke';
  signs(view: RecordView): readonly Sign[];
}
