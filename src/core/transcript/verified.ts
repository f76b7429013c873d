/** A bundle that the verifier found valid, as views of it are given it: exports, documents, the review, the importer. Holds no file and judges nothing. */
import type { Inherited } from '../lineage/types.ts';
import type { Plan } from '../plan/schema.ts';
import type { PostQuantumAlgorithm } from './algorithms.ts';
import type { CeremonyStatement, Entry } from './types.ts';

/** A signature of the envelope that was found valid, under the signer whose first key it is valid under; those of second keys are {@link VerifiedSecondSignature}. */
export interface VerifiedSignature {
  /** Participant id, or "hsm-root". */
  readonly signer: string;
  /** DER. */
  readonly signature: Uint8Array;
}

/** A signature by the second key of a signer that was found valid. */
export interface VerifiedSecondSignature {
  /** Participant id. */
  readonly signer: string;
  /** Name of the key (signer-keys.ts): the keyid of the signature. */
  readonly key: string;
  readonly algorithm: PostQuantumAlgorithm;
  /** As the standard of the algorithm encodes it. */
  readonly signature: Uint8Array;
}

export interface VerifiedTranscript {
  /** `trusted`: the keys that the reader pinned have signed. */
  readonly verdict: 'trusted' | 'valid';
  readonly rehearsal: boolean;
  readonly statement: CeremonyStatement;
  /** The bytes that were signed: the DSSE payload. */
  readonly payload: Uint8Array;
  /** SHA-256 of the payload, hex: the name of the statement. */
  readonly statementSha256: string;
  /** SHA-256 of transcript.jsonl, hex: every view carries it. */
  readonly transcriptSha256: string;
  readonly plan: Plan;
  /** What the ceremony began with. */
  readonly inherited: Inherited;
  readonly signatures: readonly VerifiedSignature[];
  readonly secondSignatures: readonly VerifiedSecondSignature[];
  /** DER SubjectPublicKeyInfo by the name of the key (signer-keys.ts): of each signer, and second keys. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** Rules of severity warning that do not hold, with what was found. */
  readonly warnings: readonly { readonly rule: string; readonly event: number | null; readonly found: string; readonly means: string }[];
  /**
   * The record, entry by entry, read again from where it lies. The entries are compared with the signed head at the end:
   * throws RefusalError `transcript.changed-meanwhile` where they are not those that were verified.
   */
  entries(): AsyncIterable<Entry>;
}
