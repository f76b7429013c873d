/** For tests: statements and signatures that are not what a ceremony signs. */
import { fromUtf8, toBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import { signatureFromDer, signatureToDer } from '../../../src/core/transcript/der.ts';
import type { KeyLife, StandingSet } from '../../../src/core/lineage/types.ts';
import { encodeEnvelope, preAuthEncoding } from '../../../src/core/transcript/dsse.ts';
import { spkiToPem } from '../../../src/core/transcript/signature.ts';
import { DSSE_PAYLOAD_TYPE } from '../../../src/core/transcript/types.ts';
import type { CeremonyPredicate, StatementSigner } from '../../../src/core/transcript/types.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { otherRoot, personKey, rootKey, strangerSpki } from '../sample-keys.ts';

const at = 'statement.dsse.json';
const signers = (change: (signer: StatementSigner) => StatementSigner) => (p: CeremonyPredicate): CeremonyPredicate => ({ ...p, signers: p.signers.map(change) });
const only = (id: string, change: Partial<StatementSigner>) => signers((s) => (s.id === id ? { ...s, ...change } : s));
const sets = (change: (set: StandingSet) => StandingSet) => (p: CeremonyPredicate): CeremonyPredicate => ({ ...p, shareSets: p.shareSets.map(change) });
const lives = (change: (life: KeyLife) => KeyLife) => (p: CeremonyPredicate): CeremonyPredicate => ({ ...p, lifecycle: p.lifecycle.map(change) });
const predicate = (change: (p: CeremonyPredicate) => CeremonyPredicate) => (): Map<string, Uint8Array> => sampleBundle({ predicate: change });
const raw = (text: (envelope: string) => string) => (): Map<string, Uint8Array> =>
  sampleBundle({ files: (f) => f.set(at, utf8(text(fromUtf8(f.get(at)!)))) });
/** A statement that says something no builder lets through, signed by the root. */
const payload = (change: (text: string) => string) => (): Map<string, Uint8Array> =>
  sampleBundle({
    files: (f) => {
      const envelope = JSON.parse(fromUtf8(f.get(at)!)) as { payload: string };
      const bytes = utf8(change(Buffer.from(envelope.payload, 'base64').toString('utf8')));
      f.set(at, encodeEnvelope(bytes, [{ keyid: 'hsm-root', signature: rootKey.sign(preAuthEncoding(DSSE_PAYLOAD_TYPE, bytes)) }]));
    },
  });

export const statementBreaks: readonly Break[] = [
  { rule: 'R-STMT-01', what: 'not JSON', at, files: raw(() => 'hello') },
  { rule: 'R-STMT-01', what: 'a name twice', at, files: raw((t) => t.replace('{"payload":', '{"payload":"AAAA","payload":')) },
  { rule: 'R-STMT-01', what: 'white space', at, files: raw((t) => t.replace('{"payload":', '{ "payload":')) },
  { rule: 'R-STMT-01', what: 'another payload type', at, files: raw((t) => t.replace('vnd.in-toto+json', 'vnd.in-toto+xml')) },
  { rule: 'R-STMT-01', what: 'absurd nesting', at, files: raw(() => '['.repeat(100_000)) },
  { rule: 'R-STMT-01', what: 'no signature at all', at, files: raw((t) => t.replace(/"signatures":\[.*\]/, '"signatures":[]')) },
  { rule: 'R-STMT-02', what: 'another predicate version', at, files: payload((t) => t.replace('ceremony/v1', 'ceremony/v2')) },
  { rule: 'R-STMT-02', what: 'version 2 inside the predicate', at, files: payload((t) => t.replace('"version":1', '"version":2')) },
  { rule: 'R-STMT-02', what: 'a name twice', at, files: payload((t) => t.replace('"mode":', '"mode":"production","mode":')) },
  { rule: 'R-STMT-02', what: 'an unknown field', at, files: payload((t) => t.replace('"mode":', '"mode2":"x","mode":')) },
  { rule: 'R-STMT-03', what: 'a signer twice', at, files: predicate((p) => ({ ...p, signers: [...p.signers, p.signers[1]!] })) },
  { rule: 'R-STMT-03', what: 'one key for two people', at, files: predicate((p) => only('ann', { keySha256: p.signers.find((s) => s.id === 'ben')!.keySha256 })(p)) },
  { rule: 'R-STMT-03', what: 'the root need not sign', at, files: predicate(only('hsm-root', { required: false })) },
  { rule: 'R-KEY-09', what: 'the root is not a signer', at, files: predicate((p) => ({ ...p, signers: p.signers.filter((s) => s.id !== 'hsm-root') })) },
  { rule: 'R-STMT-09', what: 'no root among the signers', at, files: predicate((p) => ({ ...p, signers: p.signers.filter((s) => s.id !== 'hsm-root') })) },
  { rule: 'R-STMT-03', what: 'a person with the root\'s algorithm', at, files: predicate(only('ann', { algorithm: 'ES384' })) },
  { rule: 'R-STMT-04', what: 'a person is not a signer', files: predicate((p) => ({ ...p, signers: p.signers.filter((s) => s.id !== 'wim') })) },
  { rule: 'R-STMT-04', what: 'a signer who never came', at, files: predicate((p) => ({ ...p, signers: [...p.signers, { ...p.signers[1]!, id: 'zoe', keySha256: '1'.repeat(64) }] })) },
  { rule: 'R-STMT-04', what: 'other roles than registered', files: predicate(only('ann', { roles: ['auditor'] })) },
  { rule: 'R-STMT-05', what: 'another title', at, files: predicate((p) => ({ ...p, title: 'Other keys' })) },
  { rule: 'R-STMT-05', what: 'another ceremony', at, files: predicate((p) => ({ ...p, ceremony: 'OTHER-1' })) },
  { rule: 'R-STMT-05', what: 'another predecessor', at, files: predicate((p) => ({ ...p, previous: 'a'.repeat(64) })) },
  { rule: 'R-STMT-05', what: 'another time of opening', at, files: predicate((p) => ({ ...p, opened: '2026-01-14T09:00:00.000Z' })) },
  { rule: 'R-STMT-06', what: 'a deviation less', at, files: predicate((p) => ({ ...p, deviations: { recorded: 1, accepted: 1 } })) },
  { rule: 'R-STMT-06', what: 'an abandoned set that was none', at, files: predicate((p) => ({ ...p, voidSets: ['AAAAAAAA'] })) },
  { rule: 'R-STMT-07', what: 'a person who need not sign', at, files: predicate(only('wim', { required: false })) },
  { rule: 'R-STMT-08', what: 'nobody but the root must sign', at, files: predicate(signers((s) => ({ ...s, required: s.id === 'hsm-root' }))) },
  { rule: 'R-STMT-08', what: 'one person alone must sign', at, files: predicate(signers((s) => ({ ...s, required: s.id === 'hsm-root' || s.id === 'ada' }))) },
  { rule: 'R-MODE-01', what: 'a rehearsal signed as production', files: () => sampleBundle({ mode: 'rehearsal', predicate: (p) => ({ ...p, mode: 'production' }) }) },
  { rule: 'R-SIG-01', what: 'the root did not sign', at, files: () => sampleBundle({ signatures: (s) => s.filter((x) => x.keyid !== 'hsm-root') }) },
  { rule: 'R-SIG-01', what: 'a custodian did not sign', at, files: () => sampleBundle({ signatures: (s) => s.filter((x) => x.keyid !== 'cem') }) },
  { rule: 'R-SIG-01', what: 'all signatures but the root\'s stripped', at, files: () => sampleBundle({ signatures: (s) => s.filter((x) => x.keyid === 'hsm-root') }) },
  { rule: 'R-SIG-02', what: 'a key file with another key', at: 'keys/ann.pem', files: () => sampleBundle({ files: (f) => f.set('keys/ann.pem', utf8(spkiToPem(strangerSpki))) }) },
  { rule: 'R-SIG-02', what: 'a key file that is no PEM', at: 'keys/ann.pem', files: () => sampleBundle({ files: (f) => f.set('keys/ann.pem', utf8('hello')) }) },
  { rule: 'R-SIG-03', what: 'a signature by a stranger', at, files: () => sampleBundle({ signatures: (s, bytes) => [...s, { keyid: 'zoe', signature: personKey('zoe').sign(preAuthEncoding(DSSE_PAYLOAD_TYPE, bytes)) }] }) },
  { rule: 'R-SIG-03', what: 'a signature over the payload without its type', at, files: () => sampleBundle({ signatures: (s, bytes) => s.map((x) => (x.keyid === 'ann' ? { keyid: 'ann', signature: personKey('ann').sign(bytes) } : x)) }) },
  { rule: 'R-SIG-03', what: 'a signature as raw r||s', at, files: () => sampleBundle({ signatures: (s) => s.map((x) => (x.keyid === 'ann' ? { keyid: 'ann', signature: signatureFromDer(x.signature, 32)! } : x)) }) },
  { rule: 'R-SIG-04', what: 'a signature twice', at, files: () => sampleBundle({ signatures: (s) => [...s, s.find((x) => x.keyid === 'ann')!] }) },
  { rule: 'R-SIG-04', what: 'one key under two names', at, files: () => sampleBundle({ signatures: (s) => s.map((x) => (x.keyid === 'ben' ? { keyid: 'ben', signature: s.find((y) => y.keyid === 'ann')!.signature } : x)) }) },
  { rule: 'R-SIG-04', what: 'the other form of a signature, n - s', at, files: () => sampleBundle({ signatures: (s) => [...s, { keyid: 'ann', signature: otherForm(s.find((x) => x.keyid === 'ann')!.signature) }] }) },
  { rule: 'R-SIG-05', what: 'keyids exchanged', at, files: () => sampleBundle({ signatures: (s) => s.map((x) => ({ ...x, keyid: x.keyid === 'ann' ? 'ben' : x.keyid === 'ben' ? 'ann' : x.keyid })) }) },
  { rule: 'R-SIG-06', what: 'somebody who need not sign has not', at, files: () => sampleBundle({ predicate: only('wim', { required: false }), signatures: (s) => s.filter((x) => x.keyid !== 'wim') }) },
  { rule: 'R-KEY-09', what: 'another root signs', at: 'keys/hsm-root.pem', files: () => sampleBundle({ root: otherRoot }) },
  { rule: 'R-KEY-07', what: 'a key less in the statement', at, files: predicate((p) => ({ ...p, keys: p.keys.slice(1) })) },
  { rule: 'R-SET-01', what: 'another threshold in the statement', files: predicate(sets((s) => ({ ...s, threshold: 3 }))) },
  { rule: 'R-SET-01', what: 'another set in the statement', files: predicate(sets((s) => ({ ...s, id: 'AAAAAAAA' }))) },
  { rule: 'R-SET-07', what: 'another custodian in the statement', files: predicate(sets((s) => ({ ...s, custodians: s.custodians.map((c) => ({ ...c, custodian: 'ann' })) }))) },
  { rule: 'R-LIFE-01', what: 'a key whose cryptoperiod is longer than planned', at, files: predicate(lives((k) => ({ ...k, cryptoperiodDays: 7300 }))) },
  { rule: 'R-LIFE-01', what: 'a key that is not said to be active', at, files: predicate(lives((k) => ({ ...k, state: 'suspended' }))) },
  { rule: 'R-LIFE-01', what: 'a key less among the lives', at, files: predicate((p) => ({ ...p, lifecycle: p.lifecycle.slice(1) })) },
  { rule: 'R-LIFE-01', what: 'a key twice among the lives', at, files: predicate((p) => ({ ...p, lifecycle: [...p.lifecycle, p.lifecycle[0]!] })) },
  { rule: 'R-LIFE-02', what: 'a set that restores fewer keys than it does', at, files: predicate(sets((s) => ({ ...s, keys: ['root'] }))) },
  { rule: 'R-LIFE-02', what: 'a bag that nobody noted', at, files: predicate(sets((s) => ({ ...s, custodians: s.custodians.map((c) => ({ ...c, bag: 'A-1' })) }))) },
  { rule: 'R-LIFE-02', what: 'a set that nobody made', at, files: predicate((p) => ({ ...p, shareSets: [...p.shareSets, { ...p.shareSets[0]!, id: 'AAAAAAAA' }] })) },
  { rule: 'R-INH-08', what: 'a set in force whose package is not there', at, files: predicate((p) => ({ ...p, shareSets: [...p.shareSets, { ...p.shareSets[0]!, id: 'AAAAAAAA', ceremony: 'OTHER-1' }] })) },
  { rule: 'R-PLAN-03', what: 'a signer under another name', at, files: predicate(only('ann', { name: 'Someone Else' })) },
];

function otherForm(der: Uint8Array): Uint8Array {
  const half = signatureFromDer(der, 32)!;
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = (n - BigInt(`0x${Buffer.from(half.subarray(32)).toString('hex')}`)).toString(16).padStart(64, '0');
  const out = half.slice();
  out.set(Buffer.from(s, 'hex'), 32);
  if (toBase64(out) === toBase64(half)) throw new Error('the same form');
  return signatureToDer(out);
}
