/** What can be wrong with a plan, and the answer of reading one. Data only. */
import type { RefusalCode } from '../refusals/codes.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { refusal } from '../refusals/refusal.ts';
import type { Plan } from './schema.ts';

/** Field names and 0-based list positions from the top of the plan. */
export type PlanPath = readonly (string | number)[];

/** `error`: this plan cannot be used. `warning`: it can, and people should know; warnings are recorded with the review of the plan. */
export type Severity = 'error' | 'warning';

/** A problem where it was found, before it has a line. */
export interface Finding {
  readonly code: RefusalCode;
  readonly path: PlanPath;
  readonly severity: Severity;
  /** Fills the `{name}` places of the sentence. */
  readonly detail?: NonNullable<Refusal['detail']>;
}

export interface PlanProblem {
  readonly code: RefusalCode;
  /** e.g. "backup.shares[2].custodian"; empty for the file as a whole. */
  readonly path: string;
  /** 1-based line of the file. */
  readonly line: number;
  readonly sentence: string;
  readonly severity: Severity;
}

interface Read {
  /** SHA-256 (FIPS 180-4) over the exact UTF-8 bytes of the file, lower-case hex: what `sha256sum FILE` prints. */
  readonly fingerprint: string;
  /** The sixteen words read aloud for it (words/words.ts). */
  readonly words: readonly string[];
}

/** With `ok`, `problems` are warnings only. Without, at least one is an error, and there is no plan. Problems are in line order. */
export type PlanResult = ({ readonly ok: true; readonly plan: Plan; readonly problems: readonly PlanProblem[] } | { readonly ok: false; readonly problems: readonly PlanProblem[] }) & Read;

/** `path` as people write it: "keys[0].type". */
export function pathText(path: PlanPath): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}

/** The finding as a problem on `line`. */
export function problem(finding: Finding, line: number): PlanProblem {
  const { sentence } = refusal(finding.code, finding.detail);
  return { code: finding.code, path: pathText(finding.path), line, sentence, severity: finding.severity };
}
