/** Drafts of later plans: refused while a place to complete is left, accepted once all are filled in, and true to what was inherited. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { masterLife, rootLife, samplePackage, sampleStatement, SET, standing } from '../../../test/lineage/sample-lineage.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { sha256Hex } from '../bytes/digest.ts';
import { inheritedFromPackages, inheritedFromStatement } from '../lineage/inherited.ts';
import type { Inherited } from '../lineage/types.ts';
import { parseStatement } from '../transcript/statement.ts';
import { decodePackage } from '../shares/package-file.ts';
import { draftPlan, laterKinds, nextName } from './draft.ts';
import type { DraftDefaults, LaterKind } from './draft.ts';
import { yamlLines } from './draft-yaml.ts';
import { readPlan } from './read-plan.ts';
import type { PlanOf } from './schema.ts';

const read = readPlan(readFileSync(new URL('../../../resources/plans/hyok-2-of-3-cards.yaml', import.meta.url), 'utf8'));
if (!read.ok) throw new Error('the template is refused');
const { plan } = read;
const statement = sampleStatement();
const known = inheritedFromStatement(parseStatement(statement.payload), statement.payload);
const pack = samplePackage();
const alone = inheritedFromPackages([{ content: decodePackage(pack), sha256: sha256Hex(pack) }]);
const nothing: DraftDefaults = { plan: null, organisation: null, set: null, keys: [] };
const all: DraftDefaults = { plan, organisation: null, set: null, keys: ['master'] };

/** What a person writes into the places to complete, by field. */
const answers: Readonly<Record<string, string>> = {
  id: 'KC-2027-1', organisation: 'Example', mode: 'rehearsal', follows: `"${'a'.repeat(64)}"`, package: `"${'b'.repeat(64)}"`, module: '/usr/lib/x.so', standard: 'none', fate: 'lost', reason: 'because',
  carrier: 'paper', deactivatedUntil: '"2028-12-31"', cryptoperiodDays: '365', ciso: 'A', keyManagementOfficer: 'B', isso: 'C', keyAdministrator: 'D', destroys: '[master]', kind: 'dke\n  url: https://dke.example.org/Key',
};

/** Fills the places in; `skip` leaves the one of that number open. Counts them. */
function complete(draft: string, skip = -1): { readonly text: string; readonly places: number } {
  let places = 0;
  let labels = 0;
  let indexes = 0;
  const fill = (whole: string, field: string): string => {
    if (places++ === skip) return whole;
    if (field === 'label') return `label: device-${String(++labels)}`;
    if (field === 'index') return `index: ${String(++indexes)}`;
    if (field === 'name') return `name: Person ${String(places)}`;
    expect(Object.keys(answers)).toContain(field);
    return `${field}: ${answers[field]!}`;
  };
  const lines = draft.split('\n').map((line) => (line.startsWith('#') || !line.includes('COMPLETE') ? line : line.replace(/ #.*$/, '').replaceAll(/(\w+): (?:''|0|\[\])(?=[ ,]|$)/g, fill)));
  return { text: lines.join('\n'), places };
}

const cases: readonly (readonly [string, LaterKind, Inherited, DraftDefaults])[] = laterKinds.flatMap((kind) => [
  [`${kind}, with the plan before`, kind, known, { ...all, keys: kind === 'restore' || kind === 'check' || kind === 'reshare' ? [] : ['master'] }] as const,
  [`${kind}, with the statement only`, kind, known, nothing] as const,
  [`${kind}, with a package only`, kind, alone, nothing] as const,
]);

describe('a draft', () => {
  it.each(cases)('of %s is refused as it is, and accepted when completed', (_what, kind, inherited, defaults) => {
    const draft = draftPlan(kind, inherited, defaults);
    const { text, places } = complete(draft);
    expect(places).toBeGreaterThanOrEqual(1);
    expect(readPlan(draft).ok).toBe(false);
    const judged = readPlan(text);
    expect(judged.problems.filter((p) => p.severity === 'error')).toEqual([]);
    expect(judged.ok && judged.plan.ceremony).toBe(kind);
  });

  it('is refused while any one place is left', () => {
    for (const [, kind, inherited, defaults] of cases) {
      const draft = draftPlan(kind, inherited, defaults);
      for (let skip = 0; skip < complete(draft).places; skip++) expect(readPlan(complete(draft, skip).text).ok, `${kind}, place ${String(skip)}`).toBe(false);
    }
  });

  it('has no empty value that is not marked', () => {
    for (const [, kind, inherited, defaults] of cases) {
      for (const line of draftPlan(kind, inherited, defaults).split('\n')) if (/: (?:''|0)(?=[ ,]|$)/.test(line)) expect(line).toContain('COMPLETE');
    }
  });

  it('names what was inherited: the statement, the package, the set with its custodians and cards', () => {
    const done = readPlan(complete(draftPlan('restore', known, all)).text);
    if (!done.ok) throw new Error('refused');
    const restore = done.plan as PlanOf<'restore'>;
    expect(restore).toMatchObject({ follows: statement.sha256, mode: 'rehearsal', organisation: plan.organisation, participants: plan.participants, pins: plan.pins });
    expect(restore.sets).toEqual([{ id: SET, package: sha256Hex(pack), shares: [
      { index: 1, custodian: 'lindqvist', carrier: 'smartcard', card: { module: '/usr/lib/softhsm/libsofthsm2.so', label: 'card-lindqvist' } },
      { index: 2, custodian: 'baptiste', carrier: 'paper' }, { index: 3, custodian: 'haddad', carrier: 'paper' },
    ] }]);
    expect(restore.lost).toMatchObject([{ label: 'hyok-2026' }]);
    expect(restore.hsm.prepare).toBe('initialise');
  });

  it('of a restore from a package follows nobody and asks for as many shares as restore', () => {
    const draft = parse(draftPlan('restore', alone, nothing)) as { follows: unknown; sets: { shares: unknown[]; package: string }[] };
    expect([draft.follows, draft.sets[0]?.shares.length, draft.sets[0]?.package]).toEqual([null, standing.threshold, sha256Hex(pack)]);
  });

  it('of a rotation leaves the root alone unless it is named, and names the next version', () => {
    const keys = (names: readonly string[], inherited = known): unknown => (parse(draftPlan('rotate', inherited, { ...all, keys: names })) as { keys: unknown }).keys;
    expect(keys([])).toEqual([{ name: 'master-2', replaces: 'master', purpose: 'master-wrapping', type: 'aes-256', cryptoperiodDays: 365, backup: true }]);
    expect(keys(['root'])).toMatchObject([{ name: 'root-2', replaces: 'root', type: 'ec-p384' }]);
    const after = { ...known, keys: [rootLife, { ...masterLife, state: 'deactivated' as const }, { ...masterLife, name: 'master-2', replaces: 'master' }] };
    expect(keys([], after)).toMatchObject([{ name: 'master-3', replaces: 'master-2' }]);
  });

  it('of a destruction has the keys whose time is over, and the sets of which no key is left', () => {
    const inherited = { ...known, keys: [rootLife, { ...masterLife, state: 'deactivated' as const }] };
    const fields = (names: readonly string[]): unknown => parse(draftPlan('destroy', inherited, { ...all, keys: names }));
    expect(fields([])).toMatchObject({ destroys: ['master'], sets: [] });
    expect(fields(['root', 'master'])).toMatchObject({ destroys: ['root', 'master'], sets: [{ id: SET, shares: [{ index: 1 }, { index: 2 }, { index: 3 }] }] });
  });

  it('of an emergency revocation chooses no key by itself, and leaves out who is not needed', () => {
    const draft = draftPlan('revoke', known, { ...nothing, plan });
    expect(draft).toContain('destroys: [] # COMPLETE: the keys to destroy, of: root, master');
    expect((parse(draft) as { participants: { id: string }[] }).participants.map((p) => p.id)).toEqual(['okafor', 'lindqvist', 'baptiste', 'marsh']);
  });

  it('means the newest set, but for a restore all of them', () => {
    const inherited = { ...known, sets: [standing, { ...standing, id: '00000001', keys: ['master'], made: '2027-01-01T10:00:00.000Z' }] };
    expect((parse(draftPlan('check', inherited, nothing)) as { set: { id: string } }).set.id).toBe('00000001');
    expect((parse(draftPlan('restore', inherited, nothing)) as { sets: { id: string }[] }).sets.map((s) => s.id)).toEqual([SET, '00000001']);
  });

  it('is refused for a set or a key that is not in force', () => {
    expect(codeOf(() => draftPlan('check', known, { ...all, set: '00000000' }))).toBe('ceremony.inherited-set');
    expect(codeOf(() => draftPlan('rotate', known, { ...all, keys: ['other'] }))).toBe('ceremony.inherited-key');
    expect(codeOf(() => draftPlan('destroy', { ...known, keys: [{ ...masterLife, state: 'destroyed' }] }, all))).toBe('ceremony.inherited-key');
  });
});

describe('nextName', () => {
  it('is new and at most 32 characters, whatever was there before', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/);
    fc.assert(fc.property(name, fc.array(name, { maxLength: 20 }), (first, others) => {
      const taken = new Set([first, ...others]);
      const before = new Set(taken);
      const next = nextName(first, taken);
      expect(before.has(next)).toBe(false);
      expect(taken.has(next)).toBe(true);
      expect(next).toMatch(/^[a-z0-9][a-z0-9-]{0,31}$/);
    }));
  });

  it('counts on', () => {
    const taken = new Set(['master', 'master-3']);
    expect([nextName('master', taken), nextName('master', taken), nextName('master-3', taken)]).toEqual(['master-2', 'master-4', 'master-5']);
  });
});

describe('the YAML of a draft', () => {
  it('reads back as what was written, whatever the texts', () => {
    const text = fc.oneof(fc.constantFrom('null', 'true', 'No', '~', '1e5', '0x1F', '12345678', '- a', '# b', 'a: b', "it's", '"', '[x]', ' lead', 'trail ', '*a', '&b', '!c', '%d', '@e', '\u202e', '\u009b2J', 'a\u2028b', '\u{e0001}', '\u{10ffff}'), fc.string({ maxLength: 20, unit: 'binary' }).filter((s) => s.isWellFormed()));
    const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
    const map = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/).filter((k) => !/^(null|true|false)$/.test(k) && !k.startsWith('remark')), fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    fc.assert(fc.property(fc.record({ a: leaf, b: map, c: fc.array(map, { minLength: 1, maxLength: 3 }), d: fc.record({ e: map, f: fc.array(map, { minLength: 1, maxLength: 2 }) }) }), (value) => {
      const lines = yamlLines(value);
      expect(parse(lines.join('\n'), { version: '1.2', schema: 'core' })).toEqual(value);
      expect(lines.join('')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }));
  });
});
