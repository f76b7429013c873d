/** For tests: later ceremonies that did not do what they say. */
import { fromUtf8, toBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import type { KeyEvidence, ObjectSummary } from '../../../src/core/ports/hsm.ts';
import type { BundleFile } from '../../../src/core/transcript/bundle.ts';
import { before, drop, edit, moveBefore } from '../edits.ts';
import { later } from '../later-samples.ts';
import type { LaterName } from '../later-samples.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import type { SampleOptions } from '../sample-bundle.ts';
import { keyObjects, packageOf, targetSpki } from '../sample-device.ts';
import { SET } from '../sample-events.ts';
import { otherRoot, personKey, rootKeyOf } from '../sample-keys.ts';

type Events = readonly CeremonyEvent[];
const of = (name: LaterName, options: Omit<SampleOptions, 'of' | 'mode'>) => (): Map<string, Uint8Array> => sampleBundle({ ...options, of: later(name).sample });
const events = (name: LaterName, change: (events: Events) => Events) => of(name, { events: change });
const forged = toBase64(personKey('mallory').sign(utf8('anything')));
const forgedRoot = toBase64(otherRoot.sign(utf8('anything')));
const stray: ObjectSummary = { class: 'CKO_SECRET_KEY', label: 'spare copy', id: 'ff', keyType: 'CKK_AES', token: true, private: true };
const otherCheck = (e: KeyEvidence): KeyEvidence => ({ ...e, check: { kind: 'cmac', value: '0000000000' } });
const only = (name: string, change: (e: KeyEvidence) => KeyEvidence) => (all: readonly KeyEvidence[]): readonly KeyEvidence[] => all.map((e) => (e.name === name ? change(e) : e));
const restored = (change: Parameters<typeof edit<'restore.passed'>>[1]) => events('restore', edit('restore.passed', change));
const destroyed = (change: Parameters<typeof edit<'key.destroyed'>>[1]) => events('destroy', edit('key.destroyed', change));
const purpose = (change: object) => edit('quorum.joined', (e) => ({ ...e, purpose: { ...e.purpose, ...change } }), (e) => e.participant === 'ann');
const delivery = (change: (f: BundleFile) => readonly BundleFile[]) => of('transfer', { others: (o) => o.flatMap((f) => (f.name.startsWith('delivery/README') ? change(f) : [f])) });

export const laterBreaks: readonly Break[] = [
  { rule: 'R-KEY-17', what: 'another key found on the HSM', files: events('check', edit('key.found', (e) => ({ ...e, evidence: otherCheck(e.evidence) }), (e) => e.key === 'master')) },
  { rule: 'R-KEY-17', what: 'a key found twice', files: events('check', (all) => before('hsm.examined', () => [all.find((e) => e.type === 'key.found')!], (e) => e.token === 'spare')(all)) },
  { rule: 'R-KEY-17', what: 'a key brought back under another id', files: restored((e) => ({ ...e, evidence: only('master', (x) => ({ ...x, id: '09'.repeat(16) }))(e.evidence) })) },
  { rule: 'R-KEY-02', what: 'a key on the HSM whose value can be read', files: events('check', edit('key.found', (e) => ({ ...e, evidence: { ...e.evidence, attributes: { ...e.evidence.attributes, SENSITIVE: 'false' } } }))) },
  { rule: 'R-KEY-04', what: 'a key on the HSM that can be extracted', files: events('check', edit('key.found', (e) => ({ ...e, evidence: { ...e.evidence, attributes: { ...e.evidence.attributes, EXTRACTABLE: 'true' } } }))) },
  { rule: 'R-KEY-18', what: 'a key of the lineage that was not found', files: events('check', drop('key.found', (e) => e.key === 'master')) },
  { rule: 'R-KEY-18', what: 'a key of the set that was not brought back', files: restored((e) => ({ ...e, evidence: e.evidence.slice(0, 1), keys: e.keys.slice(0, 1) })) },
  { rule: 'R-KEY-01', what: 'a new version with the id of an old key', files: events('rotate', edit('key.generated', (e) => ({ ...e, evidence: { ...e.evidence, id: '02'.repeat(16) } }))) },
  { rule: 'R-KEY-09', what: 'a root that signs after its destruction', files: of('destroy of everything', { root: rootKeyOf('root') }) },
  { rule: 'R-KEY-09', what: 'the new root signs its own rotation', files: of('rotate of the root', { root: rootKeyOf('root-2') }) },

  { rule: 'R-ROOT-01', what: 'the old root did not sign', files: events('rotate of the root', edit('root.certified', (e) => ({ ...e, byOld: forgedRoot }))) },
  { rule: 'R-ROOT-01', what: 'the new root did not sign', files: events('rotate of the root', edit('root.certified', (e) => ({ ...e, byNext: forgedRoot }))) },
  { rule: 'R-ROOT-01', what: 'another root certified', files: events('rotate of the root', edit('root.certified', (e) => ({ ...e, next: 'ab'.repeat(32) }))) },
  { rule: 'R-ROOT-01', what: 'no succession', files: events('rotate of the root', drop('root.certified')) },
  { rule: 'R-ROOT-01', what: 'a succession where no root was made', files: events('check', before('record.ended', () => [{ type: 'root.certified', old: 'ab'.repeat(32), next: 'cd'.repeat(32), byOld: forgedRoot, byNext: forgedRoot }])) },
  { rule: 'R-ROOT-02', what: 'a root without a last word', files: events('destroy of everything', drop('root.attested')) },
  { rule: 'R-ROOT-02', what: 'a last word of somebody else', files: events('destroy of everything', edit('root.attested', () => ({ type: 'root.attested', signature: forgedRoot }))) },
  { rule: 'R-ROOT-02', what: 'a last word after the end', files: events('destroy of everything', (all) => [...drop('root.attested')(all).slice(0, -1), { type: 'root.attested', signature: '' }, all.at(-1)!]) },

  { rule: 'R-REST-01', what: 'a key that does not match', files: restored((e) => ({ ...e, keys: e.keys.map((k) => ({ ...k, matches: false })) })) },
  { rule: 'R-REST-01', what: 'a key with another check value', files: restored((e) => ({ ...e, keys: e.keys.map((k) => (k.name === 'master' ? { ...k, check: { kind: 'cmac', value: '0000000000' } } : k)) })) },
  { rule: 'R-REST-01', what: 'a key that was compared and is not there', files: restored((e) => ({ ...e, evidence: e.evidence.slice(1) })) },
  { rule: 'R-REST-01', what: 'a key that says it was made on the new device', files: restored((e) => ({ ...e, evidence: only('master', (x) => ({ ...x, attributes: { ...x.attributes, LOCAL: 'true' } }))(e.evidence) })) },
  { rule: 'R-REST-01', what: 'keys brought back twice', files: events('restore', (all) => before('key.sealed', () => [all.find((e) => e.type === 'restore.passed')!])(all)) },
  { rule: 'R-REST-02', what: 'a root that did not sign the challenge', files: restored((e) => ({ ...e, keys: e.keys.map((k) => ({ ...k, challengeSignature: null })) })) },
  { rule: 'R-REST-02', what: 'a challenge signed by another key', files: restored((e) => ({ ...e, keys: e.keys.map((k) => (k.name === 'root' ? { ...k, challengeSignature: forgedRoot } : k)) })) },
  { rule: 'R-REST-03', what: 'a key that was on the new HSM before', files: restored((e) => ({ ...e, inventoryBefore: keyObjects('master') })) },
  { rule: 'R-REST-03', what: 'something else on the new HSM afterwards', files: restored((e) => ({ ...e, inventoryAfter: [...e.inventoryAfter, stray] })) },
  { rule: 'R-REST-03', what: 'a second copy of a key on the new HSM', files: restored((e) => ({ ...e, inventoryAfter: [...e.inventoryAfter, { ...keyObjects('master')[0]!, label: 'copy' }] })) },
  { rule: 'R-REST-03', what: 'a key that is not on the new HSM', files: restored((e) => ({ ...e, inventoryAfter: keyObjects('root') })) },

  { rule: 'R-DEST-01', what: 'a destroyed key that is still there', files: destroyed((e) => ({ ...e, inventoryAfter: e.inventoryBefore })) },
  { rule: 'R-DEST-01', what: 'a destroyed key that still works', files: destroyed((e) => ({ ...e, failedUse: 'CKR_OK' })) },
  { rule: 'R-DEST-01', what: 'a destroyed key that nobody tried to use', files: destroyed((e) => ({ ...e, failedUse: '' })) },
  { rule: 'R-DEST-01', what: 'another key gone with it', files: destroyed((e) => ({ ...e, inventoryAfter: [] })) },
  { rule: 'R-DEST-01', what: 'a destroyed key that is there at the end', files: events('destroy', edit('record.ended', (e) => ({ ...e, inventory: [...e.inventory, ...keyObjects('master')] }))) },
  { rule: 'R-DEST-01', what: 'a key destroyed that was never found', files: events('destroy', drop('key.found', (e) => e.key === 'master')) },
  { rule: 'R-DEST-01', what: 'a key destroyed twice', files: events('destroy', (all) => before('record.ended', () => [all.find((e) => e.type === 'key.destroyed')!])(all)) },
  { rule: 'R-DEST-02', what: 'a key that was gone already', files: destroyed((e) => ({ ...e, failedUse: '', inventoryBefore: e.inventoryAfter })) },
  { rule: 'R-DEST-03', what: 'a share that could not be destroyed', files: events('destroy', edit('share.destroyed', (e) => ({ ...e, result: 'not-destroyed', how: 'It could not be found.' }), (e) => e.index === 2)) },
  { rule: 'R-DEST-03', what: 'a package that could not be destroyed', files: events('destroy', edit('package.destroyed', (e) => ({ ...e, result: 'not-destroyed', how: 'It is in an archive.' }))) },
  { rule: 'R-DEST-04', what: 'a key destroyed whose share set stands', files: () => new Map(later('revoke').bundle) },

  { rule: 'R-QUORUM-01', what: 'a share of somebody who agreed to nothing', files: events('reshare', drop('quorum.joined', (e) => e.participant === 'ann')) },
  { rule: 'R-QUORUM-01', what: 'two shares of one person', files: events('reshare', edit('share.presented', (e) => ({ ...e, participant: 'ann' }))) },
  { rule: 'R-QUORUM-01', what: 'one share twice', files: events('reshare', edit('share.presented', (e) => ({ ...e, index: 1 }))) },
  { rule: 'R-QUORUM-01', what: 'a share that the set does not have', files: events('reshare', edit('share.presented', (e) => ({ ...e, index: 9 }), (e) => e.index === 2)) },
  { rule: 'R-QUORUM-01', what: 'a share presented before it was agreed to', files: events('reshare', moveBefore('share.presented', 'quorum.joined')) },
  { rule: 'R-QUORUM-02', what: 'agreed to another kind of ceremony', files: events('reshare', purpose({ operation: 'check' })) },
  { rule: 'R-QUORUM-02', what: 'agreed to another device', files: events('restore', purpose({ token: 'X0009' })) },
  { rule: 'R-QUORUM-02', what: 'a check on the device with the keys instead of the spare one', files: events('check', purpose({ token: 'P0001' })) },
  { rule: 'R-QUORUM-03', what: 'a new set made with one share', files: events('reshare', drop('share.presented', (e) => e.index === 2)) },
  { rule: 'R-QUORUM-03', what: 'keys brought back with a share that nobody presented', files: restored((e) => ({ ...e, shares: [1, 3] })) },
  { rule: 'R-QUORUM-03', what: 'a proof with a share that nobody presented', files: events('check', edit('proof.passed', (e) => ({ ...e, shares: [1, 3] }))) },
  { rule: 'R-QUORUM-03', what: 'a key delivered to which nobody agreed', files: events('transfer', purpose({ keys: ['root'] })) },
  { rule: 'R-QUORUM-03', what: 'used after the shares were given up', files: events('reshare', before('backup.started', () => [{ type: 'quorum.cleared', set: SET, reason: 'a break' }])) },
  { rule: 'R-CONF-01', what: 'agreed to by somebody else', files: events('reshare', edit('quorum.joined', (e) => ({ ...e, signature: forged }), (e) => e.participant === 'ann')) },
  { rule: 'R-CONF-01', what: 'agreed to another purpose than recorded', files: of('reshare', { entry: (e) => (e.event.type === 'quorum.joined' ? { ...e, event: { ...e.event, purpose: { ...e.event.purpose, keys: ['root'] } } } : e) }) },
  { rule: 'R-CONF-01', what: 'a set declared void by one person and a forgery', files: events('reshare', before('proof.started', (e) => [{ type: 'set.declared-void', set: e.set, reason: 'a share was seen', participant: 'sam', signature: '', second: { participant: 'aud', signature: forged } }])) },
  { rule: 'R-CONF-01', what: 'a set declared void by one person twice', files: events('reshare', before('proof.started', (e) => [{ type: 'set.declared-void', set: e.set, reason: 'a share was seen', participant: 'sam', signature: '', second: { participant: 'sam', signature: '' } }])) },

  { rule: 'R-CHECK-01', what: 'a share that nobody looked at', files: events('check', drop('share.checked', (e) => e.index === 3)) },
  { rule: 'R-CHECK-01', what: 'a share checked twice', files: events('check', (all) => before('proof.started', () => [all.find((e) => e.type === 'share.checked')!])(all)) },
  { rule: 'R-CHECK-01', what: 'a share of another set checked', files: events('check', edit('share.checked', (e) => ({ ...e, set: 'AAAAAAAA' }), (e) => e.index === 3)) },
  { rule: 'R-CHECK-02', what: 'a share that is missing', files: events('check', edit('share.checked', ({ from: _from, ...e }) => ({ ...e, result: 'missing', note: 'The safe was empty.' }), (e) => e.index === 3)) },
  { rule: 'R-CHECK-03', what: 'called readable without having been read', files: events('check', edit('share.checked', ({ from: _from, ...e }) => e, (e) => e.index === 3)) },
  { rule: 'R-CHECK-03', what: 'called readable on another card', files: events('check', edit('share.checked', (e) => ({ ...e, card: { ...e.card!, serial: 'C0008' } }), (e) => e.index === 2)) },
  { rule: 'R-CHECK-03', what: 'a share on a card called readable from a picture', files: events('check', edit('share.checked', ({ card: _card, ...e }) => ({ ...e, from: 'image' }), (e) => e.card !== undefined)) },
  { rule: 'R-CHECK-03', what: 'a share on a card called readable without its card', files: events('check', edit('share.checked', ({ card: _card, ...e }) => e, (e) => e.card !== undefined)) },
  { rule: 'R-CHECK-03', what: 'a share on paper called readable from a card', files: events('check', edit('share.checked', (e) => ({ ...e, from: 'smartcard' }), (e) => e.card === undefined)) },
  { rule: 'R-CHECK-03', what: 'called missing, and read', files: events('check', edit('share.checked', (e) => ({ ...e, result: 'missing' }), (e) => e.index === 3)) },

  { rule: 'R-DELIV-01', what: 'another file delivered than recorded', files: delivery((f) => [{ ...f, bytes: utf8('something else') }]) },
  { rule: 'R-DELIV-01', what: 'a delivered file that is not there', files: delivery(() => []) },
  { rule: 'R-DELIV-01', what: 'a file delivered that is not recorded', at: 'delivery/more.bin', files: delivery((f) => [f, { name: 'delivery/more.bin', bytes: utf8('more') }]) },
  { rule: 'R-DELIV-02', what: 'another public key than its digest says', files: events('transfer', edit('target.imported', (e) => ({ ...e, spki: toBase64(targetSpki.with(40, targetSpki[40]! ^ 1)) }))) },
  { rule: 'R-DELIV-02', what: 'another public key than planned', files: of('transfer', { plan: utf8(fromUtf8(later('transfer').sample.planBytes).replace(/publicKey: .*/, `publicKey: ${'ab'.repeat(32)}`)) }) },
  { rule: 'R-DELIV-02', what: 'delivered under another public key than imported', files: events('transfer', edit('key.delivered', (e) => ({ ...e, spkiSha256: 'ab'.repeat(32) }))) },
  { rule: 'R-DELIV-02', what: 'another key delivered than planned', files: events('transfer', edit('key.delivered', (e) => ({ ...e, key: 'root' }))) },

  { rule: 'R-SET-01', what: 'no new set after a reshare', files: events('reshare', drop('backup.made')) },
  { rule: 'R-SET-03', what: 'a package where no set was made', files: of('check', { package: packageOf('SAMPLE-CHECK', 'production', 'QX7R04M3', ['root']) }) },
  { rule: 'R-SET-03', what: 'a new package without a key of the old sets', files: of('reshare', { package: packageOf('SAMPLE-RESHARE', 'production', 'QX7R04M3', ['root']) }) },
  { rule: 'R-SET-08', what: 'a new set under the id of the old one', files: events('reshare', edit('backup.started', (e) => ({ ...e, set: SET }))) },
  { rule: 'R-PROOF-01', what: 'a check that was to prove the recovery, and did not', files: events('check', drop('proof.passed')) },
  { rule: 'R-PROOF-01', what: 'a proof of the old set with one share', files: events('check', edit('proof.passed', (e) => ({ ...e, shares: [1] }))) },
  { rule: 'R-PROOF-02', what: 'a key of the old set that the proof left out', files: events('check', edit('proof.passed', (e) => ({ ...e, keys: e.keys.slice(0, 1) }))) },
  { rule: 'R-PROOF-03', what: 'a proof of the old set that the root did not sign', files: events('check', edit('proof.passed', (e) => ({ ...e, keys: e.keys.map((k) => (k.name === 'root' ? { ...k, challengeSignature: forgedRoot } : k)) }))) },
  { rule: 'R-STMT-06', what: 'a set given up that the statement does not name', files: of('reshare', { predicate: (p) => ({ ...p, voidSets: [] }) }) },
  { rule: 'R-LIFE-01', what: 'a destroyed key that is said to live', files: of('destroy', { predicate: (p) => ({ ...p, lifecycle: p.lifecycle.map((k) => ({ ...k, state: 'active' as const })) }) }) },
  { rule: 'R-LIFE-01', what: 'a compromised key that is said to have been sound', files: of('revoke', { predicate: (p) => ({ ...p, lifecycle: p.lifecycle.map((k) => ({ ...k, compromised: false })) }) }) },
  { rule: 'R-LIFE-02', what: 'a set given up that is said to stand', files: of('destroy', { predicate: (p) => ({ ...p, shareSets: [...p.shareSets, ...later('destroy').sample.inherited.sets.filter((s) => s.id === SET)] }) }) },
  { rule: 'R-PLAY-01', what: 'the old set given up before the new one is proven', files: events('reshare', moveBefore('set.voided', 'proof.started')) },
  { rule: 'R-PLAN-03', what: 'somebody who neither came nor is said to be absent', files: events('check', (all) => drop('share.checked', (e) => e.index === 3)(drop('participant.registered', (e) => e.participant === 'cem')(all))) },
];
