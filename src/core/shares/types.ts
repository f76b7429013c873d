/** Shapes of shares. The functions are split.ts, share-format.ts, commitment.ts, typed-form.ts, judge.ts (docs/formats/share.md). */
export interface Share {
  /** Set id: 40 random bits as 8 Crockford base32 characters, shown as XXXX-XXXX. */
  readonly set: string;
  /** 1-based index among `count`. */
  readonly index: number;
  readonly threshold: number;
  readonly count: number;
  /** The Shamir share: 32 bytes y, then 1 byte x (npm shamir-secret-sharing). Secret. */
  readonly value: Uint8Array;
}

export interface Commitment {
  readonly index: number;
  /** 16 random bytes, hex. */
  readonly salt: string;
  /** SHA-256 over a domain tag, the salt and the encoded share, hex. */
  readonly commitment: string;
}
