/** The script: the ordered steps that follow from a plan. A step is one thing that people do or witness. */
export type StepKind =
  | 'plan-review'
  | 'preflight'
  | 'attendance'
  | 'hsm-check'
  | 'hsm-prepare'
  | 'key-generation'
  | 'backup'
  | 'share-writing'
  | 'share-reading'
  | 'proof'
  | 'seal'
  | 'quorum'
  | 'restore'
  | 'old-hsm'
  | 'share-check'
  | 'check-result'
  | 'set-void'
  | 'share-destroying'
  | 'key-states'
  | 'root-succession'
  | 'key-destroying'
  | 'target'
  | 'delivery'
  | 'signing'
  | 'closing';

export interface Step {
  /** Stable within the ceremony, e.g. "key:root", "share:2:write". */
  readonly id: string;
  /** 1-based place in the script. */
  readonly number: number;
  readonly kind: StepKind;
  /** The act, e.g. "Generate the root key". */
  readonly title: string;
  /** Participants who act in this step. */
  readonly actors: readonly string[];
  /** Participants who must each confirm with their own key before the step is complete. */
  readonly confirmedBy: readonly string[];
  /** `before`: they authorise the act, which is refused until all have. `after`: they attest what was done. */
  readonly confirmWhen: 'before' | 'after';
  /** What the step is about. */
  readonly subject?: { readonly token?: 'primary' | 'spare'; readonly key?: string; readonly share?: number; /** Id of a share set of an earlier ceremony. */ readonly set?: string };
}
