/** The port of an officer's own signing key, which outlives ceremonies: a sealed file, or a token. The private key never leaves what is behind it. */

/** A key whose owner has given their code. Whoever opened it closes it. */
export interface OpenOfficerKey {
  /** DER ECDSA signature with SHA-256 over `message` (ES256, docs/formats/transcript.md). */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** Wipes the key, or logs out of the token. A second call does nothing. */
  close(): Promise<void>;
}

export interface OfficerKeyPort {
  /** DER SubjectPublicKeyInfo of a P-256 key, 91 bytes; no code is needed for it. Throws RefusalError `officer-key.*` or `hsm.*` where there is no such key. */
  publicKey(): Promise<Uint8Array>;
  /** Opens the key with its owner's code (of a token: the PIN), in UTF-8. Wipes the code whatever happens. Throws RefusalError `officer-key.wrong-code`, or `hsm.*`. */
  open(code: Uint8Array): Promise<OpenOfficerKey>;
}
