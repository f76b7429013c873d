/** The keys of a signer and what each is called: everybody has one, and where the plan asks for it a second, post-quantum one. Judges nothing. */
import type { PostQuantumAlgorithm, SignatureAlgorithm } from './algorithms.ts';
import type { StatementSigner } from './types.ts';

/** One key of a signer. */
export interface SignerKey {
  /** The keyid of its signature, and its file keys/NAME.pem: the signer's id, for the second key with the algorithm. */
  readonly name: string;
  readonly signer: StatementSigner;
  readonly algorithm: SignatureAlgorithm;
  readonly keySha256: string;
}

/** What the second key of a signer is called: no id of a person has a dot. */
export function secondKeyName(signer: string, algorithm: PostQuantumAlgorithm): string {
  return `${signer}.${algorithm.toLowerCase()}`;
}

/** Name of a signer's second key, or null where they have none. */
export function secondKeyOf({ id, postQuantum }: Pick<StatementSigner, 'id' | 'postQuantum'>): string | null {
  return postQuantum === undefined ? null : secondKeyName(id, postQuantum.algorithm);
}

export function keysOfSigner(signer: StatementSigner): readonly SignerKey[] {
  const { id, algorithm, keySha256, postQuantum } = signer;
  const first = { name: id, signer, algorithm, keySha256 };
  return postQuantum === undefined ? [first] : [first, { name: secondKeyName(id, postQuantum.algorithm), signer, ...postQuantum }];
}
