/** For tests: bundles of a plan that asks for second signatures, with one stripped, exchanged, replaced, or never asked for. */
import { toBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../../src/core/bytes/digest.ts';
import { confirmationMessage, registration } from '../../../src/core/ceremony/confirmation.ts';
import type { EnvelopeSignature } from '../../../src/core/transcript/dsse.ts';
import { spkiSha256, spkiToPem } from '../../../src/core/transcript/signature.ts';
import type { CeremonyPredicate, Entry, StatementSigner } from '../../../src/core/transcript/types.ts';
import { edit } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { firstSample, postQuantumSample, sampleBundle } from '../sample-bundle.ts';
import type { SampleOptions } from '../sample-bundle.ts';
import { personKey, secondKey } from '../sample-keys.ts';

const statement = 'statement.dsse.json';
const ANN = 'ann.ml-dsa-65';
const made = (options: SampleOptions) => (): Map<string, Uint8Array> => sampleBundle({ of: postQuantumSample('production'), ...options });
const signatures = (change: (all: readonly EnvelopeSignature[], payload: Uint8Array) => readonly EnvelopeSignature[]) => made({ signatures: change });
const ofAnn = (change: (signature: Uint8Array) => Uint8Array) => signatures((all) => all.map((s) => (s.keyid === ANN ? { ...s, signature: change(s.signature) } : s)));
const signer = (change: (s: StatementSigner) => StatementSigner) => made({ predicate: (p: CeremonyPredicate) => ({ ...p, signers: p.signers.map(change) }) });
const stranger = secondKey('nobody');
const listed = (id: string) => ({ algorithm: 'ML-DSA-65', keySha256: spkiSha256(secondKey(id).spki) }) as const;
const registered = (change: Parameters<typeof edit<'participant.registered'>>[1]) => made({ events: edit('participant.registered', change, (e) => e.participant === 'ann') });

/** Ann's registration with another second key, which signs it well; the first signature is the one that she gave. */
function exchanged(entry: Entry): Entry {
  const { event, prev } = entry;
  if (event.type !== 'participant.registered' || event.participant !== 'ann') return entry;
  const other = { ...event, postQuantum: { algorithm: 'ML-DSA-65' as const, publicKey: toBase64(stranger.spki), signature: '' } };
  const { plan, planBytes } = postQuantumSample('production');
  const signature = toBase64(stranger.sign(confirmationMessage(plan.id, prev, registration(other, sha256Hex(planBytes)))));
  return { ...entry, event: { ...other, postQuantum: { ...other.postQuantum, signature } } };
}

export const postQuantumBreaks: readonly Break[] = [
  { rule: 'R-SIG-07', what: 'a second signature stripped', at: statement, files: signatures((all) => all.filter((s) => s.keyid !== ANN)) },
  { rule: 'R-SIG-07', what: 'a byte of a second signature changed', at: statement, files: ofAnn((s) => s.with(100, s[100]! ^ 1)) },
  { rule: 'R-SIG-03', what: 'a second signature cut', at: statement, files: ofAnn((s) => s.subarray(0, -1)) },
  { rule: 'R-SIG-03', what: 'a second signature replaced by one of a key that nobody registered', at: statement, files: ofAnn(() => stranger.sign(utf8('anything'))) },
  { rule: 'R-SIG-01', what: 'the first signature stripped, the second left', at: statement, files: signatures((all) => all.filter((s) => s.keyid !== 'ann')) },
  { rule: 'R-SIG-04', what: 'a second signature twice', at: statement, files: signatures((all) => [...all, all.find((s) => s.keyid === ANN)!]) },
  { rule: 'R-SIG-05', what: 'the second signatures of two people exchanged', at: statement, files: signatures((all) => all.map((s) => (s.keyid === ANN ? { ...s, keyid: 'ben.ml-dsa-65' } : s.keyid === 'ben.ml-dsa-65' ? { ...s, keyid: ANN } : s))) },
  { rule: 'R-SIG-05', what: 'both signatures of a person under one keyid', at: statement, files: signatures((all) => all.map((s) => (s.keyid === ANN ? { ...s, keyid: 'ann' } : s))) },
  { rule: 'R-SIG-02', what: 'the second key file of somebody else', at: `keys/${ANN}.pem`, files: made({ files: (f) => f.set(`keys/${ANN}.pem`, f.get('keys/ben.ml-dsa-65.pem')!) }) },
  { rule: 'R-SIG-02', what: 'a P-256 key as the second one', at: `keys/${ANN}.pem`, files: made({ files: (f) => f.set(`keys/${ANN}.pem`, utf8(spkiToPem(personKey('ann').spki))) }) },
  { rule: 'R-FILE-02', what: 'a second key file missing', at: `keys/${ANN}.pem`, files: made({ files: (f) => f.delete(`keys/${ANN}.pem`) }) },
  { rule: 'R-STMT-03', what: 'two people with one second key', at: statement, files: signer((s) => (s.id === 'ann' ? { ...s, postQuantum: listed('ben') } : s)) },
  { rule: 'R-STMT-03', what: 'a second key for the root', at: statement, files: signer((s) => (s.id === 'hsm-root' ? { ...s, postQuantum: listed('nobody') } : s)) },
  { rule: 'R-STMT-04', what: 'a second key listed that was never registered', files: signer((s) => (s.id === 'ann' ? { ...s, postQuantum: listed('nobody') } : s)) },
  { rule: 'R-STMT-04', what: 'a second key registered and not listed', files: signer(({ postQuantum, ...s }) => (s.id === 'ann' || postQuantum === undefined ? s : { ...s, postQuantum })) },
  { rule: 'R-STMT-10', what: 'all second keys stripped from the list, and their signatures', at: statement, files: made({ predicate: (p) => ({ ...p, signers: p.signers.map(({ postQuantum: _gone, ...s }) => s) }), signatures: (all) => all.filter((s) => !s.keyid.includes('.')) }) },
  { rule: 'R-STMT-10', what: 'second keys that the plan does not ask for', at: statement, files: made({ plan: firstSample('production').planBytes }) },
  { rule: 'R-PLAY-01', what: 'somebody registers one key where the plan asks for two', files: registered(({ postQuantum: _gone, ...e }) => e) },
  { rule: 'R-PART-01', what: 'a registration without the signature of the second key', files: registered((e) => ({ ...e, postQuantum: { ...e.postQuantum!, signature: 'AAAA' } })) },
  { rule: 'R-PART-01', what: 'a second key exchanged under the signature of the first', files: made({ entry: exchanged }) },
  { rule: 'R-PART-02', what: 'a second key that somebody else has', files: registered((e) => ({ ...e, postQuantum: { ...e.postQuantum!, publicKey: toBase64(secondKey('ada').spki) } })) },
  { rule: 'R-PART-02', what: 'a second key that is none', files: registered((e) => ({ ...e, postQuantum: { ...e.postQuantum!, publicKey: e.publicKey } })) },
];
