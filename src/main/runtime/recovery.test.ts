/** What a recovery team is told: what it holds, what it still needs, and a plan to begin with. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { masterLife, rootLife, samplePackage, sampleStatement, SET, standing } from '../../../test/lineage/sample-lineage.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { toBase64, utf8 } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { encodeEnvelope } from '../../core/transcript/dsse.ts';
import { sortMaterials } from './material.ts';
import { draftFrom, lookAtMaterials, newestStatement } from './recovery.ts';

const planText = readFileSync(new URL('../../../resources/plans/hyok-2-of-3-cards.yaml', import.meta.url));
const statement = sampleStatement({ plan: { sha256: sha256Hex(planText) } });
const pack = samplePackage();
const given = (...files: [string, Uint8Array][]): ReturnType<typeof sortMaterials> => sortMaterials(files.map(([name, bytes]) => ({ name, bytes })));
const look = (...files: [string, Uint8Array][]): ReturnType<typeof lookAtMaterials> => lookAtMaterials(given(...files));

describe('lookAtMaterials', () => {
  it('with nothing: says what to look for first, and drafts nothing', () => {
    const view = look();
    expect(view).toMatchObject({ packages: [], statement: null, problems: [], planDraft: null });
    expect(view.needs).toEqual([expect.stringContaining('statement.dsse.json')]);
  });

  it('with the whole bundle: the shares by their custodians, and a plan without a place for what is known', () => {
    const view = look(['b/statement.dsse.json', statement.envelope], ['b/package.keyrite.json', pack], ['b/plan.yaml', planText]);
    expect(view.statement).toEqual({ sha256: statement.sha256, ceremony: 'KC-2026-1', organisation: 'Example Health System' });
    expect(view.packages).toMatchObject([{ set: '7K3M-9QXT', threshold: 2, count: 3, sha256: sha256Hex(pack), keys: [{ name: 'root', type: 'EC P-384' }, { name: 'master', check: '7A3F 91C0 4D' }] }]);
    expect(view.needs[0]).toBe('Any 2 of the 3 shares of set 7K3M-9QXT, each brought by its custodian and kept closed until the ceremony asks for it. They were given to: share 1: M. Lindqvist (smartcard C001); share 2: J. Baptiste (paper, bag A-77); share 3: R. Haddad (paper, bag A-78).');
    expect(parse(view.planDraft!)).toMatchObject({ ceremony: 'restore', follows: statement.sha256, sets: [{ id: SET, package: sha256Hex(pack) }], participants: expect.arrayContaining([{ id: 'lindqvist', name: 'M. Lindqvist', roles: ['custodian'] }]) as unknown });
    expect(view.problems).toEqual([]);
  });

  it('with the statement alone: names the package that is missing by its digest', () => {
    const view = look(['s', statement.envelope]);
    expect([view.planDraft, view.needs[0]]).toEqual([null, expect.stringContaining(sha256Hex(pack))]);
  });

  it('with a package alone: drafts a plan that follows nobody, and says what is then not known', () => {
    const view = look(['p', pack]);
    expect(view.needs[0]).toContain('the lineage has a gap');
    expect(view.needs.join(' ')).toContain('Any 2 of the 3 shares');
    expect(parse(view.planDraft!)).toMatchObject({ follows: null, mode: 'rehearsal', sets: [{ package: sha256Hex(pack) }] });
    expect(look(['p', pack], ['q', samplePackage({ ceremony: 'KC-2026-2' })]).needs[0]).toContain('More than one package');
  });

  it('does not use a package of a set that is not in force', () => {
    const view = look(['s', statement.envelope], ['p', samplePackage({ ceremony: 'KC-2026-2' })]);
    expect([view.planDraft, view.problems.map((p) => [p.file, p.refusal.code])]).toEqual([null, [['p', 'lineage.package-foreign']]]);
  });

  it('uses the newest statement, and never one that the root did not sign', () => {
    const later = sampleStatement({ ceremony: 'KC-2027-1', kind: 'check', previous: statement.sha256, ended: '2027-01-01T10:00:00.000Z' });
    expect(newestStatement(given(['l', later.envelope], ['s', statement.envelope]))?.sha256).toBe(later.sha256);
    const forged = encodeEnvelope(later.payload, [{ keyid: 'hsm-root', signature: utf8('none') }]);
    const view = look(['l', forged], ['s', statement.envelope], ['p', pack]);
    expect([view.statement?.sha256, view.problems.map((p) => [p.file, p.refusal.code])]).toEqual([statement.sha256, [['l', 'lineage.statement-unsigned']]]);
  });

  it('drafts a plan of every set whose package is here, and asks for the others', () => {
    const other = samplePackage({ set: '2QXT7K3M', keys: [{ name: 'kek', type: 'aes-256', purpose: 'key-wrapping', id: 'd4'.repeat(16), check: { kind: 'cmac', value: '0123456789' }, wrapped: toBase64(new Uint8Array(40).fill(9)) }] });
    const kek = { ...masterLife, name: 'kek', id: 'd4'.repeat(16) };
    const both = sampleStatement({ lifecycle: [rootLife, masterLife, kek], shareSets: [standing, { ...standing, id: '2QXT7K3M', keys: ['kek'], package: sha256Hex(other), made: '2026-12-01T10:00:00.000Z' }] });
    expect(parse(look(['s', both.envelope], ['p', pack], ['o', other]).planDraft!)).toMatchObject({ sets: [{ id: SET }, { id: '2QXT7K3M' }] });
    expect(parse(look(['s', both.envelope], ['o', other]).planDraft!)).toMatchObject({ sets: [{ id: '2QXT7K3M' }] });
    expect(look(['s', both.envelope], ['p', pack], ['o', other]).needs.filter((n) => n.startsWith('Any 2 of'))).toHaveLength(2);
    expect(look(['s', both.envelope], ['p', pack]).needs.join(' ')).toContain('The package of set 2QXT-7K3M (it restores kek)');
  });
});

describe('draftFrom', () => {
  it('is refused where there is nothing to begin with', () => {
    expect(codeOf(() => draftFrom('check', given(['plan.yaml', planText]), { set: null, keys: [] }))).toBe('ceremony.inherited-missing');
  });
});
