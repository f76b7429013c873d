/** For tests: bundles whose sidecars are not what they must be; the bundle itself is whole. */
import { toBase64, utf8 } from '../../../src/core/bytes/bytes.ts';
import { sidecarName } from '../../../src/core/sidecars/names.ts';
import { encodeSignOff, endorsementMessage } from '../../../src/core/sidecars/sign-off.ts';
import type { SignOffPredicate, SignOffStatement } from '../../../src/core/sidecars/sign-off.ts';
import { decodeEnvelope, encodeEnvelope } from '../../../src/core/transcript/dsse.ts';
import { spkiSha256 } from '../../../src/core/transcript/signature.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { personKey, rootKey } from '../sample-keys.ts';
import { edit } from '../edits.ts';
import { proofBreaks } from './proof-breaks.ts';
import { accepting, draftOf, officers, put, refusing, signed, signedOff } from './sample-sign-offs.ts';
import type { Files } from './sample-sign-offs.ts';

const predicate = (change: (p: SignOffPredicate) => unknown) => (s: SignOffStatement): unknown => ({ ...s, predicate: change(s.predicate) });
/** A sign-off whose statement says what no builder lets through. */
const saying = (change: (s: SignOffStatement) => unknown, decision: 'accepted' | 'refused' = 'accepted') => (): Files => signedOff((f) => signed(draftOf(f, { decision }), officers.olga, change));
const raw = (change: (bytes: Uint8Array, files: Files) => Uint8Array) => (): Files => signedOff((f) => change(accepting(f), f));
const as = (name: string, key = officers.olga) => (): Files => signedOff((f) => signed(draftOf(f, { officer: { name, role: 'auditor', spki: key.spki } }), key));

export const sidecarBreaks: readonly Break[] = [
  ...proofBreaks,
  { rule: 'R-FILE-01', what: 'a sidecar with a name of none', at: 'sidecars/note.txt', files: () => sampleBundle({ files: (f) => f.set('sidecars/note.txt', utf8('hello')) }) },
  { rule: 'R-FILE-06', what: 'the statement names a sidecar', files: () => sampleBundle({ subjects: (s) => [...s, { name: 'sidecars/timestamp-0123456789abcdef.tsr', sha256: '0'.repeat(64) }] }) },
  { rule: 'R-FILE-07', what: 'a sign-off beyond its limit', files: () => signedOff(() => new Uint8Array(256 * 1024 + 1)) },
  { rule: 'R-SIDE-01', what: 'a sign-off under another name', at: 'sidecars/sign-off-0123456789abcdef.dsse.json', files: () => sampleBundle({ files: (f) => f.set('sidecars/sign-off-0123456789abcdef.dsse.json', accepting(f)) }) },
  { rule: 'R-SIDE-02', what: '65 sidecars', files: () => signedOff(...Array.from({ length: 65 }, (_x, i) => (f: Files) => signed(draftOf(f, { reasons: `reason ${i}` })))) },

  { rule: 'R-SIGNOFF-01', what: 'not JSON', files: raw(() => utf8('hello')) },
  { rule: 'R-SIGNOFF-01', what: 'white space', files: raw((b) => utf8(`${new TextDecoder().decode(b)}\n`)) },
  { rule: 'R-SIGNOFF-01', what: 'two signatures', files: raw((b) => {
    const { payload, signatures } = decodeEnvelope(b);
    return encodeEnvelope(payload, [...signatures, ...signatures]);
  }) },
  { rule: 'R-SIGNOFF-01', what: 'another keyid', files: raw((b) => {
    const { payload, signatures } = decodeEnvelope(b);
    return encodeEnvelope(payload, [{ keyid: 'olga', signature: signatures[0]!.signature }]);
  }) },
  { rule: 'R-SIGNOFF-01', what: 'the statement of the ceremony itself', files: () => signedOff((f) => f.get('statement.dsse.json')!) },
  { rule: 'R-SIGNOFF-01', what: 'another version', files: saying(predicate((p) => ({ ...p, version: 2 }))) },
  { rule: 'R-SIGNOFF-01', what: 'another predicate type', files: saying((s) => ({ ...s, predicateType: 'https://keyrite.org/sign-off/v2' })) },
  { rule: 'R-SIGNOFF-01', what: 'an unknown field', files: saying(predicate((p) => ({ ...p, note: '' }))) },
  { rule: 'R-SIGNOFF-01', what: 'another decision', files: saying(predicate((p) => ({ ...p, decision: 'approved' }))) },
  { rule: 'R-SIGNOFF-01', what: 'no reasons', files: saying(predicate((p) => ({ ...p, reasons: '' }))) },
  { rule: 'R-SIGNOFF-01', what: 'a name without a letter', files: saying(predicate((p) => ({ ...p, officer: { ...p.officer, name: '--' } }))) },
  { rule: 'R-SIGNOFF-01', what: 'a time that does not exist', files: saying(predicate((p) => ({ ...p, time: '2026-02-30T10:00:00.000Z' }))) },
  { rule: 'R-SIGNOFF-01', what: 'two subjects', files: saying((s) => ({ ...s, subject: [...s.subject, ...s.subject] })) },
  { rule: 'R-SIGNOFF-01', what: 'a key of P-384', files: saying(predicate((p) => ({ ...p, officer: { ...p.officer, spki: toBase64(rootKey.spki) } }))) },

  { rule: 'R-SIGNOFF-02', what: 'another key than the one named', files: saying(predicate((p) => ({ ...p, officer: { ...p.officer, spki: toBase64(officers.omar.spki) } }))) },
  { rule: 'R-SIGNOFF-02', what: 'signed by somebody else', files: () => signedOff((f) => {
    const { payload } = decodeEnvelope(accepting(f));
    return encodeSignOff(payload, spkiSha256(officers.olga.spki), officers.omar.sign(payload));
  }) },
  { rule: 'R-SIGNOFF-02', what: 'a word changed after the signature', files: raw((b) => {
    const { payload, signatures } = decodeEnvelope(b);
    return encodeEnvelope(utf8(new TextDecoder().decode(payload).replace('no deviation', 'one deviation')), signatures);
  }) },

  { rule: 'R-SIGNOFF-03', what: 'of another statement', files: () => signedOff((f) => signed(draftOf(f, { payload: utf8('another statement') }))) },
  { rule: 'R-SIGNOFF-03', what: 'of another ceremony', files: () => signedOff((f) => signed(draftOf(f, { ceremony: 'OTHER-1' }))) },
  { rule: 'R-SIGNOFF-03', what: 'another transcript was before the officer', files: () => signedOff((f) => signed(draftOf(f, { transcriptSha256: '0'.repeat(64) }))) },

  { rule: 'R-SIGNOFF-04', what: 'the name of a signer', files: as('Sam Officer') },
  { rule: 'R-SIGNOFF-04', what: 'the name of a signer, spelled otherwise', files: as('SÁM-OFFICER') },
  { rule: 'R-SIGNOFF-04', what: 'the key of a signer', files: as('Somebody Else', personKey('aud')) },
  { rule: 'R-SIGNOFF-04', what: 'a key that was registered before a restart', files: () => {
    const files = sampleBundle({ events: edit('participant.registered', (e) => ({ ...e, publicKey: toBase64(personKey('aud', 7).spki) }), (e) => e.participant === 'aud') });
    put(files, signed(draftOf(files, { officer: { name: 'Somebody Else', role: 'auditor', spki: personKey('aud', 7).spki } }), personKey('aud', 7)));
    return files;
  } },

  { rule: 'R-SIGNOFF-05', what: 'accepted without an endorsement', files: saying(predicate((p) => ({ ...p, endorsement: null }))) },
  { rule: 'R-SIGNOFF-05', what: 'accepted with the endorsement of somebody else', files: () => signedOff((f) => signed(draftOf(f), officers.olga, predicate((p) => ({ ...p, endorsement: toBase64(officers.omar.sign(endorsementMessage(draftOf(f).payload))) })))) },
  { rule: 'R-SIGNOFF-05', what: 'refused and yet endorsed', files: () => signedOff((f) => signed(draftOf(f, { decision: 'refused' }), officers.olga, predicate((p) => ({ ...p, endorsement: toBase64(officers.olga.sign(endorsementMessage(draftOf(f).payload))) })))) },

  { rule: 'R-SIGNOFF-06', what: 'refused', files: () => signedOff(refusing) },
  { rule: 'R-SIGNOFF-07', what: 'one officer signs off twice', files: () => signedOff(accepting, refusing) },
  { rule: 'R-SIGNOFF-08', what: 'accepted without having seen a warning', files: () => {
    const files = sampleBundle({ predicate: (p) => ({ ...p, signers: p.signers.map((s) => (s.id === 'wim' ? { ...s, required: false } : s)) }) });
    put(files, accepting(files));
    return files;
  } },
  { rule: 'R-SIGNOFF-09', what: 'signed off before the ceremony ended', files: () => signedOff((f) => signed(draftOf(f, { time: '2026-01-15T09:00:00.000Z' }))) },
  { rule: 'R-SIDE-01', what: 'one byte of a sign-off changed', files: () => {
    const files = sampleBundle();
    const bytes = accepting(files);
    files.set(sidecarName('signOff', bytes), bytes.map((b, i) => (i === 100 ? b ^ 1 : b)));
    return files;
  } },
];
