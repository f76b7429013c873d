import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePackage, sampleStatement } from '../../test/lineage/sample-lineage.ts';
import { sha256Hex } from '../core/bytes/digest.ts';
import { readPlan } from '../core/plan/read-plan.ts';
import { keyrite } from './keyrite.ts';
import { lineageCommand } from './lineage.ts';
import { planDraftCommand } from './plan-draft.ts';

const planFile = readFileSync(new URL('../../resources/plans/hyok-2-of-3-cards.yaml', import.meta.url));
const first = sampleStatement({ plan: { sha256: sha256Hex(planFile) } });
const second = sampleStatement({ ceremony: 'KC-2026-2', kind: 'check', previous: first.sha256, ended: '2026-09-01T10:00:00.000Z' });
const fork = sampleStatement({ ceremony: 'KC-2026-3', kind: 'check', previous: first.sha256, ended: '2026-09-02T10:00:00.000Z', title: 'Escape \u001b[2J' });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-lineage-'));
  for (const [name, statement] of [['one', first], ['two', second], ['fork', fork]] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'statement.dsse.json'), statement.envelope);
  }
  writeFileSync(join(folder, 'one', 'plan.yaml'), planFile);
  writeFileSync(join(folder, 'one', 'package.keyrite.json'), samplePackage());
  mkdirSync(join(folder, 'empty'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Command = typeof lineageCommand;
async function run(command: Command, ...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(args, { out: (line) => void out.push(line), err: (line) => void err.push(line) }, () => '2027-01-10T10:00:00.000Z');
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const at = (...names: readonly string[]): readonly string[] => names.map((name) => join(folder, name));

describe('keyrite lineage', () => {
  it('shows keys, states, duties, and ends with 0 where the lineage is whole', async () => {
    const { code, out, err } = await run(lineageCommand, ...at('two', 'one'));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Example Health System, REHEARSAL: keys are not real');
    expect(out).toMatch(/2026-03-02 {2}generate {2}KC-2026-1 {2}HYOK keys\n {2}2026-09-01 {2}check {5}KC-2026-2/);
    expect(out).toMatch(/master {2}AES-256 +7A3F 91C0 4D +active since 2026-03-02 +backup: set 7K3M-9QXT/);
    expect(out).toMatch(/soon {3}2027-03-02 {2}Rotate the master key/);
    expect(out).toMatch(/later {2}2027-09-01 {2}Check every share of set 7K3M-9QXT/);
    expect(out).toMatch(/One whole lineage: no fork, no gap\.$/);
  });

  it('ends with 1 and says why where it is broken, and lets nothing move the cursor', async () => {
    const forked = await run(lineageCommand, ...at('one', 'two', 'fork'));
    expect(forked).toMatchObject({ code: 1, out: expect.stringContaining('KC-2026-2 and KC-2026-3 both follow KC-2026-1') as string });
    expect(forked.out).not.toContain('\u001b');
    expect(await run(lineageCommand, ...at('two'))).toMatchObject({ code: 1, out: expect.stringContaining('This is not one whole lineage.') as string });
  });

  it('ends with 1 where a bundle cannot be read, and shows the others', async () => {
    expect(await run(lineageCommand, ...at('empty'))).toMatchObject({ code: 1, out: '', err: expect.stringContaining('ENOENT') as string });
    expect(await run(lineageCommand, ...at('one', 'empty'))).toMatchObject({ code: 1, out: expect.stringContaining('KC-2026-1') as string });
  });

  it('writes the calendar into a new file only', async () => {
    const file = join(folder, 'duties.ics');
    expect((await run(lineageCommand, ...at('one'), '--ics', file)).code).toBe(0);
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('DTSTART;VALUE=DATE:20270302');
    expect(await run(lineageCommand, ...at('one', 'two'), '--ics', file)).toMatchObject({ code: 2, err: expect.stringContaining('Nothing is ever overwritten') as string });
    expect(readFileSync(file, 'utf8')).toBe(written);
    expect(await run(lineageCommand, ...at('one'), '--ics', join(folder, 'none', 'x.ics'))).toMatchObject({ code: 2, err: expect.stringContaining('ENOENT') as string });
  });

  it('is a usage error without a bundle, with a strange option, or two calendars', async () => {
    for (const args of [[], ['--ics', 'x'], [...at('one'), '--ics'], [...at('one'), '--yes'], [...at('one'), '--ics', 'a', '--ics', 'b'], ['']]) expect((await run(lineageCommand, ...args)).code).toBe(2);
    expect(await keyrite(['lineage'], { out: () => undefined, err: () => undefined })).toBe(2);
  });
});

describe('keyrite plan draft', () => {
  it('prints a draft with people, device and cards of the plan before', async () => {
    const { code, out } = await run(planDraftCommand, 'draft', 'rotate', '--from', ...at('one'));
    expect(code).toBe(0);
    expect(out).toContain(`follows: "${first.sha256}" # the statement of KC-2026-1`);
    expect(out).toContain('name: master-2, replaces: master');
    expect(out).toContain('label: card-lindqvist');
    expect(readPlan(out).ok).toBe(false);
    const completed = out.replace("id: '' ", 'id: KC-2027-1 ').replace("deactivatedUntil: '' ", 'deactivatedUntil: "2028-12-31" ');
    expect(readPlan(completed).problems.filter((p) => p.severity === 'error')).toEqual([]);
  });

  it('takes the set and the keys that are named', async () => {
    expect((await run(planDraftCommand, 'draft', 'check', '--from', ...at('one'), '--set', '7k3m-9qxt')).out).toContain('id: "7K3M9QXT"');
    const destroy = await run(planDraftCommand, 'draft', 'destroy', '--from', ...at('one'), '--key', 'root', '--key', 'master');
    expect(destroy.out).toContain('destroys: [root, master]');
  });

  it('ends with 1 where the bundle, the set or the key is not there', async () => {
    const cases = [[...at('empty')], [...at('one'), '--set', '00000000'], [...at('one'), '--key', 'other']];
    for (const rest of cases) expect(await run(planDraftCommand, 'draft', 'rotate', '--from', ...rest)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/./) as string });
  });

  it('is a usage error without a kind that is known, or a bundle', async () => {
    const from = ['--from', ...at('one')];
    for (const args of [['draft'], ['draft', 'generate', ...from], ['draft', 'rotate'], ['draft', 'rotate', '--from'], ['draft', 'rotate', ...from, ...from], ['draft', 'rotate', 'check', ...from], ['draft', 'rotate', ...from, '--all']]) {
      expect((await run(planDraftCommand, ...args)).code, args.join(' ')).toBe(2);
    }
    expect(await keyrite(['plan', 'draft'], { out: () => undefined, err: () => undefined })).toBe(2);
  });
});
