/** Who took part in a ceremony, and so cannot sign it off: by name and by key. Compares only; that names differ proves nothing about people. */
import { HSM_ROOT } from '../ceremony/state.ts';
import type { Plan } from '../plan/schema.ts';
import type { CeremonyStatement } from '../transcript/types.ts';

/** A name without case, accents, spaces and other signs: only letters and digits of its compatibility decomposition (UAX 15, NFKD), in upper case. */
export function comparableName(name: string): string {
  return name
    .normalize('NFKD')
    .toUpperCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Why this officer took part in the ceremony, in words that end a sentence, or null where nothing says so. By name: a signer of the statement, or a participant of the plan,
 * whether they came or not. By key (`keySha256`: SHA-256 of the DER SubjectPublicKeyInfo, hex): a signer, a key registered in the record (`registered`, digests), a key of the HSM.
 */
export function tookPart(statement: CeremonyStatement, plan: Plan | null, officer: { readonly name: string; readonly keySha256: string }, registered: ReadonlySet<string> = new Set()): string | null {
  const { signers, lifecycle } = statement.predicate;
  const people = signers.filter((s) => s.id !== HSM_ROOT);
  const signer = signers.find((s) => s.keySha256 === officer.keySha256);
  if (signer !== undefined) return `the key is that of "${signer.name}" (${signer.id}), who signed the ceremony`;
  if (registered.has(officer.keySha256)) return 'the key was registered in the ceremony';
  const key = lifecycle.find((k) => k.check.kind === 'spki-sha256' && k.check.value === officer.keySha256);
  if (key !== undefined) return `the key is "${key.name}" of the HSM`;
  const name = comparableName(officer.name);
  const person = people.find((s) => comparableName(s.name) === name) ?? plan?.participants.find((p) => comparableName(p.name) === name);
  return person === undefined ? null : `"${person.name}" (${person.id}) is a participant`;
}
