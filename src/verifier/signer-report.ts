/** What the report says of each signer: whether their keys signed, and whether they are pinned. Judges nothing. */
import type { PostQuantumAlgorithm } from '../core/transcript/algorithms.ts';
import { secondKeyOf } from '../core/transcript/signer-keys.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';

export interface SignerReport {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly keySha256: string;
  readonly signed: boolean;
  readonly pinned: boolean;
  /** The second key, where the signer has one, and whether it signed, too. */
  readonly postQuantum?: { readonly algorithm: PostQuantumAlgorithm; readonly keySha256: string; readonly signed: boolean };
}

/** `signed`: names of the keys whose signature is valid; `pinned`: ids of the signers that are pinned. */
export function signerReports(statement: CeremonyStatement | null, signed: ReadonlySet<string>, pinned: ReadonlySet<string>): readonly SignerReport[] {
  return (statement?.predicate.signers ?? []).map((s) => {
    const second = secondKeyOf(s);
    const postQuantum = s.postQuantum === undefined || second === null ? {} : { postQuantum: { ...s.postQuantum, signed: signed.has(second) } };
    return { id: s.id, name: s.name, roles: s.roles, keySha256: s.keySha256, signed: signed.has(s.id), pinned: pinned.has(s.id), ...postQuantum };
  });
}

/** Lines for a terminal. */
export function signerLines(signers: readonly SignerReport[]): readonly string[] {
  return signers.flatMap((s, i) => [
    `${i === 0 ? 'Signers' : '       '}      ${s.signed ? 'signed' : 'NOT SIGNED'}${s.pinned ? ', pinned' : ''}: ${s.name} (${s.id}), key ${s.keySha256}`,
    ...(s.postQuantum === undefined ? [] : [`               ${s.postQuantum.signed ? 'and signed' : 'and NOT SIGNED'} with ${s.postQuantum.algorithm}, key ${s.postQuantum.keySha256}`]),
  ]);
}
