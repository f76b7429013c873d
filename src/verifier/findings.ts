/** What was found: a bounded list, so that a hostile bundle cannot fill memory with findings. Errors are always counted, kept or not. */
import { limits } from '../core/transcript/limits.ts';
import { rules } from './rules.ts';
import type { RuleId } from './rules.ts';

export interface Finding {
  readonly rule: RuleId;
  readonly severity: 'error' | 'warning';
  /** Event number (`seq`) where the finding is about one, else null. */
  readonly event: number | null;
  /** File of the bundle that the finding is about, where it is about one, else null. */
  readonly file: string | null;
  /** What was found, in a sentence. May quote the bundle: not safe for a terminal as it is. */
  readonly found: string;
  readonly means: string;
}

export interface Findings {
  /** Records that `rule` does not hold. */
  add(rule: RuleId, where: { readonly event?: number; readonly file?: string }, found: string): void;
  readonly list: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
}

export function newFindings(): Findings {
  const list: Finding[] = [];
  let errors = 0;
  let warnings = 0;
  return {
    add(rule, where, found) {
      const { severity, means } = rules[rule];
      if (severity === 'error') errors++;
      else warnings++;
      if (list.length < limits.findings) list.push({ rule, severity, event: where.event ?? null, file: where.file ?? null, found, means });
    },
    list,
    get errors() {
      return errors;
    },
    get warnings() {
      return warnings;
    },
  };
}
