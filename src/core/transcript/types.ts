/** Shapes of the transcript (docs/formats/transcript.md). */
import type { CeremonyEvent } from '../ceremony/events.ts';
import type { KeyLife, StandingSet } from '../lineage/types.ts';
import type { CeremonyKindName } from '../plan/schema.ts';
import type { KeyEvidence } from '../ports/hsm.ts';
import type { ClassicalAlgorithm, PostQuantumAlgorithm } from './algorithms.ts';

/** One line of transcript.jsonl: RFC 8785 canonical JSON of this object, then "\n". */
export interface Entry {
  readonly v: 1;
  /** 0-based. */
  readonly seq: number;
  /** SHA-256 (hex) of the previous line's canonical bytes (without "\n"); 64 zeros for the first. */
  readonly prev: string;
  /** The machine's clock, UTC, and a monotonic count in milliseconds since the application started. */
  readonly time: string;
  readonly mono: number;
  /** 16 random bytes (hex), of this entry only: without them an entry that is withheld could be guessed from its hashes. */
  readonly salt: string;
  readonly event: CeremonyEvent;
}

export const PREDICATE_TYPE = 'https://keyrite.org/ceremony/v1';
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const DSSE_PAYLOAD_TYPE = 'application/vnd.in-toto+json';

export interface StatementSigner {
  /** Participant id, or "hsm-root". */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** ES256: P-256 with SHA-256; ES384: P-384 with SHA-384; DER signatures. */
  readonly algorithm: ClassicalAlgorithm;
  /** SHA-256 of the DER SubjectPublicKeyInfo, hex; also the file name keys/<id>.pem holds it. */
  readonly keySha256: string;
  /** The second key of a person, where the plan asks for one: both sign, and both must where the signer must. Its file is keys/<id>.<algorithm>.pem. */
  readonly postQuantum?: { readonly algorithm: PostQuantumAlgorithm; readonly keySha256: string };
  /** Whether the statement is void without this signature. */
  readonly required: boolean;
}

export interface CeremonyPredicate {
  readonly version: 1;
  readonly ceremony: string;
  readonly kind: CeremonyKindName;
  readonly mode: 'rehearsal' | 'production';
  readonly title: string;
  readonly organisation: string;
  readonly opened: string;
  readonly ended: string;
  readonly plan: { readonly sha256: string };
  /** Digest of the statement of the ceremony this one follows, or null. */
  readonly previous: string | null;
  readonly record: { readonly entries: number; readonly head: string; readonly merkleRoot: string };
  /** Evidence of the keys on the HSM, as read last in this ceremony. */
  readonly keys: readonly KeyEvidence[];
  /** Every key version of the lineage, as it is after this ceremony. */
  readonly lifecycle: readonly KeyLife[];
  /** The share sets in force after this ceremony. */
  readonly shareSets: readonly StandingSet[];
  /** Sets that this ceremony gave up. */
  readonly voidSets: readonly string[];
  readonly deviations: { readonly recorded: number; readonly accepted: number };
  readonly signers: readonly StatementSigner[];
}

/** in-toto Statement v1; `subject` names every other file of the bundle with its SHA-256. */
export interface CeremonyStatement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: CeremonyPredicate;
}

/** DSSE 1.0.2 JSON envelope; `keyid` is the signer's id, a hint only. */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}
