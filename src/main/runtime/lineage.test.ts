/** Lineages read from bundles on the disk, and the calendar that is written beside them. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterLife, rootLife, sampleStatement, SET, standing } from '../../../test/lineage/sample-lineage.ts';
import type { SampleStatement } from '../../../test/lineage/sample-lineage.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import { encodeEnvelope } from '../../core/transcript/dsse.ts';
import type { CeremonyPredicate } from '../../core/transcript/types.ts';
import { readBundle } from './closed-bundles.ts';
import { calendarAnswer, readLineages, saveCalendar, writeNew } from './lineage.ts';

const NOW = '2027-01-10T10:00:00.000Z';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-lineage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}
function close(change: Partial<CeremonyPredicate> = {}): SampleStatement {
  const statement = sampleStatement(change);
  put(`${statement.predicate.ceremony}-bundle/statement.dsse.json`, statement.envelope);
  return statement;
}

describe('readLineages', () => {
  it('has nothing to say of an empty folder, or of none', () => {
    put('KC-1.keyrite', 'not a bundle');
    mkdirSync(join(folder, 'empty'));
    expect([readLineages(folder, NOW), readLineages(join(folder, 'none'), NOW)]).toEqual([[], []]);
  });

  it('shows every key with its state, its sets and its next duty', () => {
    close();
    const [view, ...others] = readLineages(folder, NOW);
    expect(others).toEqual([]);
    expect(view).toMatchObject({ organisation: 'Example Health System', mode: 'rehearsal', problems: [], ceremonies: [{ id: 'KC-2026-1', kind: 'generate', bundle: join(folder, 'KC-2026-1-bundle') }] });
    expect(view!.keys).toMatchObject([
      { name: 'root', type: 'EC P-384', state: 'active', sets: ['7K3M-9QXT'], next: { by: '2028-03-01', state: 'later' } },
      { name: 'master', type: 'AES-256', check: '7A3F 91C0 4D', sets: ['7K3M-9QXT'], next: { by: '2027-03-02', state: 'soon' } },
    ]);
    expect(view!.duties.map((d) => [d.about, d.by])).toEqual([['7K3M-9QXT', '2027-03-02'], ['master', '2027-03-02'], ['root', '2028-03-01']]);
  });

  it('follows a chain, whatever the folders are called, and takes the newest statement', () => {
    const first = close({ ceremony: 'KC-Z' });
    close({ ceremony: 'KC-A', kind: 'rotate', previous: first.sha256, ended: '2026-09-01T10:00:00.000Z', lifecycle: [rootLife, { ...masterLife, state: 'deactivated', until: '2027-09-01' }, { ...masterLife, name: 'master-2', id: 'c3'.repeat(16), replaces: 'master', made: '2026-09-01T10:00:00.000Z' }] });
    const [view] = readLineages(folder, NOW);
    expect(view!.ceremonies.map((c) => c.id)).toEqual(['KC-Z', 'KC-A']);
    expect(view!.keys.map((k) => [k.name, k.state, k.next?.by])).toEqual([['root', 'active', '2028-03-01'], ['master', 'deactivated', '2027-09-01'], ['master-2', 'active', '2027-09-01']]);
    expect(view!.problems).toEqual([]);
  });

  it('keeps organisations apart, the one with the newest ceremony first', () => {
    close();
    close({ ceremony: 'KC-OTHER', organisation: 'Other Clinic', ended: '2026-12-01T10:00:00.000Z' });
    expect(readLineages(folder, NOW).map((v) => [v.organisation, v.problems])).toEqual([['Other Clinic', []], ['Example Health System', []]]);
  });

  it('says in sentences what does not hang together', () => {
    const first = close();
    close({ ceremony: 'KC-B', kind: 'check', previous: first.sha256, ended: '2026-09-01T10:00:00.000Z' });
    close({ ceremony: 'KC-C', kind: 'check', previous: first.sha256, ended: '2026-09-02T10:00:00.000Z' });
    cpSync(join(folder, 'KC-C-bundle'), join(folder, 'copy'), { recursive: true });
    const [view] = readLineages(folder, NOW);
    expect(view!.problems).toHaveLength(2);
    expect(view!.problems.join(' ')).toMatch(/more than once \(ceremony KC-C\).*KC-B and KC-C both follow KC-2026-1/);
    expect(view!.ceremonies.map((c) => c.id)).toEqual(['KC-2026-1', 'KC-B', 'KC-C']);
  });

  it('names each bundle that cannot be read, and does not lose the others', () => {
    close();
    put('broken/statement.dsse.json', '{"payload":');
    put('huge/statement.dsse.json', '');
    truncateSync(join(folder, 'huge/statement.dsse.json'), 9 * 1024 * 1024);
    mkdirSync(join(folder, 'link'));
    symlinkSync(join(folder, 'KC-2026-1-bundle/statement.dsse.json'), join(folder, 'link/statement.dsse.json'));
    put('half.partial/statement.dsse.json', 'half');
    const [view, ...others] = readLineages(folder, NOW);
    expect(others).toEqual([]);
    expect(view!.keys).toHaveLength(2);
    expect(view!.problems.map((p) => /bundle (\S+) .*\((\S+)\)/.exec(p)!.slice(1))).toEqual([[join(folder, 'broken'), 'transcript.malformed-json'], [join(folder, 'huge'), 'transcript.too-large'], [join(folder, 'link'), 'ELOOP']]);
  });

  it('shows unreadable bundles also where there is nothing else', () => {
    put('broken/statement.dsse.json', '');
    expect(readLineages(folder, NOW)).toMatchObject([{ keys: [], ceremonies: [], problems: [expect.stringContaining('broken')] }]);
    expect(codeOf(() => readBundle(join(folder, 'broken')))).toBe('lineage.statement-unread');
    expect(codeOf(() => readBundle(join(folder, 'none')))).toBe('lineage.statement-unread');
  });

  it('says of a statement that the root did not sign that it was changed', () => {
    const { payload } = sampleStatement();
    put('b/statement.dsse.json', encodeEnvelope(payload, [{ keyid: 'hsm-root', signature: utf8('no signature') }]));
    expect(readLineages(folder, NOW)[0]!.problems).toEqual([expect.stringContaining('does not carry the valid signature')]);
  });

  it('counts a check for the set that its plan names, and only where it is the very plan', () => {
    const plan = readFileSync(new URL('../../../resources/plans/check.yaml', import.meta.url), 'utf8').replace(/^( +id: )\S+( *#.*)?$/m, `$1${SET}`);
    const first = close();
    const other = { ...standing, id: '00000000' };
    const check = close({ ceremony: 'KC-CHECK', kind: 'check', previous: first.sha256, ended: '2026-12-20T10:00:00.000Z', shareSets: [standing, other], plan: { sha256: sha256Hex(utf8(plan)) } });
    const due = (): readonly (readonly string[])[] => readLineages(folder, NOW)[0]!.duties.filter((d) => d.what.startsWith('Check')).map((d) => [d.about, d.by]);
    expect(due()).toEqual([['0000-0000', '2027-03-02'], ['7K3M-9QXT', '2027-03-02']]);
    put(`${check.predicate.ceremony}-bundle/plan.yaml`, plan);
    expect(readBundle(join(folder, 'KC-CHECK-bundle')).plan?.ceremony).toBe('check');
    expect(due()).toEqual([['0000-0000', '2027-03-02'], ['7K3M-9QXT', '2027-12-20']]);
    put(`${check.predicate.ceremony}-bundle/plan.yaml`, `${plan}\n# changed`);
    expect(readBundle(join(folder, 'KC-CHECK-bundle')).plan).toBeNull();
  });

  it('changes nothing', () => {
    close();
    const before = readdirSync(folder, { recursive: true });
    readLineages(folder, NOW);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});

describe('saveCalendar', () => {
  it('writes a new file each time and overwrites none', () => {
    close();
    put('keyrite-duties-2027-01-10.ics', 'mine');
    const path = saveCalendar(folder, NOW);
    expect(path).toBe(join(folder, 'keyrite-duties-2027-01-10-2.ics'));
    expect(readFileSync(path, 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n[^]*DTSTART;VALUE=DATE:20270302\r\n[^]*END:VCALENDAR\r\n$/);
    expect(readFileSync(join(folder, 'keyrite-duties-2027-01-10.ics'), 'utf8')).toBe('mine');
    expect(saveCalendar(folder, NOW)).toBe(join(folder, 'keyrite-duties-2027-01-10-3.ics'));
  });

  it('refuses where there is nothing to save, no name left, or no place', () => {
    const answer = (where: string): unknown => calendarAnswer(() => saveCalendar(where, NOW));
    expect(answer(folder)).toMatchObject({ ok: false, refusal: { code: 'lineage.nothing' } });
    close();
    expect(answer(folder)).toEqual({ ok: true, path: join(folder, 'keyrite-duties-2027-01-10.ics') });
    for (let n = 2; n < 100; n++) put(`keyrite-duties-2027-01-10-${String(n)}.ics`, '');
    expect(answer(folder)).toMatchObject({ ok: false, refusal: { code: 'lineage.calendar-exists' } });
    expect(codeOf(() => writeNew(join(folder, 'none', 'x.ics'), utf8('')))).toBe('lineage.calendar-unwritten');
  });
});
