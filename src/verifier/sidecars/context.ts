/** What the checks of sidecars may know: the ceremony's statement as signed, and what the record says. */
import type { Plan } from '../../core/plan/schema.ts';
import type { Finding, Findings } from '../findings.ts';
import type { Signed } from '../reader.ts';
import type { Trust } from '../trust.ts';

export interface SidecarContext {
  readonly findings: Findings;
  readonly signed: Signed;
  /** SHA-256 of the statement's payload, hex. */
  readonly statementSha256: string;
  readonly plan: Plan | null;
  /** Digests of every key that somebody registered in the record. */
  readonly registered: ReadonlySet<string>;
  /** Warnings about the ceremony, found before any sidecar was judged. */
  readonly warnings: readonly Finding[];
  readonly trust: Trust | null;
}
