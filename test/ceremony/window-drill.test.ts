/** Drills as the window holds them: incidents are brought about by the desk itself, the record knows nothing of them, the report is that of the scripted drill, and a real ceremony never has one. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLastingRoom, materialsOf } from '../../src/cli/rehearsal/lasting-room.ts';
import { nextAct } from '../../src/cli/rehearsal/scripted-people.ts';
import type { ScriptedRoom } from '../../src/cli/rehearsal/scripted-people.ts';
import type { DrillView } from '../../src/contract/drill-view.ts';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import type { ActAnswer } from '../../src/contract/table.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import type { DrillReport } from '../../src/core/drill/report.ts';
import { createDesk } from '../../src/main/runtime/desk.ts';
import type { Desk } from '../../src/main/runtime/desk.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { reportOnPlan } from '../../src/main/runtime/plan-report.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { laterText, leftBy } from './later-plans.ts';
import { quickPresence } from './quick-presence.ts';
import { planText } from './sample-plan.ts';
import { codeOf, createTestRoom, knownSecrets, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

const rooms: { remove(): void }[] = [];
afterAll(() => {
  for (const room of rooms) room.remove();
});
const newRoom = async (): Promise<TestRoom> => {
  const room = await createTestRoom();
  rooms.push(room);
  return room;
};
const open = (room: TestRoom, host: 'electron' | 'shell' = 'shell'): Desk => room.openDesk({ host, ports: { presence: quickPresence() } });
const begin = (desk: Desk, incidents: string[], text = planText): Promise<ActAnswer> => desk.handlers['ceremony:begin']({ name: 'plan.yaml', text, incidents });
const people = knownSecrets();

/** What the desk shows of a drill. */
async function drillOf(desk: Desk): Promise<DrillView> {
  const snapshot = await desk.handlers['ceremony:snapshot']({});
  if (snapshot?.drill === undefined) throw new Error('it is no drill');
  return snapshot.drill;
}
const struckIn = async (desk: Desk): Promise<readonly string[]> => (await drillOf(desk)).struck.map(({ id, handled }) => `${id}${handled ? ' handled' : ''}`);

/** Plays on until an act is refused; answers its code. */
async function playToRefusal(desk: Desk, room: ScriptedRoom = people): Promise<string> {
  for (let snapshot = await desk.handlers['ceremony:snapshot']({}); snapshot !== null; ) {
    const act = nextAct(snapshot, desk.handlers, room);
    if (act === null) return `nothing to do at ${snapshot.step.id}`;
    const answer = await act();
    if (!answer.ok) return answer.refusal.code;
    snapshot = answer.snapshot;
  }
  return 'nothing is open';
}
const toEnd = (desk: Desk, room: ScriptedRoom = people): Promise<Snapshot> => playUntil(desk, room, (s) => s.status === 'closed');
const note = (desk: Desk, what: string): Promise<ActAnswer> => desk.handlers['deviation:record']({ by: 'wim', what, remedy: 'as the script says' });
const twoPeople = { first: 'sam', firstCode: utf8('code of sam'), second: 'aud', secondCode: utf8('code of aud') };
const declareVoid = (desk: Desk): Promise<ActAnswer> => desk.handlers['set:declare-void']({ ...twoPeople, firstCode: utf8('code of sam'), secondCode: utf8('code of aud'), reason: 'a share cannot be used' });
const reportIn = (folder: string, ceremony: string): DrillReport => JSON.parse(readFileSync(join(folder, `${ceremony}-drill-report.json`), 'utf8')) as DrillReport;

describe('a drill at the window', () => {
  it('cuts the HSM off until it is plugged in, jams the printer, damages a share, and reports how it was handled', async () => {
    const room = await newRoom();
    const desk = open(room);
    expect(codeOf(await begin(desk, ['hsm-unplugged@key:master', 'printer-jam@share:3:write', 'share-damaged@share:1:read']))).toBe('accepted');
    expect(await struckIn(desk)).toEqual([]);

    expect(await playToRefusal(desk)).toBe('hsm.device-removed');
    expect((await drillOf(desk)).struck).toMatchObject([{ id: 'hsm-unplugged', how: 'real', unplugged: true, handled: false, step: { id: 'key:master' } }]);
    // It is really out: however often somebody tries, with the right PINs, nothing answers.
    for (let tries = 0; tries < 2; tries++) expect(await playToRefusal(desk)).toBe('hsm.device-removed');
    await note(desk, 'The HSM was cut off.');
    expect(codeOf(await desk.handlers['drill:plug-in']({}))).toBe('accepted');
    expect((await drillOf(desk)).struck).toMatchObject([{ unplugged: false }]);

    expect(await playToRefusal(desk)).toBe('printer.failed');
    expect(await struckIn(desk)).toEqual(['hsm-unplugged handled', 'printer-jam']);
    expect(codeOf(await declareVoid(desk))).toBe('accepted');

    expect(await playToRefusal(desk)).toBe('share.damaged');
    // The same sheet stays damaged.
    expect(await playToRefusal(desk)).toBe('share.damaged');
    expect(await struckIn(desk)).toEqual(['hsm-unplugged handled', 'printer-jam', 'share-damaged']);
    expect(codeOf(await declareVoid(desk))).toBe('accepted');
    const last = await toEnd(desk);
    await desk.close();

    expect(last.drill?.end?.incidents.map((i) => [i.id, i.handled])).toEqual([['hsm-unplugged', true], ['printer-jam', true], ['share-damaged', true]]);
    expect(last.drill?.end?.report).toBe(join(room.folder, 'KC-TEST-2-OF-3-drill-report.md'));
    const report = reportIn(room.folder, 'KC-TEST-2-OF-3');
    expect(report).toMatchObject({ keyriteDrill: 1, people: 'window', handled: true });
    expect(report.incidents.every((i) => i.milliseconds !== null && i.milliseconds <= report.milliseconds + 1000)).toBe(true);
    const page = readFileSync(join(room.folder, 'KC-TEST-2-OF-3-drill-report.md'), 'utf8');
    expect(page).toContain('The people of the plan acted at the window');
    expect(page).toContain('**All 3 incidents were handled rightly.**');

    const bundle = join(room.folder, 'KC-TEST-2-OF-3-bundle');
    const { findings } = await verifyBundle(directorySource(bundle), { allowRehearsal: true });
    expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
    // The record holds what people did and nothing of the facilitator's.
    expect(readFileSync(join(bundle, 'transcript.jsonl'), 'utf8')).not.toMatch(/drill|incident|facilitator/i);
  });

  it('goes on after the power failed: what struck is remembered beside the file', async () => {
    const room = await newRoom();
    const first = open(room);
    await begin(first, ['power-cut@hsm:primary:check', 'hsm-unplugged@seal']);
    await playUntil(first, people, (s) => s.step.id === 'hsm:primary:check');
    expect(await struckIn(first)).toEqual(['power-cut']);
    await first.close();

    const desk = open(room);
    await desk.handlers['ceremony:reopen']({ file: join(room.folder, 'KC-TEST-2-OF-3.keyrite') });
    expect(await struckIn(desk)).toEqual(['power-cut']);
    expect(await playToRefusal(desk)).toBe('hsm.device-removed');
    expect(await struckIn(desk)).toEqual(['power-cut handled', 'hsm-unplugged']);
    await desk.handlers['drill:plug-in']({});
    await note(desk, 'The HSM was cut off.');
    await toEnd(desk);
    await desk.close();
    expect(reportIn(room.folder, 'KC-TEST-2-OF-3').handled).toBe(true);
  });

  it('says in the report what was not handled, and what never came', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk, ['custodian-missing']);
    await playUntil(desk, people, (s) => s.step.id === 'attendance');
    expect((await drillOf(desk)).struck).toMatchObject([{ id: 'custodian-missing', how: 'told', sentence: expect.stringContaining('Ask Cem Three to stay outside') as string }]);
    await playUntil(desk, people, (s) => s.step.id === 'hsm:primary:check');
    const answer = await desk.handlers['ceremony:abandon']({ ...twoPeople, firstCode: utf8('code of sam'), secondCode: utf8('code of aud'), reason: 'enough' });
    expect(codeOf(answer)).toBe('accepted');
    await desk.close();
    // Everybody had registered, and nobody had paused it.
    expect(reportIn(room.folder, 'KC-TEST-2-OF-3')).toMatchObject({ handled: false, incidents: [{ id: 'custodian-missing', handled: false }], ceremonies: [{ outcome: 'abandoned' }] });
  });
});

describe('a suspected compromise at the window', () => {
  it('is answered by a revocation, which completes the report of the drill', async () => {
    const base = mkdtempSync(join(tmpdir(), 'keyrite-window-drill-'));
    const lasting = createLastingRoom((ceremony) => join(base, ceremony), people);
    rooms.push({ remove: () => { lasting.remove(); rmSync(base, { recursive: true, force: true }); } });
    const first = await lasting.play(planText, { ports: (ports) => ({ ...ports, presence: quickPresence() }) });
    const folder = join(base, 'here');
    const at: ScriptedRoom = { ...people, sheet: (_set, index) => Uint8Array.from(readFileSync(join(lasting.roomOf(first.plan.id), `share-${String(index)}-of-3.pdf`))) };
    const openHere = (): Desk => {
      const ports = { ...createPorts({ version: 'test', workerEnv: lasting.env, roomFolder: join(base, 'sheets') }), presence: quickPresence() };
      return createDesk({ folder, host: 'shell', version: 'test', ports, offline: ports.offline });
    };
    const materials = [...materialsOf(first.bundle)];
    const check = openHere();
    expect(codeOf(await check.handlers['ceremony:begin']({ name: 'check.yaml', text: laterText('check', leftBy(first)), materials, incidents: ['suspected-compromise@check:2'] }))).toBe('accepted');
    await playUntil(check, at, (s) => s.step.id === 'check:2');
    expect(await struckIn(check)).toEqual(['suspected-compromise']);
    const answer = await check.handlers['ceremony:abandon']({ ...twoPeople, firstCode: utf8('code of sam'), secondCode: utf8('code of aud'), reason: 'the keys may be known' });
    expect(answer.snapshot?.drill?.end).toMatchObject({ waits: true, incidents: [{ handled: false }] });
    await check.close();
    expect(reportIn(folder, 'KC-TEST-CHECK').handled).toBe(false);

    const revoke = openHere();
    expect(codeOf(await revoke.handlers['ceremony:begin']({ name: 'revoke.yaml', text: laterText('revoke', leftBy(first), { sets: [] }), materials }))).toBe('accepted');
    const last = await toEnd(revoke, at);
    expect(last.drill).toBeUndefined();
    await revoke.close();
    const report = reportIn(folder, 'KC-TEST-CHECK');
    expect(report.handled).toBe(true);
    expect(report.ceremonies.map((c) => [c.id, c.outcome])).toEqual([['KC-TEST-CHECK', 'abandoned'], ['KC-TEST-REVOKE', 'closed']]);
  });
});

describe('what is no drill', () => {
  const production = planText.replace('mode: rehearsal', 'mode: production');

  it('is a real ceremony: refused with a code, and nothing is opened', async () => {
    const room = await newRoom();
    const before = readdirSync(room.folder);
    const desk = open(room, 'electron');
    expect(codeOf(await begin(desk, ['hsm-unplugged'], production))).toBe('drill.real-ceremony');
    expect(await desk.handlers['ceremony:snapshot']({})).toBeNull();
    expect(readdirSync(room.folder)).toEqual(before);
    await desk.close();
    expect(reportOnPlan(production).incidents).toBeUndefined();
    expect(reportOnPlan(planText).incidents?.map((i) => i.id)).toContain('hsm-unplugged');
  });

  it('is a real ceremony beside which somebody laid the file of a drill', async () => {
    const room = await newRoom();
    const first = open(room, 'electron');
    expect(codeOf(await begin(first, [], production))).toBe('accepted');
    expect(codeOf(await first.handlers['drill:plug-in']({}))).toBe('drill.not-unplugged');
    await first.close();
    writeFileSync(join(room.folder, 'KC-TEST-2-OF-3.drill.json'), JSON.stringify({ keyriteDrill: 1, ceremony: 'KC-TEST-2-OF-3', incidents: ['hsm-unplugged@key:root'], strikes: {}, damaged: null }));
    const desk = open(room, 'electron');
    const answer = await desk.handlers['ceremony:reopen']({ file: join(room.folder, 'KC-TEST-2-OF-3.keyrite') });
    expect(codeOf(answer)).toBe('accepted');
    expect(answer.snapshot?.ceremony.mode).toBe('production');
    expect(answer.snapshot?.drill).toBeUndefined();
    await desk.close();
  });

  it('is a rehearsal on another device, one whose file of the drill cannot be read, and an incident that cannot strike', async () => {
    const room = await newRoom();
    const desk = open(room);
    expect(codeOf(await begin(desk, ['hsm-unplugged'], planText.replaceAll('/usr/lib/softhsm/libsofthsm2.so', '/opt/vendor/libhsm.so')))).toBe('drill.not-soft');
    expect(codeOf(await begin(desk, ['tampered-bag']))).toBe('drill.cannot-strike');
    expect(codeOf(await begin(desk, ['earthquake']))).toBe('drill.unknown-incident');
    expect(codeOf(await desk.handlers['drill:plug-in']({}))).toBe('ceremony.not-open');
    expect(existsSync(join(room.folder, 'KC-TEST-2-OF-3.keyrite'))).toBe(false);
    expect(codeOf(await begin(desk, ['hsm-unplugged']))).toBe('accepted');
    await desk.close();
    const memory = join(room.folder, 'KC-TEST-2-OF-3.drill.json');
    const text = readFileSync(memory, 'utf8');
    for (const bad of ['{', text.replace('"keyriteDrill":1', '"keyriteDrill":2'), text.replace('KC-TEST-2-OF-3', 'KC-OTHER')]) {
      writeFileSync(memory, bad);
      const again = open(room);
      expect(codeOf(await again.handlers['ceremony:reopen']({ file: join(room.folder, 'KC-TEST-2-OF-3.keyrite') })), bad).toBe('drill.file-damaged');
      await again.close();
    }
    rmSync(memory);
    const again = open(room);
    expect((await again.handlers['ceremony:reopen']({ file: join(room.folder, 'KC-TEST-2-OF-3.keyrite') })).snapshot?.drill).toBeUndefined();
    await again.close();
  });
});
