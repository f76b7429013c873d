/** What a ceremony begins with, read from the signed statement before it, or, where only that is left, from a package. */
import { sha256Hex } from '../bytes/digest.ts';
import type { BackupPackage } from '../shares/package-file.ts';
import type { CeremonyStatement } from '../transcript/types.ts';
import type { Inherited, KeyLife } from './types.ts';

/** From a statement whose signatures were verified; `payload` are its bytes. */
export function inheritedFromStatement(statement: CeremonyStatement, payload: Uint8Array): Inherited {
  const { ceremony, mode, lifecycle, shareSets } = statement.predicate;
  return { statement: sha256Hex(payload), ceremony, mode, keys: lifecycle, sets: shareSets };
}

/** From packages alone. Their keys count as active; dates, custodians and cryptoperiods are not known. A key of two packages counts as the first has it. */
export function inheritedFromPackages(packages: readonly { readonly content: BackupPackage; readonly sha256: string }[]): Inherited {
  const all = packages.map(({ content, sha256 }) => inheritedFromPackage(content, sha256));
  const keys = new Map(all.flatMap((one) => one.keys).reverse().map((key) => [key.name, key]));
  return { statement: null, ceremony: null, mode: all[0]?.mode ?? null, keys: [...keys.values()].reverse(), sets: all.flatMap((one) => one.sets) };
}

/** `digest` is the SHA-256 of the file. */
function inheritedFromPackage(pack: BackupPackage, digest: string): Inherited {
  const origin = { ceremony: pack.ceremony, made: null };
  const keys = pack.keys.map(({ name, type, purpose, id, check }): KeyLife => ({ name, type, purpose, id, check, state: 'active', since: null, compromised: false, ...origin, cryptoperiodDays: null, replaces: null, until: null }));
  const { set: id, threshold, count, commitments } = pack;
  return { statement: null, ceremony: null, mode: pack.mode, keys, sets: [{ id, ...origin, threshold, count, commitments, custodians: [], package: digest, keys: pack.keys.map((k) => k.name) }] };
}
