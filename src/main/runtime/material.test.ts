/** What people bring from earlier ceremonies: sorted by content, chosen by digest, refused by name. */
import { describe, expect, it } from 'vitest';
import { samplePackage, sampleStatement, SET, standing } from '../../../test/lineage/sample-lineage.ts';
import { laterPlan } from '../../../test/lineage/sample-plans.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { personKey } from '../../../test/verifier/sample-keys.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { toFrames } from '../../core/shares/package-frames.ts';
import { encodeShare } from '../../core/shares/share-format.ts';
import { codeText } from '../../core/shares/code-text.ts';
import { encodeEnvelope } from '../../core/transcript/dsse.ts';
import { packageSheet } from '../adapters/printing/package-sheet.ts';
import { readCodes } from '../adapters/carriers/read-codes.ts';
import { inheritedFor, readMaterials, sortMaterials } from './material.ts';

const statement = sampleStatement();
const pack = samplePackage();
const noCodes = (): Promise<readonly Uint8Array[]> => Promise.reject(new RefusalError('paper.not-a-picture'));
const given = (...files: [string, Uint8Array][]): ReturnType<typeof sortMaterials> => sortMaterials(files.map(([name, bytes]) => ({ name, bytes })));
const both = given(['b/statement.dsse.json', statement.envelope], ['b/package.keyrite.json', pack]);

describe('sorting what was chosen', () => {
  it('knows a statement and a package by their content, whatever they are called, and each once', () => {
    const materials = given(['x', statement.envelope], ['y.bin', pack], ['again', pack], ['z', statement.envelope]);
    expect(materials.statements.map((s) => [s.file, s.sha256, s.rootSigned])).toEqual([['x', statement.sha256, true]]);
    expect(materials.packages.map((p) => [p.file, p.sha256, p.content.set])).toEqual([['y.bin', sha256Hex(pack), SET]]);
    expect(materials.problems).toEqual([]);
  });

  it('passes over the other files of a bundle', () => {
    const materials = given(['b/transcript.jsonl', utf8('{"event":{}}\n')], ['b/keys/ann.pem', utf8('-----BEGIN')], ['b/documents/record.md', utf8('# record')], ['b/statement.dsse.json', statement.envelope]);
    expect([materials.problems, materials.statements.length]).toEqual([[], 1]);
  });

  it('names each useless file with its refusal, and uses the others', async () => {
    const altered = pack.slice();
    altered[pack.length - 2] = 0x39;
    const files = [['a.json', altered], ['b.json', statement.envelope.subarray(0, 900)], ['c.txt', utf8('hello')], ['d.json', utf8('{ "v": 1 }')], ['e.yaml', utf8('keyrite: 1')], ['f', new Uint8Array()], ['good', pack]] as const;
    const materials = await readMaterials(files.map(([name, bytes]) => ({ name, bytes })), noCodes);
    expect(Object.fromEntries(materials.problems.map((p) => [p.file, p.refusal.code]))).toEqual({
      'a.json': 'package.other-version', 'b.json': 'transcript.malformed-json', 'c.txt': 'lineage.not-a-material', 'd.json': 'package.malformed', 'e.yaml': 'lineage.plan-unread', f: 'lineage.not-a-material',
    });
    expect(materials.packages).toHaveLength(1);
  });

  it('joins the parts of a package over several pictures, and says which are missing', async () => {
    const frames = toFrames(pack);
    expect(frames.length).toBeGreaterThan(2);
    const pictures = new Map(frames.map((frame, i) => [`scan-${String(i)}.png`, frame]));
    const files = [...pictures.keys()].map((name) => ({ name, bytes: utf8(name) }));
    const read = (bytes: Uint8Array): Promise<readonly Uint8Array[]> => Promise.resolve([pictures.get(new TextDecoder().decode(bytes))!.slice()]);
    const whole = await readMaterials(files, read);
    expect(whole.packages.map((p) => p.sha256)).toEqual([sha256Hex(pack)]);
    const part = await readMaterials(files.slice(1), read);
    expect(part.packages).toEqual([]);
    expect(part.problems.map((p) => p.refusal)).toMatchObject([{ code: 'package.parts-missing', detail: { missing: '1' } }]);
  });

  it('reads the printed sheet itself', async () => {
    const pdf = await packageSheet({ ceremonyId: 'KC-2026-1', title: 'Keys', organisation: 'Example', rehearsal: true, setId: '7K3M-9QXT', threshold: 2, count: 3, package: pack, keys: [], madeAt: '2026-03-02T14:00:00.000Z' });
    const materials = await readMaterials([{ name: 'sheet.pdf', bytes: pdf }], readCodes);
    expect([materials.packages.map((p) => p.sha256), materials.problems]).toEqual([[sha256Hex(pack)], []]);
  });

  it('refuses the scan of a share, wipes what was read of it, and keeps nothing', async () => {
    const code = utf8(codeText(encodeShare({ set: SET, index: 1, threshold: 2, count: 3, value: new Uint8Array(33).fill(5) })));
    const frame = toFrames(pack)[0]!.slice();
    const materials = await readMaterials([{ name: 'documents/sheet.png', bytes: utf8('picture') }], () => Promise.resolve([frame, code]));
    expect(materials.problems.map((p) => p.refusal.code)).toEqual(['lineage.share-among-files']);
    expect([...code, ...frame].every((byte) => byte === 0)).toBe(true);
    expect(given(['share.txt', utf8(codeText(encodeShare({ set: SET, index: 1, threshold: 2, count: 3, value: new Uint8Array(33).fill(5) })))]).problems.map((p) => p.refusal.code)).toEqual(['lineage.share-among-files']);
  });
});

describe('what a plan begins with', () => {
  const follows = statement.sha256;
  const restore = ({ package: digest = standing.package, set = SET, ...change }: { readonly package?: string; readonly set?: string; readonly follows?: string | null } = {}) =>
    laterPlan('restore', { follows, sets: [{ id: set, package: digest, shares: [{ index: 1, custodian: 'lindqvist', carrier: 'paper' }] }], ...change });

  it('is nothing for the first ceremony', () => {
    expect(inheritedFor(laterPlan('generate'), both)).toMatchObject({ inherited: { statement: null, keys: [] }, files: [] });
  });

  it('is the statement that the plan names and every package in force that was given', () => {
    for (const plan of [restore(), laterPlan('rotate', { follows }), laterPlan('destroy', { follows })]) {
      const { inherited, files, problems } = inheritedFor(plan, both);
      expect(inherited).toMatchObject({ statement: follows, ceremony: 'KC-2026-1', mode: 'rehearsal', keys: [{ name: 'root' }, { name: 'master' }], sets: [{ id: SET }] });
      expect(files.map((f) => [f.name, sha256Hex(f.bytes)])).toEqual([['inherited/statement.dsse.json', sha256Hex(statement.envelope)], [`inherited/${SET}.json`, sha256Hex(pack)]]);
      expect(problems).toEqual([]);
    }
  });

  it('chooses among several statements by the digest alone', () => {
    const other = sampleStatement({ ceremony: 'KC-2027-1' });
    expect(inheritedFor(restore(), given(['o', other.envelope], ['s', statement.envelope], ['p', pack])).inherited.statement).toBe(follows);
  });

  it('is refused where nothing, or only other ceremonies were given', () => {
    expect(codeOf(() => inheritedFor(restore(), given(['p', pack])))).toBe('ceremony.inherited-missing');
    expect(codeOf(() => inheritedFor(restore(), given(['o', sampleStatement({ ceremony: 'KC-2027-1' }).envelope], ['p', pack])))).toBe('ceremony.inherited-other');
  });

  it('needs the package where shares are combined, and only there', () => {
    const alone = given(['s', statement.envelope]);
    const set = { id: SET, shares: [{ index: 1, custodian: 'lindqvist', carrier: 'paper' }] };
    const opened = [restore(), laterPlan('reshare', { follows }), laterPlan('transfer', { follows, set }), laterPlan('check', { follows, spare: laterPlan('rotate').spare })];
    for (const plan of opened) expect(codeOf(() => inheritedFor(plan, alone))).toBe('ceremony.inherited-package');
    const closed = [laterPlan('rotate', { follows }), laterPlan('destroy', { follows, sets: [set] }), laterPlan('revoke', { follows }), laterPlan('check', { follows }), laterPlan('transfer', { follows })];
    for (const plan of closed) expect(inheritedFor(plan, alone).problems.map((p) => p.refusal.code)).toEqual(['lineage.package-absent']);
  });

  it('does not take another package of the same set', () => {
    const other = samplePackage({ ceremony: 'KC-2026-2' });
    const materials = given(['s', statement.envelope], ['p', other]);
    expect(codeOf(() => inheritedFor(restore(), materials))).toBe('ceremony.inherited-package');
    const rotate = inheritedFor(laterPlan('rotate', { follows }), materials);
    expect([rotate.files.map((f) => f.name), rotate.problems.map((p) => p.refusal.code)]).toEqual([['inherited/statement.dsse.json'], ['lineage.package-foreign', 'lineage.package-absent']]);
  });

  it('is the package alone where the statement is lost', () => {
    const plan = restore({ follows: null });
    expect(inheritedFor(plan, given(['p', pack]))).toMatchObject({ inherited: { statement: null, sets: [{ id: SET, package: sha256Hex(pack) }] }, files: [{ name: `inherited/${SET}.json` }] });
    expect(codeOf(() => inheritedFor(plan, given()))).toBe('ceremony.inherited-missing');
    expect(codeOf(() => inheritedFor(plan, given(['p', samplePackage({ ceremony: 'KC-2026-2' })])))).toBe('ceremony.inherited-package');
  });

  it('is refused where the root key did not sign, and a sound copy is preferred', () => {
    const forged = encodeEnvelope(statement.payload, [{ keyid: 'hsm-root', signature: personKey('marsh').sign(utf8('x')) }]);
    expect(codeOf(() => inheritedFor(restore(), given(['s', forged], ['p', pack])))).toBe('lineage.statement-unsigned');
    expect(inheritedFor(restore(), given(['s', forged], ['p', pack], ['t', statement.envelope])).files[0]?.bytes).toEqual(statement.envelope);
    const unlisted = sampleStatement({ lifecycle: sampleStatement().predicate.lifecycle.slice(1) });
    expect(codeOf(() => inheritedFor(restore({ follows: unlisted.sha256 }), given(['s', unlisted.envelope], ['p', pack])))).toBe('lineage.statement-unsigned');
  });

  it('believes people alone where the root key is gone', () => {
    const gone = sampleStatement({ signers: statement.predicate.signers.slice(1).concat({ ...statement.predicate.signers[1]!, id: 'silva' }) });
    expect(inheritedFor(laterPlan('rotate', { follows: gone.sha256 }), given(['s', gone.envelope])).inherited.statement).toBe(gone.sha256);
  });
});
