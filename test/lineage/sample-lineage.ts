/** For tests: statements and packages of an invented organisation, signed in software, from which lineages are put together. */
import { toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { HSM_ROOT, HSM_ROOT_NAME } from '../../src/core/ceremony/state.ts';
import type { KeyLife, StandingSet } from '../../src/core/lineage/types.ts';
import { encodePackage } from '../../src/core/shares/package-file.ts';
import type { BackupPackage } from '../../src/core/shares/package-file.ts';
import { encodeEnvelope, preAuthEncoding } from '../../src/core/transcript/dsse.ts';
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import { buildStatement } from '../../src/core/transcript/statement.ts';
import { DSSE_PAYLOAD_TYPE } from '../../src/core/transcript/types.ts';
import type { CeremonyPredicate } from '../../src/core/transcript/types.ts';
import { personKey, rootKey } from '../verifier/sample-keys.ts';

export const SET = '7K3M9QXT';
export const ENDED = '2026-03-02T14:00:00.000Z';

export const rootLife: KeyLife = {
  name: 'root', type: 'ec-p384', purpose: 'root-signing', id: 'a1'.repeat(16), check: { kind: 'spki-sha256', value: spkiSha256(rootKey.spki), spki: toBase64(rootKey.spki) },
  state: 'active', since: ENDED, compromised: false, ceremony: 'KC-2026-1', made: ENDED, cryptoperiodDays: 730, replaces: null, until: null,
};
export const masterLife: KeyLife = {
  name: 'master', type: 'aes-256', purpose: 'master-wrapping', id: 'b2'.repeat(16), check: { kind: 'cmac', value: '7A3F91C04D' },
  state: 'active', since: ENDED, compromised: false, ceremony: 'KC-2026-1', made: ENDED, cryptoperiodDays: 365, replaces: null, until: null,
};

const commitments = [1, 2, 3].map((index) => ({ index, salt: `0${index}`.repeat(16), commitment: `c${index}`.repeat(32) }));

/** A package of set `set`; the wrapped bytes are nothing real. */
export function samplePackage(change: Partial<BackupPackage> = {}): Uint8Array {
  const keys = [rootLife, masterLife].map(({ name, type, purpose, id, check }) => ({ name, type, purpose, id, check, wrapped: toBase64(new Uint8Array(40).fill(7)) }));
  return encodePackage({ v: 1, ceremony: 'KC-2026-1', mode: 'rehearsal', set: SET, threshold: 2, count: 3, commitments, keys, ...change });
}

export const standing: StandingSet = {
  id: SET, ceremony: 'KC-2026-1', made: ENDED, threshold: 2, count: 3, commitments,
  custodians: [
    { index: 1, custodian: 'lindqvist', carrier: 'smartcard', bag: null, card: 'C001' },
    { index: 2, custodian: 'baptiste', carrier: 'paper', bag: 'A-77', card: null },
    { index: 3, custodian: 'haddad', carrier: 'paper', bag: 'A-78', card: null },
  ],
  package: sha256Hex(samplePackage()), keys: ['root', 'master'],
};

export interface SampleStatement {
  readonly payload: Uint8Array;
  readonly sha256: string;
  readonly envelope: Uint8Array;
  readonly predicate: CeremonyPredicate;
}

/** A statement signed by the sample root key and one witness. */
export function sampleStatement(change: Partial<CeremonyPredicate> = {}): SampleStatement {
  const witness = personKey('marsh');
  const predicate: CeremonyPredicate = {
    version: 1, ceremony: 'KC-2026-1', kind: 'generate', mode: 'rehearsal', title: 'HYOK keys', organisation: 'Example Health System', opened: '2026-03-02T09:00:00.000Z', ended: ENDED,
    plan: { sha256: 'ab'.repeat(32) }, previous: null, record: { entries: 9, head: 'cd'.repeat(32), merkleRoot: 'ef'.repeat(32) }, keys: [],
    lifecycle: [rootLife, masterLife], shareSets: [standing], voidSets: [], deviations: { recorded: 0, accepted: 0 },
    signers: [
      { id: HSM_ROOT, name: HSM_ROOT_NAME, roles: [], algorithm: 'ES384', keySha256: spkiSha256(rootKey.spki), required: true },
      { id: 'marsh', name: 'D. Marsh', roles: ['witness'], algorithm: 'ES256', keySha256: spkiSha256(witness.spki), required: true },
    ],
    ...change,
  };
  const payload = buildStatement(predicate, [{ name: 'transcript.jsonl', sha256: sha256Hex(utf8(predicate.ceremony)) }]);
  const message = preAuthEncoding(DSSE_PAYLOAD_TYPE, payload);
  const signatures = predicate.signers.map(({ id }) => ({ keyid: id, signature: id === HSM_ROOT ? rootKey.sign(message) : witness.sign(message) }));
  return { payload, sha256: sha256Hex(payload), envelope: encodeEnvelope(payload, signatures), predicate };
}
