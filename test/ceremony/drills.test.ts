/** Drills on real soft tokens: every incident strikes at least two kinds of plan and is handled, what closed verifies, what cannot strike is refused, and wrong handling is reported as such. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { drillCommand } from '../../src/cli/drill.ts';
import { briefMarkdown } from '../../src/core/drill/brief.ts';
import { allThatStrike, chooseIncidents, requireSoft } from '../../src/core/drill/choose.ts';
import { incidents } from '../../src/core/drill/incidents.ts';
import { performDrill } from '../../src/cli/drill/perform.ts';
import type { DrillResult } from '../../src/cli/drill/perform.ts';
import { greyPng } from '../../src/cli/drill/png.ts';
import { reportOf } from '../../src/core/drill/report.ts';
import type { DrillReport } from '../../src/core/drill/report.ts';
import { reportMarkdown } from '../../src/core/drill/report-markdown.ts';
import type { People } from '../../src/cli/drill/running.ts';
import { createLastingRoom } from '../../src/cli/rehearsal/lasting-room.ts';
import type { LastingRoom, Played } from '../../src/cli/rehearsal/lasting-room.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { nothingInherited } from '../../src/core/lineage/types.ts';
import type { Inherited } from '../../src/core/lineage/types.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { eachPage } from '../../src/main/adapters/carriers/pdf-pages.ts';
import { readCodes } from '../../src/main/adapters/carriers/read-codes.ts';
import type { DeskPorts } from '../../src/main/runtime/ports.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { laterText } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { quickPresence } from './quick-presence.ts';
import { planFrom, planText, SOFTHSM } from './sample-plan.ts';

type Later = Parameters<typeof laterText>[0];

const folder = mkdtempSync(join(tmpdir(), 'keyrite-drills-'));
const rooms: LastingRoom[] = [];
afterAll(() => {
  for (const room of rooms) room.remove();
  rmSync(folder, { recursive: true, force: true });
});

const ports = (real: DeskPorts): DeskPorts => ({ ...real, presence: quickPresence() });
const newRoom = (): LastingRoom => {
  const here = mkdtempSync(join(folder, 'room-'));
  const room = createLastingRoom((ceremony) => join(here, ceremony));
  rooms.push(room);
  return room;
};
const left = ({ statement, sha256 }: Played): Inherited => {
  const { ceremony, mode, lifecycle, shareSets } = statement.predicate;
  return { statement: sha256, ceremony, mode, keys: lifecycle, sets: shareSets };
};

/** A room in which the sample's keys were made. */
interface Organisation {
  readonly room: LastingRoom;
  readonly first: Played;
}
const found = async (): Promise<Organisation> => {
  const room = newRoom();
  return { room, first: await room.play(planText, { ports }) };
};
/** One whose keys nobody destroys, and to whose HSM nobody adds any. */
let lasting: Promise<Organisation> | null = null;
const organisation = (): Promise<Organisation> => (lasting ??= found());

const nobody: People = () => null;
let number = 0;

async function drillFirst(words: readonly string[], people?: People): Promise<DrillResult> {
  const plan = planFrom(planText);
  return performDrill({ room: newRoom(), text: planText, plan, before: null, chosen: chooseIncidents(words, plan), ports, ...(people === undefined ? {} : { people }) });
}

async function drillLater(kind: Later, words: readonly string[], options: LaterOptions & { readonly people?: People; readonly in?: Organisation } = {}): Promise<DrillResult> {
  const { room, first } = options.in ?? (await organisation());
  number++;
  const text = laterText(kind, left(first), { id: `KC-DRILL-${String(number)}`, ...(kind === 'check' ? {} : { spare: `spare-${String(number)}` }), ...(kind === 'restore' ? { hsm: `new-${String(number)}` } : {}), ...options });
  const plan = planFrom(text);
  return performDrill({ room, text, plan, before: first, chosen: chooseIncidents(words, plan), ports, ...(options.people === undefined ? {} : { people: options.people }) });
}

const handledIn = (report: DrillReport): Readonly<Record<string, boolean>> => Object.fromEntries(report.incidents.map((i) => [i.id, i.handled]));
const missedIn = (report: DrillReport): readonly string[] => report.incidents.flatMap((i) => (i.struck === null ? [`${i.id} did not strike`] : i.signs.filter((s) => s.entry === null).map((s) => `${i.id}: ${s.what}`)));
const eventsOf = <T extends CeremonyEvent['type']>({ entries }: Pick<DrillResult, 'entries'>, type: T): readonly Extract<CeremonyEvent, { type: T }>[] => entries.map((e) => e.event).filter((e): e is Extract<CeremonyEvent, { type: T }> => e.type === type);

async function verified(bundle: string | null): Promise<void> {
  expect(bundle).not.toBeNull();
  const { findings } = await verifyBundle(directorySource(bundle ?? ''), { allowRehearsal: true });
  expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
}

/** Everything struck, everything was handled, times are told in order, and what closed verifies. */
async function handled(result: DrillResult, ids: readonly string[]): Promise<DrillReport> {
  const report = reportOf(result);
  expect(result.stopped).toBeNull();
  expect(missedIn(report)).toEqual([]);
  expect(handledIn(report)).toEqual(Object.fromEntries(ids.map((id) => [id, true])));
  expect(report.handled).toBe(true);
  for (const incident of report.incidents) {
    expect(incident.milliseconds, incident.id).toBeGreaterThanOrEqual(0);
    expect(incident.milliseconds, incident.id).toBeLessThanOrEqual(report.milliseconds);
    expect(Math.max(...incident.signs.map((s) => s.after ?? -1)), incident.id).toBe(incident.milliseconds);
    expect(incident.entries.length, incident.id).toBeGreaterThan(0);
  }
  if (result.outcome === 'closed') await verified(result.bundle);
  return report;
}

describe('a first ceremony with incidents', () => {
  it('goes through a power cut, an HSM unplugged, a paper jam and a torn sheet in one drill, and closes', async () => {
    const result = await drillFirst(['printer-jam', 'hsm-unplugged@backup', 'share-damaged@share:3:read', 'power-cut@key:master']);
    const report = await handled(result, ['power-cut', 'hsm-unplugged', 'printer-jam', 'share-damaged']);
    expect(result.outcome).toBe('closed');
    // The master key was in the HSM when the power failed, and is not made again.
    expect(eventsOf(result, 'key.generated').map((e) => [e.key, e.found])).toEqual([['root', false], ['master', true]]);
    expect(eventsOf(result, 'set.declared-void')).toHaveLength(2);
    expect(eventsOf(result, 'step.failed').map((e) => e.code)).toContain('hsm.device-removed');
    expect(report.incidents.flatMap((i) => i.deviations).every((d) => d.acceptedBy.length > 0)).toBe(true);
    const roomFolder = join(dirname(result.record), 'room');
    const torn = Uint8Array.from(readFileSync(join(roomFolder, 'torn-sheet.png')));
    expect(await readCodes(torn)).toEqual([]);
    // The picture is one: the same page, not torn, reads.
    let whole = new Uint8Array();
    await eachPage(Uint8Array.from(readFileSync(join(roomFolder, 'share-3-of-3.pdf'))), 150, (page) => {
      whole = Uint8Array.from(greyPng(page));
      return Promise.resolve(true);
    });
    expect(await readCodes(whole)).toHaveLength(1);
    expect(torn.length).toBeGreaterThan(2000);
  });

  it('is paused and abandoned by two people where a custodian of a new share does not come', async () => {
    const result = await drillFirst(['custodian-missing']);
    const report = await handled(result, ['custodian-missing']);
    expect(result.outcome).toBe('abandoned');
    expect(result.bundle).toBeNull();
    expect(report.absent).toEqual(['Cem Three']);
    expect(eventsOf(result, 'participant.absent')).toEqual([]);
    expect(result.entries.at(-1)?.event.type).toBe('ceremony.abandoned');
  });

  it('makes no key twice where the HSM was unplugged while it made the last one', async () => {
    const result = await drillFirst(['hsm-unplugged']);
    await handled(result, ['hsm-unplugged']);
    expect(eventsOf(result, 'key.generated').map((e) => [e.key, e.found])).toEqual([['root', false], ['master', true]]);
  });
});

describe('a check with incidents', () => {
  it('records who is missing, another bag, a card that gives other bytes, and goes on after a power cut', async () => {
    const result = await drillLater('check', ['custodian-missing', 'tampered-bag@check:1', 'share-damaged@check:2', 'power-cut@hsm-check']);
    const report = await handled(result, ['custodian-missing', 'power-cut', 'tampered-bag', 'share-damaged']);
    expect(result.outcome).toBe('closed');
    expect(eventsOf(result, 'share.checked').map((e) => [e.index, e.result])).toEqual([[1, 'bag-mismatch'], [2, 'damaged'], [3, 'missing']]);
    expect(report.absent).toEqual(['Cem Three']);
  });

  it('records a torn sheet as damaged', async () => {
    const result = await drillLater('check', ['share-damaged@check:1']);
    await handled(result, ['share-damaged']);
    expect(eventsOf(result, 'share.checked').map((e) => e.result)).toEqual(['damaged', 'readable', 'readable']);
  });
});

describe('a restore with incidents', () => {
  it('notes another bag, and puts the keys on once although the HSM is unplugged while they are installed and the power fails at the seal', async () => {
    const result = await drillLater('restore', ['tampered-bag', 'hsm-unplugged', 'power-cut@seal']);
    await handled(result, ['tampered-bag', 'hsm-unplugged', 'power-cut']);
    expect(eventsOf(result, 'restore.failed').map((e) => e.code)).toEqual(['hsm.device-removed']);
    expect(eventsOf(result, 'restore.passed')).toHaveLength(1);
  });

  it('goes on without a custodian while a quorum is there, and ends where none can be', async () => {
    const enough = await drillLater('restore', ['custodian-missing']);
    await handled(enough, ['custodian-missing']);
    expect(enough.outcome).toBe('closed');
    const short = await drillLater('restore', ['custodian-missing'], { shares: [1, 3] });
    expect(missedIn(reportOf(short))).toEqual([]);
    expect(short.outcome).toBe('abandoned');
  });
});

describe('a rotation and a reshare with incidents', () => {
  it('rotates although the power fails during the backup, the sheet jams, the card gives other bytes and the HSM is unplugged while it seals', async () => {
    const result = await drillLater('rotate', ['printer-jam', 'share-damaged@share:2:read', 'power-cut@backup', 'hsm-unplugged@seal'], { in: await found() });
    await handled(result, ['power-cut', 'printer-jam', 'share-damaged', 'hsm-unplugged']);
    expect(result.outcome).toBe('closed');
  });

  it('shares anew with another custodian where the first one brings a torn sheet, gathers again after a jam, and proves although the spare is unplugged', async () => {
    const result = await drillLater('reshare', ['share-damaged@quorum', 'printer-jam', 'hsm-unplugged@proof']);
    await handled(result, ['share-damaged', 'printer-jam', 'hsm-unplugged']);
    expect(eventsOf(result, 'share.presented').every((e) => e.index !== 1)).toBe(true);
  });
});

describe('a destruction with incidents', () => {
  it('destroys although the HSM is unplugged while it does, and says which share was not there', async () => {
    const here = await found();
    const result = await drillLater('destroy', ['custodian-missing', 'hsm-unplugged', 'power-cut@share-destroying'], { in: here });
    await handled(result, ['custodian-missing', 'hsm-unplugged', 'power-cut']);
    expect(eventsOf(result, 'share.destroyed').map((e) => [e.index, e.result])).toEqual([[1, 'destroyed'], [2, 'destroyed'], [3, 'not-destroyed']]);
    expect(eventsOf(result, 'key.destroyed')).toHaveLength(1);
  });

  it('ends in a power cut that comes when the key is gone and nobody has heard it', async () => {
    const result = await drillLater('destroy', ['power-cut@key-destroying'], { in: await found() });
    await handled(result, ['power-cut']);
  });
});

describe('a suspected compromise', () => {
  it.each([['check', 'check:2'], ['rotate', 'key-generation']] as const)('ends a %s at %s, and a revocation on the same HSM destroys the keys', async (kind, step) => {
    const here = await found();
    const result = await drillLater(kind, [`suspected-compromise@${step}`], { in: here });
    const report = await handled(result, ['suspected-compromise']);
    expect(result.outcome).toBe('abandoned');
    expect(result.followed?.plan.ceremony).toBe('revoke');
    expect(result.followed?.outcome).toBe('closed');
    expect(eventsOf(result.followed ?? result, 'ceremony.opened').map((e) => e.previous)).toEqual([here.first.sha256]);
    expect(eventsOf(result.followed ?? result, 'key.destroyed').map((e) => e.key)).toEqual(['master']);
    await verified(result.followed?.bundle ?? null);
    expect(report.ceremonies.map((c) => c.outcome)).toEqual(['abandoned', 'closed']);
    expect(reportMarkdown(report)).toContain('an emergency revocation was opened');
  });
});

describe('people who handle it wrongly', () => {
  it('print a jammed sheet a second time: the ceremony closes, and the report says what is not in the record', async () => {
    const result = await drillFirst(['printer-jam'], nobody);
    expect(result.outcome).toBe('closed');
    const report = reportOf(result);
    expect(report.handled).toBe(false);
    expect(report.incidents[0]).toMatchObject({ handled: false, milliseconds: null, struck: { entry: expect.any(Number) as number } });
    const text = reportMarkdown(report);
    expect(text).toContain('**Not handled rightly: A share sheet jams in the printer.**');
    expect(text).toContain('- [ ] two people declared the share set void: **not in the record**');
    expect(text).not.toContain('handled in');
  });

  it('take a bag on trust, read a torn sheet again and again, or wait for ever', async () => {
    const bag = await drillLater('restore', ['tampered-bag'], { people: nobody });
    expect(bag.outcome).toBe('closed');
    expect(handledIn(reportOf(bag))).toEqual({ 'tampered-bag': false });
    const torn = await drillLater('check', ['share-damaged@check:1', 'tampered-bag@check:3'], { people: nobody });
    expect(torn.outcome).toBe('stopped');
    expect(torn.stopped?.refused.code).toBe('share.no-code');
    expect(missedIn(reportOf(torn))).toContain('tampered-bag did not strike');
    expect(reportMarkdown(reportOf(torn))).toContain('The ceremony did not come to it.');
    const waiting = await drillLater('check', ['custodian-missing'], { people: nobody });
    expect(waiting.outcome).toBe('stopped');
    expect(reportOf(waiting).handled).toBe(false);
    expect(reportMarkdown(reportOf(waiting))).toContain('stopped: nobody went on');
  });
});

describe('what cannot be drilled', () => {
  const someSet: Inherited = { ...nothingInherited, statement: 'ab'.repeat(32), sets: [{ id: '00000000', ceremony: 'KC-1', made: null, threshold: 2, count: 3, commitments: [], custodians: [], package: 'cd'.repeat(32), keys: ['root', 'master'] }] };
  const planOf = (kind: Later | 'generate') => planFrom(kind === 'generate' ? planText : laterText(kind, someSet));
  const refusedBy = (words: readonly string[], kind: Later | 'generate'): string => {
    try {
      chooseIncidents(words, planOf(kind));
      return 'accepted';
    } catch (error) {
      return error instanceof RefusalError ? error.code : String(error);
    }
  };

  it.each([
    ['destroy', 'share-damaged'], ['revoke', 'tampered-bag'], ['generate', 'tampered-bag'], ['check', 'printer-jam'], ['check', 'hsm-unplugged'],
    ['generate', 'suspected-compromise'], ['restore', 'suspected-compromise'], ['revoke', 'suspected-compromise'], ['transfer', 'printer-jam'],
  ] as const)('refuses %s with %s, and says why', (kind, incident) => {
    expect(refusedBy([incident], kind)).toBe('drill.cannot-strike');
    expect(() => chooseIncidents([incident], planOf(kind))).toThrow(/cannot strike this plan: [a-z].+\. Nothing was run/);
  });

  it('refuses what is not known, not there, named twice, at one step, or never reached', () => {
    expect(refusedBy(['earthquake'], 'generate')).toBe('drill.unknown-incident');
    expect(refusedBy(['power-cut@closing'], 'generate')).toBe('drill.not-at-step');
    expect(refusedBy(['power-cut', 'power-cut'], 'generate')).toBe('drill.incident-twice');
    expect(refusedBy(['power-cut@backup', 'hsm-unplugged@backup'], 'generate')).toBe('drill.same-step');
    expect(refusedBy(['custodian-missing', 'power-cut'], 'generate')).toBe('drill.never-reached');
    expect(refusedBy(['custodian-missing', 'power-cut'], 'check')).toBe('accepted');
  });

  it('gives each incident a step of its own where none was named', () => {
    const steps = chooseIncidents(['share-damaged', 'tampered-bag', 'power-cut'], planOf('check')).map((c) => c.step.id);
    expect(new Set(steps).size).toBe(3);
  });

  it('never touches a device that is not a soft token', () => {
    const real = planFrom(planText.replace(`module: ${SOFTHSM}\n  label: test-spare`, 'module: /opt/vendor/libhsm.so\n  label: test-spare'));
    expect(() => requireSoft(real)).toThrow('/opt/vendor/libhsm.so');
    const card = planFrom(planText.replace(`card: { module: ${SOFTHSM}`, 'card: { module: /usr/lib/opensc-pkcs11.so'));
    expect(() => requireSoft(card)).toThrow('/usr/lib/opensc-pkcs11.so');
  });
});

describe('keyrite drill', () => {
  const said: string[] = [];
  const io = { out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) };
  const drill = (...args: readonly string[]): Promise<number> => {
    said.length = 0;
    return drillCommand(args, io);
  };
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('lists the incidents, and where they can strike a plan', async () => {
    expect(await drill('--list')).toBe(0);
    for (const { id } of incidents) expect(said.join('\n')).toContain(id);
    expect(await drill('--list', '--plan', write('list.yaml', planText))).toBe(0);
    expect(said.join('\n')).toContain('tampered-bag           cannot strike: no bag is opened in it.');
    expect(said.join('\n')).toContain('custodian-missing      at attendance (ends the ceremony)');
  });

  it('writes the sheet of the facilitator and runs nothing', async () => {
    const out = join(folder, 'brief');
    expect(await drill('--brief', '--plan', write('brief.yaml', planText), '--out', out, '--incident', 'printer-jam', 'power-cut')).toBe(0);
    expect(existsSync(out)).toBe(false);
    const text = said.join('\n');
    expect(text).toContain('Print share 3');
    expect(text).toContain('Read aloud');
    expect(text.indexOf('The power fails')).toBeLessThan(text.indexOf('A share sheet jams'));
    const plan = planFrom(planText);
    const all = briefMarkdown(plan, allThatStrike(plan));
    for (const { incident, step } of allThatStrike(plan)) expect(all).toContain(incident.readAloud(plan, step).slice(0, 30));
    expect(all).toContain('right handling ends the ceremony');
  });

  it('runs a later ceremony after the one before it, and leaves report, record and bundle', async () => {
    const out = join(folder, 'out');
    const text = laterText('check', { ...nothingInherited, statement: '00'.repeat(32), sets: [{ id: '00000000', ceremony: 'KC-1', made: null, threshold: 2, count: 3, commitments: [], custodians: [], package: '00'.repeat(32), keys: [] }] });
    expect(await drill('--plan', write('check.yaml', text), '--before', write('first.yaml', planText), '--incident', 'tampered-bag', '--out', out, '--json')).toBe(0);
    const report = JSON.parse(said.at(-1) ?? '') as DrillReport;
    expect(JSON.parse(readFileSync(join(out, 'drill-report.json'), 'utf8'))).toEqual(report);
    expect(report).toMatchObject({ keyriteDrill: 1, people: 'scripted', handled: true });
    expect(report.present.map((p) => p.name)).toContain('Wim Witness');
    const page = readFileSync(join(out, 'drill-report.md'), 'utf8');
    expect(page).toContain('**The incident was handled rightly.**');
    expect(page).toContain('played by a program');
    expect(page).toContain('For the debrief');
    await verified(report.ceremonies[0]?.bundle ?? null);
    expect(readdirSync(out).sort()).toEqual(['KC-TEST-CHECK.keyrite', 'before', 'bundle', 'drill-report.json', 'drill-report.md', 'room']);
    // Nothing is ever overwritten.
    expect(await drill('--plan', write('again.yaml', planText), '--incident', 'power-cut', '--out', out)).toBe(1);
    expect(said.join()).toContain('ceremony.output-exists');
  });

  it('refuses before anything is made', async () => {
    const out = join(folder, 'none');
    const refusing = async (text: string, ...words: readonly string[]): Promise<string> => {
      expect(await drill('--plan', write('refused.yaml', text), '--out', out, '--incident', ...words)).toBe(1);
      expect(existsSync(out)).toBe(false);
      return said.join();
    };
    expect(await refusing(planText, 'tampered-bag')).toContain('drill.cannot-strike');
    expect(await refusing(planText.replace('mode: rehearsal', 'mode: production'), 'power-cut')).toContain('ceremony.production-refused');
    expect(await refusing(planText.replace(`module: ${SOFTHSM}\n  label: test-hsm`, 'module: /opt/vendor/libhsm.so\n  label: test-hsm'), 'power-cut')).toContain('drill.not-soft');
    expect(await refusing(planText.replace('threshold: 2', 'threshold: 9'), 'power-cut')).toContain('plan.threshold-above-shares');
  });

  it('answers wrong words with its usage', async () => {
    expect(await drill()).toBe(2);
    expect(await drill('power-cut')).toBe(2);
    expect(await drill('--list', '--brief')).toBe(2);
    expect(await drill('--what')).toBe(2);
  });
});
