/** What a rule of the verifier is. The rules themselves are in rules.ts. */

export interface Rule {
  readonly severity: 'error' | 'warning';
  /** What must hold. */
  readonly must: string;
  /** What a finding of this rule means to the person who decides. */
  readonly means: string;
}

/** A bundle that breaks it is invalid. */
export const error = (must: string, means: string): Rule => ({ severity: 'error', must, means });
/** A remark for the person who decides. */
export const warning = (must: string, means: string): Rule => ({ severity: 'warning', must, means });
