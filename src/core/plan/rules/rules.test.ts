import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planSentences } from '../../refusals/plan.ts';
import type { PlanOf } from '../schema.ts';
import { keyPurposes, keyTypes, planSchema, roles } from '../schema.ts';
import { readPlan } from '../read-plan.ts';
import { cryptoperiods } from '../tables/cryptoperiods.ts';
import { purposes } from '../tables/key-types.ts';
import { separation } from '../tables/separation.ts';
import { ruleFindings } from './all-rules.ts';
import type { Sections } from './rule.ts';

type Plan = PlanOf<'generate'>;

const read = (name: string): Plan => {
  const result = readPlan(readFileSync(new URL(`../../../../resources/plans/${name}`, import.meta.url), 'utf8'));
  if (!result.ok || result.plan.ceremony !== 'generate') throw new Error('the template is not a plan');
  return result.plan;
};
const paper = read('hyok-3-of-5.yaml');
const cards = read('hyok-2-of-3-cards.yaml');

type Draft = { -readonly [K in keyof Plan]: Plan[K] };
/** Findings after `change`, in short: "severity path code". The changed plan is still one by the schema. */
function judged(change: (plan: Draft) => void, base = paper): readonly string[] {
  const plan = structuredClone<Draft>(base);
  change(plan);
  expect(planSchema.safeParse(plan).error).toBeUndefined();
  return ruleFindings(plan as Sections).map((f) => `${f.severity} ${f.path.join('.')} ${f.code}`);
}
const person = (plan: Draft, id: string): Plan['participants'][number] => plan.participants.find((p) => p.id === id)!;
const at = (plan: Plan, id: string): number => plan.participants.findIndex((p) => p.id === id);

describe('keys', () => {
  it('each purpose takes exactly the types of its row', () => {
    for (const purpose of keyPurposes) {
      for (const type of keyTypes) {
        const extra = judged((p) => p.keys.push({ name: 'extra', purpose, type, cryptoperiodDays: 365, backup: true })).filter((f) => f.endsWith('plan.key-type-unfit'));
        expect(extra, `${purpose} ${type}`).toHaveLength(purposes[purpose].types.includes(type) ? 0 : 1);
      }
    }
  });
  it('exactly one root, of P-384', () => {
    expect(judged((p) => (p.keys[0]!.purpose = 'signing'))).toEqual(['error keys plan.no-root-key']);
    expect(judged((p) => p.keys.push({ ...p.keys[0]!, name: 'second' }))).toEqual(['error keys.2.purpose plan.second-root-key']);
    expect(judged((p) => (p.keys[0]!.type = 'ec-p256'))).toEqual(['error keys.0.type plan.key-type-unfit']);
  });
  it('names are unique', () => {
    expect(judged((p) => (p.keys[1]!.name = 'root'))).toEqual(['error keys.1.name plan.key-name-twice']);
  });
  it('a key without backup warns, and one of them must have one', () => {
    expect(judged((p) => (p.keys[1]!.backup = false))).toEqual(['warning keys.1.backup plan.key-without-backup']);
    expect(judged((p) => p.keys.forEach((k) => (k.backup = false)))).toEqual(['error keys plan.nothing-backed-up']);
  });
});

describe('cryptoperiods', () => {
  const types = { 'root-signing': 'ec-p384', signing: 'ec-p256', 'master-wrapping': 'aes-256', 'key-wrapping': 'aes-256', 'data-encryption': 'aes-256' } as const;
  const period = (purpose: Plan['keys'][number]['purpose'], days: number, strict = false): readonly string[] =>
    judged((p) => {
      p.strict = strict;
      if (purpose === 'root-signing') p.keys[0]!.cryptoperiodDays = days;
      else p.keys.push({ name: 'extra', purpose, type: types[purpose], cryptoperiodDays: days, backup: true });
    });

  it.each([
    ['data-encryption', 90, 180],
    ['key-wrapping', 182, 366],
    ['master-wrapping', 365, 731],
    ['root-signing', 365, 1096],
    ['signing', 365, 1096],
  ] as const)('%s: %i to %i days; a day beyond warns, and is refused where the plan is strict', (purpose, least, most) => {
    const bound = (findings: readonly string[]): readonly string[] => findings.map((f) => f.split(' ')).flatMap(([severity, , code]) => (severity === 'warning' && code === 'plan.cryptoperiod-too-long' && purpose === 'master-wrapping' ? [] : [`${severity!} ${code!}`]));
    expect(bound(period(purpose, least))).toEqual([]);
    expect(bound(period(purpose, most, true))).toEqual([]);
    expect(period(purpose, least - 1).at(-1)).toMatch(/^warning .*plan\.cryptoperiod-too-short$/);
    expect(period(purpose, least - 1, true).at(-1)).toMatch(/^error .*plan\.cryptoperiod-too-short$/);
    expect(period(purpose, most + 1)[0]).toMatch(/^warning .*plan\.cryptoperiod-too-long$/);
    expect(period(purpose, most + 1, true)[0]).toMatch(/^error .*plan\.cryptoperiod-too-long$/);
  });

  it('the yearly replacement for CMS is advice: a warning even where the plan is strict', () => {
    for (const strict of [false, true]) expect(period('master-wrapping', 367, strict)).toEqual(['warning keys.2.cryptoperiodDays plan.cryptoperiod-too-long']);
    expect(period('master-wrapping', 366, true)).toEqual([]);
  });

  it('every purpose has a bound, and every row a source', () => {
    for (const purpose of keyPurposes) expect(cryptoperiods.some((row) => row.purposes.includes(purpose) && row.force === 'bound')).toBe(true);
    for (const row of cryptoperiods) expect(row.source).toMatch(/\w{3}/);
  });
});

describe('people', () => {
  it('ids are unique, names that look the same warn, a role is listed once', () => {
    expect(judged((p) => p.participants.push({ ...person(p, 'marsh'), name: 'Another' }))).toEqual(['error participants.9.id plan.person-twice']);
    expect(judged((p) => (person(p, 'marsh').name = ' a.  OKAFOR'))).toEqual(['warning participants.7.name plan.same-name']);
    expect(judged((p) => person(p, 'marsh').roles.push('witness'))).toEqual(['error participants.7.roles.1 plan.role-twice']);
  });

  it.each(['administrator', 'security-officer', 'witness', 'auditor'] as const)('somebody is %s', (role) => {
    expect(judged((p) => (p.participants = p.participants.map((q) => (q.roles.includes(role) ? { ...q, roles: ['custodian'] } : q))))).toContain('error participants plan.role-missing');
  });

  it.each(separation.map(({ apart }) => apart))('nobody is both %s and %s', (one, other) => {
    const found = judged((p) => p.participants.push({ id: 'both', name: 'B. Both', roles: [other, one] })).filter((f) => !f.includes('custodian-without-share'));
    expect(found).toEqual(['error participants.9.roles plan.roles-not-apart']);
  });

  it('the auditor is apart from every other role, and each pair has a reason and a source', () => {
    const others = separation.flatMap(({ apart }) => (apart.includes('auditor') ? apart.filter((r) => r !== 'auditor') : []));
    expect(others.toSorted()).toEqual(roles.filter((r) => r !== 'auditor').toSorted());
    for (const row of separation) expect(`${row.why} ${row.source}`.length).toBeGreaterThan(20);
  });

  it('a plan adds pairs of its own, in either order', () => {
    const both = (p: Draft): void => void person(p, 'lindqvist').roles.push('administrator');
    expect(judged(both)).toEqual([]);
    for (const apart of [['administrator', 'custodian'], ['custodian', 'administrator']] as const) {
      expect(judged((p) => (both(p), (p.separation = [{ apart: [...apart], why: 'our policy' }])))).toEqual(['error participants.2.roles plan.roles-not-apart']);
    }
    expect(judged((p) => (p.separation = [{ apart: ['witness', 'witness'], why: 'x' }]))).toEqual(['error separation.0.apart plan.separation-of-one']);
  });
});

describe('shares', () => {
  it('go to people who exist and are custodians, one each', () => {
    expect(judged((p) => (p.backup.shares[4]!.custodian = 'nobody'))).toEqual(['error backup.shares.4.custodian plan.unknown-person', 'warning participants.6 plan.custodian-without-share']);
    expect(judged((p) => (p.backup.shares[4]!.custodian = 'marsh'))).toContain('error backup.shares.4.custodian plan.not-a-custodian');
    expect(judged((p) => (p.backup.shares[4]!.custodian = 'haddad'))).toContain('error backup.shares.4.custodian plan.two-shares');
  });
  it('the threshold is reachable, and leaves one to lose', () => {
    expect(judged((p) => (p.backup.threshold = 6))).toEqual(['error backup.threshold plan.threshold-above-shares']);
    expect(judged((p) => (p.backup.threshold = 5))).toEqual(['warning backup.threshold plan.threshold-equals-shares']);
    expect(judged((p) => ((p.backup.threshold = 5), (p.strict = true)))).toEqual(['error backup.threshold plan.threshold-equals-shares']);
    expect(judged((p) => (p.backup.threshold = 2))).toEqual([]);
  });
});

describe('PINs', () => {
  it('four halves, four people who exist', () => {
    expect(judged((p) => (p.pins.user = ['lindqvist', 'ferreira']))).toEqual(['error pins.user.1 plan.pin-holder-twice']);
    expect(judged((p) => (p.pins.user = ['lindqvist', 'lindqvist']))).toEqual(['error pins.user.1 plan.pin-holder-twice']);
    expect(judged((p) => (p.pins.user = ['lindqvist', 'nobody']))).toEqual(['error pins.user.1 plan.unknown-person']);
  });
  it('the security officer is in the first pair and not in the second', () => {
    expect(judged((p) => (p.pins.securityOfficer = ['ferreira', 'haddad']))).toEqual(['error pins.securityOfficer plan.pin-without-officer']);
    expect(judged((p) => ((p.participants[at(p, 'ferreira')]!.roles = ['administrator']), (p.pins = { securityOfficer: ['ferreira', 'haddad'], user: ['okafor', 'baptiste'] })))).toEqual(['error pins.user.0 plan.officer-in-user-pin', 'error pins.securityOfficer plan.pin-without-officer']);
  });
  it('nobody who watches holds one', () => {
    for (const id of ['marsh', 'silva']) expect(judged((p) => (p.pins.user = ['lindqvist', id]))).toEqual(['error pins.user.1 plan.pin-holder-watches']);
  });
  it('two people authorise a key', () => {
    expect(judged((p) => (p.pins.user = ['nobody', 'no-one']))).toContain('error pins plan.no-dual-control');
  });
});

describe('devices', () => {
  it('the spare is another token', () => {
    expect(judged((p) => (p.spare.label = p.hsm.label))).toEqual(['error spare.label plan.same-token']);
    expect(judged((p) => ((p.hsm.serial = 'A1'), (p.spare.serial = 'A1')))).toEqual(['error spare.serial plan.same-token']);
    expect(judged((p) => ((p.spare.label = p.hsm.label), (p.spare.module = '/usr/lib/other.so')))).toEqual([]);
  });
  it('each custodian has a card of their own, which is not the HSM', () => {
    const label = (plan: Draft, n: number, to: string): void => {
      const share = plan.backup.shares[n]!;
      if (share.carrier === 'smartcard') share.card.label = to;
    };
    expect(judged((p) => label(p, 2, 'card-baptiste'), cards)).toEqual(['error backup.shares.2.card.label plan.same-card']);
    for (const hsm of ['hyok-2026', 'hyok-2026-spare']) expect(judged((p) => label(p, 0, hsm), cards)).toEqual(['error backup.shares.0.card.label plan.card-is-hsm']);
  });
  it('modules are absolute paths without a way back', () => {
    for (const module of ['libsofthsm2.so', './x.so', '/usr/lib/../tmp/x.so']) {
      expect(judged((p) => (p.hsm.module = module))).toEqual(['error hsm.module plan.module-not-absolute']);
      expect(judged((p) => (p.backup.shares[1] = { custodian: 'baptiste', carrier: 'smartcard', card: { module, label: 'c' } }))).toEqual(['error backup.shares.1.card.module plan.module-not-absolute']);
    }
  });
  it('a certificate has number and level, or is none and has neither', () => {
    expect(judged((p) => (p.hsm.certificate = { standard: 'FIPS 140-3', level: 3 }))).toEqual(['error hsm.certificate plan.certificate-incomplete']);
    expect(judged((p) => (p.spare.certificate = { standard: 'FIPS 140-2', number: '4703' }))).toEqual(['error spare.certificate plan.certificate-incomplete']);
    expect(judged((p) => (p.hsm.certificate = { standard: 'none', number: '4703' }))).toEqual(['error hsm.certificate.standard plan.certificate-of-nothing']);
    expect(judged((p) => (p.hsm.certificate = { standard: 'FIPS 140-3', number: '4703', level: 3 }))).toEqual([]);
  });
  it('in production: certificate, hardware, model and serial, or warnings that a strict plan refuses', () => {
    const codes = (strict: boolean): readonly string[] => judged((p) => ((p.mode = 'production'), (p.strict = strict))).map((f) => f.split(' ').filter((_, n) => n !== 1).join(' '));
    const each = ['plan.no-certificate', 'plan.no-certificate', 'plan.software-module', 'plan.device-not-named', 'plan.device-not-named', 'plan.software-module', 'plan.device-not-named', 'plan.device-not-named'];
    expect(codes(false)).toEqual([...each, 'plan.production-not-strict'].map((c) => `warning ${c}`));
    expect(codes(true)).toEqual(each.map((c) => `error ${c}`));
    const device = (p: Draft, place: 'hsm' | 'spare'): void => void Object.assign(p[place], { module: '/opt/vendor/p11.so', model: 'HSM', serial: place, certificate: { standard: 'FIPS 140-3', number: '4703', level: 3 } });
    expect(judged((p) => {
      p.mode = 'production';
      p.strict = true;
      device(p, 'hsm');
      device(p, 'spare');
    })).toEqual([]);
  });
  it('second signatures are the participants\': the HSM is not asked for one', () => {
    expect(judged((p) => (p.signatures = { postQuantum: 'ml-dsa-65', hsm: false }))).toEqual([]);
    expect(judged((p) => (p.signatures = { postQuantum: 'ml-dsa-65', hsm: true }))).toEqual(['error signatures.hsm plan.hsm-post-quantum']);
  });

  it('weaker wrapping is always told', () => {
    for (const strict of [false, true]) expect(judged((p) => ((p.strict = strict), (p.hsm.trustedWrapping = 'accept-weaker')))).toEqual(['warning hsm.trustedWrapping plan.weaker-wrapping']);
  });
});

it('every code of a rule has a sentence whose places are filled', () => {
  const source = ['keys', 'cryptoperiods', 'people', 'separation', 'shares', 'pins', 'tokens'].map((name) => readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8')).join('\n');
  const used = [...source.matchAll(/'(plan\.[a-z-]+)', (?:path|\[[^\]]*\]|[\w[\]!.]+)(?:, (\{[^}]*\}|detail|\{ \.\.\.detail[^}]*\}))?/g)].map((m) => m[1]!);
  expect(new Set(used).size).toBeGreaterThan(30);
  for (const code of used) expect(Object.keys(planSentences)).toContain(code);
  const everything = structuredClone<Draft>(paper);
  everything.mode = 'production';
  everything.keys = [{ name: 'a', purpose: 'signing', type: 'aes-256', cryptoperiodDays: 5000, backup: false }, { name: 'a', purpose: 'data-encryption', type: 'aes-256', cryptoperiodDays: 1, backup: true }];
  everything.participants.forEach((p) => (p.roles = ['auditor', 'witness', 'auditor']));
  everything.backup.threshold = 7;
  everything.backup.shares[1]!.custodian = 'lindqvist';
  everything.pins = { securityOfficer: ['okafor', 'okafor'], user: ['okafor', 'nobody'] };
  for (const f of ruleFindings(everything)) {
    const places = [...planSentences[f.code as keyof typeof planSentences].matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
    expect(Object.keys(f.detail ?? {}), f.code).toEqual(expect.arrayContaining(places));
  }
});
