/** The answer of the verifier: what others build on. Fields are added, never given another meaning. */
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { Finding } from './findings.ts';
import type { SignerReport } from './signer-report.ts';
import type { SidecarReport } from './sidecars/sidecar-report.ts';

export interface VerifyReport extends SidecarReport {
  /** `trusted`: valid, and every pin given is met. `valid`: nothing is wrong, but nobody vouches for the keys. `invalid`: do not rely on it. */
  readonly verdict: 'trusted' | 'valid' | 'invalid';
  /** Whether anything in the bundle says that it is practice. */
  readonly rehearsal: boolean;
  readonly pinsGiven: boolean;
  /** SHA-256 (hex) of the signed statement (the DSSE payload): what a later ceremony names as its predecessor. */
  readonly statementSha256: string | null;
  /** Claims only: true where `verdict` is not 'invalid'. */
  readonly statement: CeremonyStatement | null;
  /** As read from transcript.jsonl. */
  readonly record: { readonly entries: number; readonly head: string; readonly merkleRoot: string } | null;
  readonly signers: readonly SignerReport[];
  /** At most 1000; `errors` and `warnings` count all. */
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
}

/** 0 valid and trusted, 3 valid but nothing pinned (or a rehearsal that was not allowed), 1 invalid. */
export function exitCode(report: VerifyReport): 0 | 1 | 3 {
  if (report.verdict === 'invalid') return 1;
  return report.verdict === 'trusted' ? 0 : 3;
}
