/** The signatures of a statement as rows of a printed table: of a person with two keys, two rows, each read aloud by itself. */
import type { SignatureAlgorithm } from '../../core/transcript/algorithms.ts';
import type { TableBlock } from './blocks.ts';

interface Signature {
  readonly name: string;
  readonly roles: readonly string[];
  readonly keySha256: string;
  readonly second: { readonly algorithm: SignatureAlgorithm; readonly keySha256: string } | null;
}

export function signatureColumns(digest: string, share: number): TableBlock['columns'] {
  return [{ title: 'Signed by', share: 2.2 }, { title: 'Roles', share: 1.7 }, { title: digest, share, exact: true }];
}

/** The first signature and, where there is one, the second: by the same person, so without the roles again. */
export function signatureRows({ name, roles, keySha256, second }: Signature, digest: (sha256: string) => string): TableBlock['rows'] {
  const first = [name, roles.map((role) => role.replaceAll('-', ' ')).join(', '), digest(keySha256)];
  return second === null ? [first] : [first, [name, `also with ${second.algorithm}`, digest(second.keySha256)]];
}
