/** The shape of a check over the record, and what it may know. */
import type { Scope } from '../core/ceremony/scope.ts';
import type { Inherited } from '../core/lineage/types.ts';
import type { Plan } from '../core/plan/schema.ts';
import type { BackupPackage } from '../core/shares/package-file.ts';
import type { CeremonyStatement, Entry } from '../core/transcript/types.ts';
import type { Findings } from './findings.ts';
import type { RecordFacts } from './record-facts.ts';

/** Everything of the bundle but the record; null where a file is missing or not of the documented form (which is then a finding already). */
export interface BundleContext {
  readonly findings: Findings;
  readonly statement: CeremonyStatement | null;
  readonly plan: Plan | null;
  readonly package: BackupPackage | null;
  /** What the ceremony began with; of a first ceremony, nothing. */
  readonly inherited: Inherited | null;
  /** The packages under inherited/, by set id. */
  readonly inheritedPackages: ReadonlyMap<string, BackupPackage>;
  /** SHA-256 (hex) of each file but the transcript, by name; only of those that could be read. */
  readonly digests: ReadonlyMap<string, string>;
  /** DER SubjectPublicKeyInfo of each signer, from keys/<signer>.pem. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** What the questions of core/ceremony/scope.ts are asked of, or null where the bundle does not tell. */
export function scopeOf({ plan, inherited }: Pick<BundleContext, 'plan' | 'inherited'>): Scope | null {
  return plan === null || inherited === null ? null : { plan, inherited };
}

export interface RecordCheck {
  /** Called with every entry up to the first line that is none, in order; `seq` is the number of its line, `facts` are those before it. */
  entry?(entry: Entry, facts: RecordFacts): void;
  /** Called once after the last entry, only where every entry could be read. */
  end?(facts: RecordFacts): void;
}

export type NewRecordCheck = (context: BundleContext) => RecordCheck;
