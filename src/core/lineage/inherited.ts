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

/** From a package alone. Its keys count as active; dates, custodians and cryptoperiods are not known. `digest` is the SHA-256 of the file. */
export function inheritedFromPackage(pack: BackupPackage, digest: string): Inherited {
  const origin = { ceremony: pack.ceremony, made: null };
  const keys = pack.keys.map(({ name, type, purpose, id, check }): KeyLife => ({ name, type, purpose, id, check, state: 'active', since: null, compromised: false, ...origin, cryptoperiodDays: null, replaces: null, until: null }));
  const { set: id, threshold, count, commitments } = pack;
  return { statement: null, ceremony: null, mode: pack.mode, keys, sets: [{ id, ...origin, threshold, count, commitments, custodians: [], package: digest, keys: pack.keys.map((k) => k.name) }] };
}
