/** For tests: proofs of recovery that prove nothing. */
import { toBase64 } from '../../../src/core/bytes/bytes.ts';
import { proofChallenge } from '../../../src/core/ceremony/challenge.ts';
import type { CeremonyEvent, EventOf } from '../../../src/core/ceremony/events.ts';
import { drop, edit, moveBefore } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { keyObjects } from '../sample-device.ts';
import { otherRoot, rootKey } from '../sample-keys.ts';
import { sampleBundle } from '../sample-bundle.ts';

type Proof = EventOf<'proof.passed'>;
const events = (change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]) => (): Map<string, Uint8Array> => sampleBundle({ events: change });
const proof = (change: (e: Proof) => Proof) => events(edit('proof.passed', change));
const key = (e: Proof, name: string, change: (k: Proof['keys'][number]) => Proof['keys'][number]): Proof => ({ ...e, keys: e.keys.map((k) => (k.name === name ? change(k) : k)) });
const signature = (signer: typeof rootKey, ceremony: string, set: string, nonce: string): string => toBase64(signer.sign(proofChallenge(ceremony, set, nonce)));
const device = (token: 'primary' | 'spare', change: object) => edit('hsm.prepared', (e) => ({ ...e, report: { ...e.report, token: { ...e.report.token, ...change } } }), (e) => e.token === token);

export const proofBreaks: readonly Break[] = [
  { rule: 'R-PROOF-01', what: 'no proof', files: events(drop('proof.passed')) },
  { rule: 'R-PROOF-01', what: 'less than a quorum', files: proof((e) => ({ ...e, shares: [1] })) },
  { rule: 'R-PROOF-01', what: 'one share twice', files: proof((e) => ({ ...e, shares: [1, 1] })) },
  { rule: 'R-PROOF-01', what: 'a share that does not exist', files: proof((e) => ({ ...e, shares: [1, 7] })) },
  { rule: 'R-PROOF-01', what: 'before all shares were read back', files: events(moveBefore('proof.passed', 'share.read')) },
  { rule: 'R-PROOF-02', what: 'a key that does not match', files: proof((e) => key(e, 'master', (k) => ({ ...k, matches: false }))) },
  { rule: 'R-PROOF-02', what: 'another check value, said to match', files: proof((e) => key(e, 'master', (k) => ({ ...k, check: { kind: 'cmac', value: '0000000000' } }))) },
  { rule: 'R-PROOF-02', what: 'a key left out', files: proof((e) => ({ ...e, keys: e.keys.slice(0, 1) })) },
  { rule: 'R-PROOF-02', what: 'a key that was never made', files: proof((e) => ({ ...e, keys: [...e.keys, { ...e.keys[1]!, name: 'extra' }] })) },
  { rule: 'R-PROOF-03', what: 'no signature of the restored root', files: proof((e) => key(e, 'root', (k) => ({ ...k, challengeSignature: null }))) },
  { rule: 'R-PROOF-03', what: 'a signature by another key', files: proof((e) => key(e, 'root', (k) => ({ ...k, challengeSignature: signature(otherRoot, 'SAMPLE-2-OF-3', e.set, e.challenge) }))) },
  { rule: 'R-PROOF-03', what: 'a signature from another ceremony', files: proof((e) => key(e, 'root', (k) => ({ ...k, challengeSignature: signature(rootKey, 'SAMPLE-3-OF-5', e.set, e.challenge) }))) },
  { rule: 'R-PROOF-03', what: 'a signature over another nonce', files: proof((e) => key(e, 'root', (k) => ({ ...k, challengeSignature: signature(rootKey, 'SAMPLE-2-OF-3', e.set, 'a1'.repeat(32)) }))) },
  { rule: 'R-PROOF-03', what: 'a signature by a key that cannot sign', files: proof((e) => key(e, 'master', (k) => ({ ...k, challengeSignature: e.keys[0]!.challengeSignature }))) },
  { rule: 'R-PROOF-04', what: 'on the token that holds the keys', files: proof((e) => ({ ...e, token: { ...e.token, serial: 'P0001' } })) },
  { rule: 'R-PROOF-04', what: 'on a token that was never prepared', files: proof((e) => ({ ...e, token: { ...e.token, serial: 'X0003' } })) },
  { rule: 'R-PROOF-05', what: 'a key left on the spare token', files: proof((e) => ({ ...e, inventoryAfter: keyObjects('root') })) },
  { rule: 'R-PROOF-06', what: 'sealed before the proof', files: events(moveBefore('key.sealed', 'proof.started')) },
  { rule: 'R-PROOF-07', what: 'a token without a serial number', files: events(device('primary', { serial: '' })) },
  { rule: 'R-PROOF-08', what: 'a key that was on the spare token before', files: proof((e) => ({ ...e, inventoryBefore: keyObjects('root'), inventoryAfter: keyObjects('root') })) },
  { rule: 'R-TOKEN-01', what: 'another model prepared than examined', files: events(device('spare', { model: 'Model T' })) },
  { rule: 'R-TOKEN-01', what: 'another manufacturer prepared than examined', files: events(device('primary', { manufacturer: 'Other' })) },
  { rule: 'R-TOKEN-01', what: 'another serial number prepared than examined', files: events(device('primary', { serial: 'P0002' })) },
  { rule: 'R-TOKEN-01', what: 'a token that was never examined', files: events(drop('hsm.examined', (e) => e.token === 'spare')) },
];
