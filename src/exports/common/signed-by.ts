/** Who signed the statement, and with which keys: the first one and, where the plan asked for it, the second. Only signatures that were found valid. */
import type { SignatureAlgorithm } from '../../core/transcript/algorithms.ts';
import { secondKeyName } from '../../core/transcript/signer-keys.ts';
import type { StatementSigner } from '../../core/transcript/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';

export interface SigningKey {
  /** As it is called in the bundle: its file is keys/NAME.pem. */
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  /** SHA-256 of the DER SubjectPublicKeyInfo, hex. */
  readonly keySha256: string;
}

export interface SignedBy {
  readonly signer: StatementSigner;
  readonly first: SigningKey;
  readonly second: SigningKey | null;
}

/** Signers whose signature was found valid, in the order of the statement. */
export function signedBy({ statement, signatures, secondSignatures }: Pick<VerifiedTranscript, 'statement' | 'signatures' | 'secondSignatures'>): readonly SignedBy[] {
  const firsts = new Set(signatures.map((s) => s.signer));
  const seconds = new Set(secondSignatures.map((s) => s.key));
  return statement.predicate.signers.filter((s) => firsts.has(s.id)).map((signer) => {
    const { id, algorithm, keySha256, postQuantum } = signer;
    const name = postQuantum === undefined ? '' : secondKeyName(id, postQuantum.algorithm);
    return { signer, first: { name: id, algorithm, keySha256 }, second: postQuantum === undefined || !seconds.has(name) ? null : { name, ...postQuantum } };
  });
}

/** Every key that signed, of each signer the first before the second. */
export function signingKeys(verified: Pick<VerifiedTranscript, 'statement' | 'signatures' | 'secondSignatures'>): readonly (SigningKey & { readonly signer: StatementSigner })[] {
  return signedBy(verified).flatMap(({ signer, first, second }) => [{ ...first, signer }, ...(second === null ? [] : [{ ...second, signer }])]);
}
