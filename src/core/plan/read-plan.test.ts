import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planJsonSchema } from './json-schema.ts';
import type { PlanProblem } from './problem.ts';
import { readPlan, readPlanBytes } from './read-plan.ts';

const root = new URL('../../../', import.meta.url);
const plans = new URL('resources/plans/', root);
const template = readFileSync(new URL('hyok-3-of-5.yaml', plans));
const text = template.toString('utf8');
const utf8 = (s: string): Uint8Array => new TextEncoder().encode(s);

/** Problems of the template after `changes` (each text must be there), in short: "line path code". */
function problems(...changes: readonly (readonly [from: string, to: string])[]): readonly string[] {
  return short(readPlan(edit(changes)).problems);
}
function edit(changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((plan, [from, to]) => {
    expect(plan).toContain(from);
    return plan.replace(from, to);
  }, text);
}
const short = (list: readonly PlanProblem[]): readonly string[] => list.map((p) => `${p.path} ${p.code}`.trim());
const codes = (plan: string): readonly string[] => readPlan(plan).problems.map((p) => p.code);
const lineOf = (part: string, plan = text): number => plan.slice(0, plan.indexOf(part)).split('\n').length;

describe('a plan without problems', () => {
  it.each(readdirSync(plans))('the template %s has neither errors nor warnings', (name) => {
    const bytes = readFileSync(new URL(name, plans));
    const result = readPlanBytes(bytes);
    expect(result.problems).toEqual([]);
    expect(result.ok && result.plan.mode).toBe('rehearsal');
    expect(bytes.toString('utf8')).toContain('PRODUCTION');
  });

  it.each(readdirSync(plans))('the template %s is as clean when it is strict', (name) => {
    const strict = readFileSync(new URL(name, plans), 'utf8').replace('strict: false', 'strict: true');
    expect(readPlan(strict)).toMatchObject({ ok: true, problems: [] });
  });

  it('has the fingerprint that sha256sum gives, read as text or as bytes', () => {
    const result = readPlan(text);
    expect(result.fingerprint).toBe(createHash('sha256').update(template).digest('hex'));
    expect(result.words).toHaveLength(16);
    expect(readPlanBytes(template)).toEqual(result);
    expect(readPlan(`${text}\n`).fingerprint).not.toBe(result.fingerprint);
  });

  it('keeps dates, numbers in quotation marks and words like "no" as what they are', () => {
    const result = readPlan(edit([['mode: rehearsal', 'mode: rehearsal\nscheduled: 2027-03-01'], ['organisation: Example Health System', 'organisation: no']]));
    expect(result.ok && [result.plan.scheduled, result.plan.organisation]).toEqual(['2027-03-01', 'no']);
  });

  it('may have Windows line ends', () => {
    expect(readPlan(text.replaceAll('\n', '\r\n'))).toMatchObject({ ok: true, problems: [] });
  });
});

describe('the file', () => {
  it('that is empty or only a comment', () => {
    for (const nothing of ['', '\n\n', '# a plan\n', '---\n', 'null\n']) expect(codes(nothing)).toEqual(['plan.empty']);
  });

  it('that is something else', () => {
    for (const other of ['hello', '- 1\n- 2\n', '42\n']) expect(codes(other)).toEqual(['plan.not-a-plan']);
  });

  it('that is not YAML names the line', () => {
    const result = readPlan(text.replace('threshold: 3', 'threshold: [3'));
    expect(result.ok).toBe(false);
    expect(result.problems[0]).toMatchObject({ code: 'plan.syntax', severity: 'error' });
    expect(readPlan('a: "x\nb: 1\n').problems[0]!.code).toBe('plan.syntax');
    expect(readPlan('a: 1\n\tb: 2\n').problems[0]).toMatchObject({ code: 'plan.syntax', line: 2 });
  });

  it('that is not UTF-8, by bytes and as a lenient reader leaves it', () => {
    expect(readPlanBytes(Uint8Array.of(0x61, 0x3a, 0x20, 0xff, 0xfe))).toMatchObject({ ok: false, problems: [{ code: 'plan.not-utf8', line: 1 }] });
    expect(readPlan('a: 1\nb: \ufffd\n').problems).toMatchObject([{ code: 'plan.not-utf8', line: 2 }]);
    expect(codes('a: \ud800\n')).toEqual(['plan.not-utf8']);
    expect(readPlanBytes(new Uint8Array(Buffer.from(text, 'utf16le'))).ok).toBe(false);
  });

  it('with a byte order mark', () => {
    expect(codes(`\ufeff${text}`)).toEqual(['plan.byte-order-mark']);
    expect(readPlanBytes(utf8(`\ufeff${text}`)).problems.map((p) => p.code)).toEqual(['plan.byte-order-mark']);
  });

  it('with characters that nobody sees, as they are or as escapes', () => {
    for (const [character, name] of [['\u202e', 'U+202E'], ['\u200b', 'U+200B'], ['\u0007', 'U+0007'], ['\u{e0041}', 'U+E0041']] as const) {
      expect(readPlan(text.replace('A. Okafor', `A. ${character}Okafor`)).problems).toMatchObject([{ code: 'plan.hidden-character', line: lineOf('A. Okafor'), sentence: expect.stringContaining(name) as string }]);
    }
    for (const escape of ['\\u202e', '\\u0000', '\\x1b', '\\n', '\\uFEFF']) expect(codes(edit([['A. Okafor', `"A.${escape}Okafor"`]]))).toContain('plan.hidden-character');
  });

  it('with several documents, directives, tags, anchors, aliases, merges', () => {
    expect(codes(`${text}---\nkeyrite: 1\n`)).toEqual(['plan.several-documents']);
    expect(codes(`%YAML 1.1\n---\n${text}`)).toContain('plan.tag');
    expect(codes(edit([['threshold: 3', 'threshold: !!int "3"']]))).toEqual(['plan.tag']);
    expect(codes(edit([['title: HYOK', 'title: !secret HYOK']]))).toEqual(['plan.tag']);
    expect(codes(edit([['backup: true', 'backup: &yes true'], ['backup: true', 'backup: *yes']]))).toEqual(['plan.alias', 'plan.alias']);
    expect(codes('a: &a {b: 1}\nc: {<<: *a}\n')).toContain('plan.alias');
  });

  it('with a field twice, at any depth, names the line', () => {
    const twice = edit([['mode: rehearsal', 'mode: rehearsal\ntitle: Another']]);
    expect(readPlan(twice).problems).toMatchObject([{ code: 'plan.duplicate-field', line: lineOf('title: Another', twice), sentence: expect.stringContaining('"title"') as string }]);
    expect(codes(edit([['threshold: 3', 'threshold: 3\n  threshold: 2']]))).toEqual(['plan.duplicate-field']);
  });

  it('that is too large or nested too deep is refused at once', () => {
    expect(codes(`${text}# ${'x'.repeat(256 * 1024)}`)).toEqual(['plan.too-large']);
    for (const deep of ['['.repeat(200_000), `a: ${'{b: '.repeat(60_000)}`, `${'- '.repeat(60_000)}a`]) expect(codes(deep)).toEqual(['plan.too-deep']);
  });

  it('with aliases that would unfold into millions is refused before they do', () => {
    const laughs = ['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 12 }, (_, n) => `a${String(n + 1)}: &a${String(n + 1)} [${`*a${String(n)},`.repeat(9)}]`)].join('\n');
    expect(new Set(codes(laughs))).toEqual(new Set(['plan.alias']));
  });

  it('with fields named like parts of every object', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) expect(codes(`${text}${name}: 1\n`)).toEqual(['plan.unknown-field']);
    expect(codes(`${text}__proto__: {polluted: true}\n`)).toContain('plan.unknown-field');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('never throws, whatever is cut out of a plan', () => {
    for (let at = 0; at < text.length; at += 97) {
      for (const length of [1, 40, 400]) expect(typeof readPlan(text.slice(0, at) + text.slice(at + length)).ok).toBe('boolean');
      readPlan(text.slice(0, at));
    }
  });
});

describe('the fields', () => {
  it('every problem is reported at once, each with its path and line', () => {
    const bad = edit([
      ['mode: rehearsal', 'mode: practice'],
      ['  module: /usr/lib/softhsm/libsofthsm2.so', '  modul: /usr/lib/softhsm/libsofthsm2.so'],
      ['cryptoperiodDays: 730', 'cryptoperiodDays: two years'],
      ['threshold: 3', 'threshold: 1'],
      ['roles: [auditor]', 'roles: [observer]'],
      ['user: [lindqvist, baptiste]', 'user: [lindqvist]'],
    ]);
    expect(readPlan(bad).problems.map((p) => [p.line, p.path, p.code, p.severity])).toEqual([
      [lineOf('mode: practice', bad), 'mode', 'plan.not-allowed', 'error'],
      [lineOf('hsm:', bad), 'hsm.module', 'plan.missing-field', 'error'],
      [lineOf('modul:', bad), 'hsm.modul', 'plan.unknown-field', 'error'],
      [lineOf('cryptoperiodDays: two', bad), 'keys[0].cryptoperiodDays', 'plan.wrong-type', 'error'],
      [lineOf('threshold: 1', bad), 'backup.threshold', 'plan.out-of-range', 'error'],
      [lineOf('{ id: silva', bad), 'participants[8].roles[0]', 'plan.not-allowed', 'error'],
      [lineOf('user: [', bad), 'pins.user', 'plan.out-of-range', 'error'],
    ]);
  });

  it('an unknown field suggests the one that was meant', () => {
    const sentence = (from: string, to: string): string => readPlan(edit([[from, to]])).problems.find((p) => p.code === 'plan.unknown-field')!.sentence;
    expect(sentence('trustedWrapping:', 'trusted-wrapping:')).toContain('Was "trustedWrapping" meant?');
    expect(sentence('cryptoperiodDays: 730', 'cryptoperiod: 730')).toContain('Was "cryptoperiodDays" meant?');
    expect(sentence('custodian: lindqvist, carrier', 'custodain: lindqvist, carrier')).toContain('Was "custodian" meant?');
    expect(sentence('strict: false', 'colour: blue')).not.toContain('meant');
  });

  it('a form, a kind and a date are told in words', () => {
    const sentences = (from: string, to: string): string => readPlan(edit([[from, to]])).problems.map((p) => p.sentence).join(' ');
    expect(sentences('id: KC-2026-REHEARSAL-5', 'id: kc 1')).toContain('3 to 40 capital letters');
    expect(sentences('mode: rehearsal', 'mode: rehearsal\nscheduled: 2027-02-30')).toContain('a day that exists');
    expect(sentences('standard: none', 'standard: FIPS 140-3\n    number: 4703\n    level: 3')).toContain('Put it in quotation marks');
    expect(sentences('backup: true', 'backup: yes')).toContain('true or false, without quotation marks');
    expect(sentences('title: HYOK root and master keys 2026', 'title:')).toContain('it is empty');
    expect(sentences('label: hyok-2026\n', 'label: "hyok-2026 "\n')).toContain('no space at either end');
    expect(sentences('carrier: paper', 'carrier: tape')).toContain('paper, smartcard');
  });

  it('every sentence has all its places filled', () => {
    const broken = ['{}', text.replaceAll('true', '1'), text.replaceAll('custodian', 'x'), text.replaceAll(/: [a-z].*$/gm, ': 5'), text.replaceAll(/^ {4}.*$/gm, '')];
    for (const plan of broken) for (const p of readPlan(plan).problems) expect(p.sentence).not.toMatch(/\{\w+\}/);
  });

  it('a mistake in one part does not hide those in another, nor a soft one those beside it', () => {
    expect(problems(['title: HYOK root and master keys 2026', 'title: ""'], ['custodian: lindqvist', 'custodian: nobody'], ['name: D. Marsh', 'name: ""'], ['roles: [witness]', 'roles: [witness, custodian]'])).toEqual([
      'title plan.out-of-range',
      'backup.shares[0].custodian plan.unknown-person',
      'participants[2] plan.custodian-without-share',
      'participants[7].name plan.out-of-range',
      'participants[7].roles plan.roles-not-apart',
      'participants[7] plan.custodian-without-share',
    ]);
  });
});

describe('the documents', () => {
  it('the JSON Schema in docs/ is the code\'s (node scripts/plan-schema.ts)', () => {
    expect(readFileSync(new URL('docs/plan.schema.json', root), 'utf8')).toBe(planJsonSchema());
  });

  it('docs/plan.md explains every field', () => {
    const page = readFileSync(new URL('docs/plan.md', root), 'utf8');
    const fields = new Set<string>();
    const collect = (node: unknown): void => {
      if (node === null || typeof node !== 'object') return;
      const { properties } = node as { properties?: Record<string, unknown> };
      for (const name of Object.keys(properties ?? {})) fields.add(name);
      Object.values(node).forEach(collect);
    };
    collect(JSON.parse(planJsonSchema()));
    expect(fields.size).toBeGreaterThan(40);
    for (const field of fields) expect(page, `docs/plan.md says nothing of ${field}`).toContain(`\`${field}\``);
  });
});
