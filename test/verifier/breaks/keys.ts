/** For tests: keys that were not made as they must be. */
import { toBase64 } from '../../../src/core/bytes/bytes.ts';
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import type { AttributeName, KeyEvidence, TriState } from '../../../src/core/ports/hsm.ts';
import { before, drop, edit } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { keyEvidence, keyObjects } from '../sample-device.ts';
import { otherRoot, personKey } from '../sample-keys.ts';
import { spkiSha256 } from '../../../src/core/transcript/signature.ts';
import { sampleBundle } from '../sample-bundle.ts';

const events = (change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]) => (): Map<string, Uint8Array> => sampleBundle({ events: change });
const made = (change: (e: KeyEvidence) => KeyEvidence, key = 'master') => events(edit('key.generated', (e) => ({ ...e, evidence: change(e.evidence) }), (e) => e.key === key));
const sealed = (change: (e: KeyEvidence) => KeyEvidence, key = 'master') => events(edit('key.sealed', (e) => ({ ...e, evidence: change(e.evidence) }), (e) => e.key === key));
const has = (attribute: AttributeName, value: TriState) => (e: KeyEvidence): KeyEvidence => ({ ...e, attributes: { ...e.attributes, [attribute]: value } });
const stray = { class: 'CKO_SECRET_KEY', label: 'spare copy', id: 'ff', keyType: 'CKK_AES', token: true, private: true };
const other = (key: Uint8Array): KeyEvidence['check'] => ({ kind: 'spki-sha256', value: spkiSha256(key), spki: toBase64(key) });

export const keyBreaks: readonly Break[] = [
  { rule: 'R-KEY-01', what: 'a key made twice', files: events((e) => before('backup.started', () => [e.find((x) => x.type === 'key.generated')!])(e)) },
  { rule: 'R-KEY-01', what: 'a key with another id than the one chosen', files: made((e) => ({ ...e, id: '03'.repeat(16) })) },
  { rule: 'R-KEY-01', what: 'two keys with one id', files: events((all) => edit('key.generated', (e) => ({ ...e, evidence: { ...e.evidence, id: '01'.repeat(16) } }), (e) => e.key === 'master')(edit('key.generation-started', (e) => ({ ...e, id: '01'.repeat(16) }), (e) => e.key === 'master')(all))) },
  { rule: 'R-KEY-01', what: 'the evidence of another key', files: made((e) => ({ ...e, name: 'root' })) },
  { rule: 'R-KEY-01', what: 'a key begun and never made', files: events(drop('key.generated', (e) => e.key === 'master')) },
  { rule: 'R-KEY-02', what: 'a key that was imported', files: made(has('LOCAL', 'false')) },
  { rule: 'R-KEY-02', what: 'a key whose value can be read', files: made(has('SENSITIVE', 'false')) },
  { rule: 'R-KEY-02', what: 'a key whose value could once be read', files: sealed(has('ALWAYS_SENSITIVE', 'false')) },
  { rule: 'R-KEY-03', what: 'ALWAYS_SENSITIVE is not reported', files: made(has('ALWAYS_SENSITIVE', 'not-reported')) },
  { rule: 'R-KEY-04', what: 'a sealed key that can be extracted', files: sealed(has('EXTRACTABLE', 'true')) },
  { rule: 'R-KEY-04', what: 'a key that was never sealed', files: events(drop('key.sealed', (e) => e.key === 'master')) },
  { rule: 'R-KEY-05', what: 'a seal that is not reported', files: sealed(has('EXTRACTABLE', 'not-reported')) },
  { rule: 'R-KEY-06', what: 'another key sealed than made', files: sealed((e) => ({ ...e, check: { kind: 'cmac', value: '0000000000' } })) },
  { rule: 'R-KEY-07', what: 'evidence in the statement that is prettier than what was read', files: () => sampleBundle({ predicate: (p) => ({ ...p, keys: p.keys.map((k) => has('COPYABLE', 'true')(k)) }) }) },
  { rule: 'R-KEY-08', what: 'a digest of another public key', files: made((e) => ({ ...e, check: { ...other(otherRoot.spki), value: 'a'.repeat(64) } }), 'root') },
  { rule: 'R-KEY-08', what: 'a P-384 key on P-256', files: made((e) => ({ ...e, check: other(personKey('ann').spki) }), 'root') },
  { rule: 'R-KEY-08', what: 'a CMAC for a public key', files: made((e) => ({ ...e, check: { kind: 'cmac', value: '0000000000' } }), 'root') },
  { rule: 'R-KEY-09', what: 'no root-signing key', files: made((e) => ({ ...e, purpose: 'signing' }), 'root') },
  { rule: 'R-KEY-10', what: 'something unknown on the HSM at the end', files: events(edit('record.ended', (e) => ({ ...e, inventory: [...e.inventory, stray] }))) },
  { rule: 'R-KEY-10', what: 'a key missing from the HSM at the end', files: events(edit('record.ended', (e) => ({ ...e, inventory: keyObjects('root') }))) },
  { rule: 'R-KEY-11', what: 'a second object made with the key', files: events(edit('key.generated', (e) => ({ ...e, inventoryAfter: [...e.inventoryAfter, stray] }), (e) => e.key === 'master')) },
  { rule: 'R-KEY-11', what: 'a key that was there before', files: events(edit('key.generated', (e) => ({ ...e, inventoryBefore: e.inventoryAfter }), (e) => e.key === 'master')) },
  { rule: 'R-KEY-11', what: 'a key that is not there afterwards', files: events(edit('key.generated', (e) => ({ ...e, inventoryAfter: e.inventoryBefore }), (e) => e.key === 'master')) },
  { rule: 'R-KEY-12', what: 'a key that any other may wrap', files: made(has('WRAP_WITH_TRUSTED', 'false')) },
  { rule: 'R-KEY-10', what: 'a certificate under the id of the root at the end', files: events(edit('record.ended', (e) => ({ ...e, inventory: [...e.inventory, { ...stray, class: 'CKO_CERTIFICATE', id: '01'.repeat(16) }] }))) },
  { rule: 'R-KEY-10', what: 'a second private key under the id of the root at the end', files: events(edit('record.ended', (e) => ({ ...e, inventory: [...e.inventory, { ...e.inventory[0]!, label: 'root copy' }] }))) },
  { rule: 'R-KEY-10', what: 'only the public half of the root at the end', files: events(edit('record.ended', (e) => ({ ...e, inventory: e.inventory.filter((o) => o.class !== 'CKO_PRIVATE_KEY') }))) },
  { rule: 'R-KEY-11', what: 'a secret under the id of the root, made with it', files: events(edit('key.generated', (e) => ({ ...e, inventoryAfter: [...e.inventoryAfter, { ...stray, id: '01'.repeat(16) }] }), (e) => e.key === 'root')) },
  { rule: 'R-KEY-13', what: 'a key that is gone with the session', files: made(has('TOKEN', 'false')) },
  { rule: 'R-KEY-13', what: 'a key that needs no login', files: sealed(has('PRIVATE', 'false'), 'root') },
  { rule: 'R-KEY-14', what: 'a key from which others can be derived', files: made(has('DERIVE', 'true')) },
  { rule: 'R-KEY-14', what: 'a root that may also decrypt', files: sealed(has('DECRYPT', 'true'), 'root') },
  { rule: 'R-KEY-14', what: 'a root that may also unwrap', files: made(has('UNWRAP', 'true'), 'root') },
  { rule: 'R-KEY-14', what: 'a wrapping key that may sign', files: made(has('SIGN', 'true')) },
  { rule: 'R-KEY-14', what: 'a wrapping key that may decrypt', files: made(has('DECRYPT', 'true')) },
  { rule: 'R-KEY-15', what: 'an AES key made by a key pair generation', files: made((e) => ({ ...e, keyGenMechanism: 'CKM_EC_KEY_PAIR_GEN' })) },
  { rule: 'R-KEY-15', what: 'a root that was derived', files: made((e) => ({ ...e, keyGenMechanism: 'CKM_ECDH1_DERIVE' }), 'root') },
  { rule: 'R-KEY-16', what: 'an origin that is not available', files: made((e) => ({ ...e, keyGenMechanism: 'unavailable' })) },
  { rule: 'R-KEY-16', what: 'an origin that is not reported', files: sealed((e) => ({ ...e, keyGenMechanism: 'not-reported' }), 'root') },
  { rule: 'R-KEY-16', what: 'a mechanism that only the vendor knows', files: made((e) => ({ ...e, keyGenMechanism: '0x80000123' })) },
  { rule: 'R-PLAN-03', what: 'a key that the plan does not name', files: events(before('backup.started', () => [{ type: 'key.generation-started', key: 'extra', id: '09'.repeat(16) }, { type: 'key.generated', key: 'extra', evidence: { ...keyEvidence('master', 'false'), name: 'extra', id: '09'.repeat(16), check: { kind: 'cmac', value: '1111111111' } }, inventoryBefore: [], inventoryAfter: [], found: false }])) },
];
