/** What the report says of the files under sidecars/. Fields are added, never given another meaning. */

/** A sign-off whose form could be read. Where the report is not invalid, it is what this officer decided. */
export interface SignOffReport {
  readonly file: string;
  readonly officer: { readonly name: string; readonly role: string };
  readonly decision: 'accepted' | 'refused';
  readonly reasons: string;
  /** By the clock of the officer's machine. */
  readonly time: string;
  readonly keySha256: string;
  /** Whether nothing is wrong with it: only then it counts. */
  readonly valid: boolean;
  /** Whether the reader pinned this officer's key. */
  readonly pinned: boolean;
}

/** A timestamp over the statement. Where the report is not invalid and `judged` is true, the statement existed at `time`. */
export interface TimestampReport {
  readonly file: string;
  /** genTime of the token: UTC, ISO 8601; null where the token cannot be read. */
  readonly time: string | null;
  /** Subject of the certificate that signed it, as text. A claim where `judged` is false. */
  readonly authority: string;
  /** Whether the reader pinned roots, so that signature and certificates were judged. */
  readonly judged: boolean;
  /** Whether nothing is wrong with it. */
  readonly valid: boolean;
}

/** A proof that the statement stands in a transparency log. */
export interface LogReport {
  readonly file: string;
  /** Origin of the checkpoint, as text. */
  readonly log: string;
  /** Number of the entry in the log: a decimal integer. */
  readonly index: string;
  /** Of Rekor v1: UTC, ISO 8601, by the log's own clock; else null. */
  readonly time: string | null;
  /** Whether the reader pinned keys of logs, so that the checkpoint's signature was judged. */
  readonly judged: boolean;
  /** Whether nothing is wrong with it. */
  readonly valid: boolean;
}

export interface SidecarReport {
  readonly signOffs: readonly SignOffReport[];
  readonly timestamps: readonly TimestampReport[];
  readonly logEntries: readonly LogReport[];
}

export const noSidecars: SidecarReport = { signOffs: [], timestamps: [], logEntries: [] };
