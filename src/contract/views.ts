/** What the window may know outside an open ceremony: what a recovery team holds, and how the keys of the organisation stand. */
import type { KeyLifeState } from '../core/lineage/types.ts';
import type { CeremonyKindName } from '../core/plan/schema.ts';
import type { Refusal } from '../core/refusals/refusal.ts';

/** A package among the files that were chosen. */
export interface PackageView {
  readonly set: string;
  readonly ceremony: string;
  readonly mode: 'rehearsal' | 'production';
  readonly threshold: number;
  readonly count: number;
  readonly sha256: string;
  readonly keys: readonly { readonly name: string; readonly type: string; readonly check: string }[];
}

/** What a recovery team holds, and what it still needs; nothing is changed by asking. */
export interface RecoveryView {
  readonly packages: readonly PackageView[];
  readonly statement: { readonly sha256: string; readonly ceremony: string; readonly organisation: string } | null;
  /** One a chosen file that is nothing useful. */
  readonly problems: readonly { readonly file: string; readonly refusal: Refusal }[];
  /** What is still needed, in the order in which to look for it. */
  readonly needs: readonly string[];
  /** Text of a restore plan with everything filled in that is known; names, roles and the device are to be completed. Null until a package is there. */
  readonly planDraft: string | null;
}

export interface DutyView {
  /** YYYY-MM-DD. */
  readonly by: string;
  readonly what: string;
  /** A key's name, or a set's id as shown. */
  readonly about: string;
  readonly state: 'overdue' | 'soon' | 'later';
}

export interface KeyLineView {
  readonly name: string;
  readonly type: string;
  readonly purpose: string;
  readonly state: KeyLifeState;
  readonly since: string | null;
  readonly replaces: string | null;
  readonly check: string;
  /** Sets in force that restore it. */
  readonly sets: readonly string[];
  readonly next: DutyView | null;
}

/** The lineage of one organisation's keys over all its ceremonies in this folder. */
export interface LineageView {
  readonly organisation: string;
  readonly mode: 'rehearsal' | 'production';
  readonly keys: readonly KeyLineView[];
  readonly duties: readonly DutyView[];
  readonly ceremonies: readonly { readonly id: string; readonly kind: CeremonyKindName; readonly title: string; readonly ended: string; readonly statement: string; readonly bundle: string }[];
  /** Forks, gaps, reused predecessors, bundles that cannot be read: in sentences. */
  readonly problems: readonly string[];
}
