/** For tests: ceremonies that do not begin with what the one before left. */
import { fromUtf8, utf8 } from '../../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../../src/core/bytes/digest.ts';
import type { BundleFile } from '../../../src/core/transcript/bundle.ts';
import { INHERITED_STATEMENT, inheritedPackageFile } from '../../../src/core/transcript/bundle.ts';
import { decodeEnvelope, encodeEnvelope, preAuthEncoding } from '../../../src/core/transcript/dsse.ts';
import type { EnvelopeSignature } from '../../../src/core/transcript/dsse.ts';
import { DSSE_PAYLOAD_TYPE } from '../../../src/core/transcript/types.ts';
import { edit } from '../edits.ts';
import { later } from '../later-samples.ts';
import type { LaterName } from '../later-samples.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import type { SampleOptions } from '../sample-bundle.ts';
import { packageOf } from '../sample-device.ts';
import { SET } from '../sample-events.ts';
import { otherRoot } from '../sample-keys.ts';
import { laterSample } from '../sample-later.ts';

const at = INHERITED_STATEMENT;
const pack = inheritedPackageFile(SET);
const of = (name: LaterName, options: Omit<SampleOptions, 'of' | 'mode'>) => (): Map<string, Uint8Array> => sampleBundle({ ...options, of: later(name).sample });
const replaced = (name: string, bytes: () => Uint8Array) => (others: readonly BundleFile[]): readonly BundleFile[] => others.map((f) => (f.name === name ? { name, bytes: bytes() } : f));
const statementOf = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => files.get('statement.dsse.json')!;
/** The first event names what is there. */
const named = (others: (others: readonly BundleFile[]) => readonly BundleFile[], name: LaterName): Omit<SampleOptions, 'of' | 'mode'> => {
  const files = others(later(name).sample.others);
  return { others, events: edit('ceremony.opened', (e) => ({ ...e, inherited: files.filter((f) => f.name.startsWith('inherited/')).map((f) => ({ name: f.name, sha256: sha256Hex(f.bytes) })) })) };
};
/** A check after a first ceremony that is not as it must be. */
const checkAfter = (before: SampleOptions) => (): Map<string, Uint8Array> => sampleBundle({ of: laterSample('check', sampleBundle(before)) });
const resigned = (change: (signatures: readonly EnvelopeSignature[], payload: Uint8Array) => readonly EnvelopeSignature[]) => (): Uint8Array => {
  const { payload, signatures } = decodeEnvelope(statementOf(sampleBundle()));
  return encodeEnvelope(payload, change(signatures, payload));
};
/** A first ceremony whose package holds another key than the statement says. */
const otherPackage = (): SampleOptions => {
  const bytes = utf8(fromUtf8(packageOf('SAMPLE-2-OF-3', 'production', SET, ['root', 'master'])).replace('E3B1041AC5', 'E3B1041AC6'));
  return { package: bytes, predicate: (p) => ({ ...p, shareSets: p.shareSets.map((s) => ({ ...s, package: sha256Hex(bytes) })) }) };
};

export const inheritedBreaks: readonly Break[] = [
  { rule: 'R-INH-01', what: 'the statement of another ceremony', at, files: of('check', { others: replaced(at, () => statementOf(later('rotate').bundle)) }) },
  { rule: 'R-INH-01', what: 'a first ceremony with the statement of another', at, files: () => sampleBundle({ others: () => [{ name: at, bytes: statementOf(sampleBundle()) }] }) },
  { rule: 'R-INH-01', what: 'a restore from a package that is not there', at: 'plan.yaml', files: of('restore from a package alone', { others: () => [] }) },
  { rule: 'R-FILE-02', what: 'the statement before is missing', at, files: of('check', { files: (f) => f.delete(at) }) },
  { rule: 'R-INH-02', what: 'a statement that is none', at, files: of('check', { others: replaced(at, () => utf8('hello')) }) },
  { rule: 'R-INH-03', what: 'the statement before without the signature of the root', at, files: of('check', { others: replaced(at, resigned((s) => s.filter((x) => x.keyid !== 'hsm-root'))) }) },
  { rule: 'R-INH-03', what: 'the statement before signed by another root', at, files: of('check', { others: replaced(at, resigned((s, payload) => s.map((x) => (x.keyid === 'hsm-root' ? { ...x, signature: otherRoot.sign(preAuthEncoding(DSSE_PAYLOAD_TYPE, payload)) } : x)))) }) },
  { rule: 'R-INH-03', what: 'a statement before that names another root than the lineage has', at, files: checkAfter({ root: otherRoot }) },
  { rule: 'R-INH-03', what: 'a statement before that no root signs, though one is in force', at, files: checkAfter({ predicate: (p) => ({ ...p, signers: p.signers.filter((s) => s.id !== 'hsm-root') }) }) },
  { rule: 'R-INH-03', what: 'a rotation of the root that only the new root signed', at, files: () => sampleBundle({ of: laterSample('check', sampleBundle({ of: later('rotate of the root').sample, root: otherRoot }), { sets: [SET] }) }) },
  { rule: 'R-INH-04', what: 'a statement before that only people sign', at, files: () => new Map(later('check under the old root').bundle) },
  { rule: 'R-INH-05', what: 'another package than the one in force', at: pack, files: of('check', named(replaced(pack, () => packageOf('SAMPLE-2-OF-3', 'production', SET, ['root'])), 'check')) },
  { rule: 'R-INH-05', what: 'a package that holds another key than the statement before says', at: pack, files: checkAfter(otherPackage()) },
  { rule: 'R-INH-05', what: 'a package under the name of another set', at: 'inherited/AAAAAAAA.json', files: of('check', { others: (o) => [...o, { name: 'inherited/AAAAAAAA.json', bytes: o.find((f) => f.name === pack)!.bytes }] }) },
  { rule: 'R-INH-05', what: 'the package of a set that was not in force', at: 'inherited/QX7R04M5.json', files: of('check', { others: (o) => [...o, { name: 'inherited/QX7R04M5.json', bytes: packageOf('OTHER-1', 'production', 'QX7R04M5', ['root']) }] }) },
  { rule: 'R-INH-05', what: 'a package that is none', at: pack, files: of('check', { others: replaced(pack, () => utf8('{}')) }) },
  { rule: 'R-INH-06', what: 'the package that the shares open is not there', files: of('reshare', named((o) => o.filter((f) => f.name !== pack), 'reshare')) },
  { rule: 'R-INH-07', what: 'a file that the first event does not name', at: 0, files: of('check', { events: edit('ceremony.opened', (e) => ({ ...e, inherited: e.inherited.slice(1) })) }) },
  { rule: 'R-INH-07', what: 'a file that the first event names with another digest', at: 0, files: of('check', { events: edit('ceremony.opened', (e) => ({ ...e, inherited: e.inherited.map((f) => ({ ...f, sha256: 'a'.repeat(64) })) })) }) },
  { rule: 'R-INH-07', what: 'a first event that names a file of its own', at: 0, files: of('check', { events: edit('ceremony.opened', (e) => ({ ...e, inherited: [...e.inherited, { name: 'plan.yaml', sha256: 'a'.repeat(64) }] })) }) },
  { rule: 'R-INH-08', what: 'the package of a set in force is not there', files: of('check', named((o) => o.filter((f) => f.name !== pack), 'check without a proof')) },
  { rule: 'R-INH-09', what: 'a ceremony that began from a package alone', at: 'plan.yaml', files: () => new Map(later('restore from a package alone').bundle) },
  { rule: 'R-MODE-01', what: 'the package of a rehearsal', files: of('check', { others: replaced(pack, () => packageOf('SAMPLE-2-OF-3', 'rehearsal', SET, ['root', 'master'])) }) },
  { rule: 'R-STMT-05', what: 'another predecessor in the record', files: of('check', { events: edit('ceremony.opened', (e) => ({ ...e, previous: 'a'.repeat(64) })), predicate: (p) => ({ ...p, previous: later('check').sample.inherited.statement }) }) },
  { rule: 'R-PLAN-03', what: 'another predecessor than the plan says', files: of('check', { events: edit('ceremony.opened', (e) => ({ ...e, previous: 'a'.repeat(64) })) }) },
];
