/** What the window may know of a drill: the incidents a plan can have, those that have struck, and how they were handled. */

/** An incident as the facilitator may choose it for a plan. */
export interface IncidentChoice {
  readonly id: string;
  readonly title: string;
  /** Steps at which it can strike, the most instructive first; empty where it cannot. */
  readonly steps: readonly { readonly id: string; readonly number: number; readonly title: string }[];
  /** Why it cannot strike, as a sentence; null where it can. */
  readonly why: string | null;
  /** `real`: the application does it; `told`: it happens among people, and the screen says what the facilitator does. */
  readonly how: 'real' | 'told';
  /** Right handling ends the ceremony. */
  readonly ends: boolean;
}

export interface StruckIncident {
  readonly id: string;
  readonly title: string;
  readonly step: { readonly id: string; readonly number: number; readonly title: string };
  readonly readAloud: string;
  readonly how: 'real' | 'told';
  /** What the application does, or what the facilitator does or hands over. */
  readonly sentence: string;
  /** The HSM is out until the facilitator plugs it in. */
  readonly unplugged: boolean;
  /** All of right handling is in the record. */
  readonly handled: boolean;
  /** Since it struck; where it was handled, how long that took. */
  readonly seconds: number;
}

export interface DrillView {
  readonly struck: readonly StruckIncident[];
  /** Null while the ceremony has not ended. */
  readonly end: {
    /** Path of the report; null where it could not be written. */
    readonly report: string | null;
    /** An emergency revocation is to follow; the report is completed when it closes. */
    readonly waits: boolean;
    readonly incidents: readonly {
      readonly id: string;
      readonly title: string;
      readonly struck: boolean;
      readonly handled: boolean;
      readonly seconds: number | null;
      readonly signs: readonly { readonly what: string; readonly entry: number | null }[];
      readonly question: string;
    }[];
  } | null;
}
