/** What an organisation has between two ceremonies: its keys with their states, its share sets; as the signed statement of the last ceremony says it. */
import type { KeyPurpose, KeyType } from '../plan/schema.ts';
import type { KeyCheck } from '../ports/hsm.ts';

/** States of a key (NIST SP 800-57 part 1 rev 5, section 7). */
export const keyStates = ['pre-activation', 'active', 'suspended', 'deactivated', 'compromised', 'destroyed'] as const;
export type KeyLifeState = (typeof keyStates)[number];

/** One version of a key from its making on; it stays in every later statement, also after its destruction. */
export interface KeyLife {
  readonly name: string;
  readonly type: KeyType;
  readonly purpose: KeyPurpose;
  /** CKA_ID, lower-case hex. */
  readonly id: string;
  readonly check: KeyCheck;
  readonly state: KeyLifeState;
  /** When it came into this state, UTC (the end of that ceremony); null where only a package was left to tell. */
  readonly since: string | null;
  /** Whether it was compromised before it was destroyed (SP 800-57: "destroyed compromised"). */
  readonly compromised: boolean;
  /** Id of the ceremony that made it, and when that ended, UTC; null where only a package was left to tell. */
  readonly ceremony: string;
  readonly made: string | null;
  readonly cryptoperiodDays: number | null;
  /** Name of the version before it, or null. */
  readonly replaces: string | null;
  /** While deactivated: the day (YYYY-MM-DD) until which it may still decrypt or verify; else null. */
  readonly until: string | null;
}

/** A share set in force. */
export interface StandingSet {
  readonly id: string;
  /** Id of the ceremony that made it, and when that ended, UTC; null where only a package was left to tell. */
  readonly ceremony: string;
  readonly made: string | null;
  readonly threshold: number;
  readonly count: number;
  readonly commitments: readonly { readonly index: number; readonly salt: string; readonly commitment: string }[];
  /** `bag`: what its custodian noted of the tamper bag; `card`: the smartcard's serial. Null where there is none. */
  readonly custodians: readonly { readonly index: number; readonly custodian: string; readonly carrier: 'paper' | 'smartcard'; readonly bag: string | null; readonly card: string | null }[];
  /** SHA-256 of the package file, hex. */
  readonly package: string;
  /** Names of the keys it restores. */
  readonly keys: readonly string[];
}

/** What a ceremony begins with. */
export interface Inherited {
  /** SHA-256 of the predecessor's statement; null where there is none, or where only a package is left. */
  readonly statement: string | null;
  /** Id of the predecessor, for people. */
  readonly ceremony: string | null;
  readonly mode: 'rehearsal' | 'production' | null;
  readonly keys: readonly KeyLife[];
  readonly sets: readonly StandingSet[];
}

/** What the first ceremony begins with. */
export const nothingInherited: Inherited = { statement: null, ceremony: null, mode: null, keys: [], sets: [] };
