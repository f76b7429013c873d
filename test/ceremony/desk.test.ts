/** The desk on real parts: what people may get wrong is refused by code, changes nothing, and the ceremony goes on. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import type { StorePort } from '../../src/core/ports/ports.ts';
import { openCeremonyFile } from '../../src/main/adapters/store/ceremony-file.ts';
import { parseEntry } from '../../src/core/transcript/event-schema.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import type { Desk } from '../../src/main/runtime/desk.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { quickPresence } from './quick-presence.ts';
import { planText } from './sample-plan.ts';
import { begin, codeOf, createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

const rooms: TestRoom[] = [];
const desks: Desk[] = [];

async function newRoom(text?: string): Promise<TestRoom> {
  const room = await createTestRoom(text);
  rooms.push(room);
  return room;
}

function open(room: TestRoom, change: Parameters<TestRoom['openDesk']>[0] = {}): Desk {
  const desk = room.openDesk({ ...change, ports: { presence: quickPresence(), ...change.ports } });
  desks.push(desk);
  return desk;
}

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
  for (const room of rooms.splice(0)) room.remove();
});

const file = 'KC-TEST-2-OF-3.keyrite';
const at = (kind: string, index?: number) => (s: { readonly step: { readonly kind: string; readonly id: string } }): boolean => s.step.kind === kind && (index === undefined || s.step.id.includes(`:${String(index)}:`));

describe('opening', () => {
  it('refuses a plan with mistakes and makes no file', async () => {
    const room = await newRoom();
    const answer = await open(room).handlers['ceremony:begin']({ name: 'p', text: planText.replace('threshold: 2', 'threshold: 9') });
    expect(codeOf(answer)).toBe('ceremony.plan-refused');
    expect(existsSync(join(room.folder, file))).toBe(false);
  });

  it('refuses a real ceremony outside Electron and makes no file', async () => {
    const room = await newRoom();
    const answer = await open(room).handlers['ceremony:begin']({ name: 'p', text: planText.replace('mode: rehearsal', 'mode: production') });
    expect(codeOf(answer)).toBe('ceremony.production-refused');
    expect(existsSync(join(room.folder, file))).toBe(false);
  });

  it('never begins over a ceremony that exists, and opens one only once', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    expect(codeOf(await desk.handlers['ceremony:begin']({ name: 'p', text: planText }))).toBe('ceremony.already-open');
    expect(codeOf(await open(room).handlers['ceremony:reopen']({ file: join(room.folder, file) }))).toBe('store.in-use');
    await desk.handlers['ceremony:leave']({});
    expect(codeOf(await desk.handlers['ceremony:begin']({ name: 'p', text: planText }))).toBe('store.exists');
  });

  it('shows at the review, and records, what the plan check remarks', async () => {
    const text = planText.replace('type: aes-256, cryptoperiodDays: 365', 'type: aes-256, cryptoperiodDays: 3000');
    const room = await newRoom(text);
    const desk = open(room);
    const { step } = await begin(desk, text);
    const shown = step.kind === 'plan-review' ? step.warnings : [];
    expect(shown.some((w) => w.startsWith('keys[1].cryptoperiodDays: '))).toBe(true);
    await desk.handlers['plan:accept']({});
    await desk.close();
    const stored = openCeremonyFile(join(room.folder, file));
    const reviewed = [...stored.entries()].map(({ seq, line }) => parseEntry(line, seq).event).find((e) => e.type === 'plan.reviewed');
    stored.close();
    expect(reviewed?.warnings).toEqual(shown);
  });

  it('refuses to act while nothing is open, and a file that is no ceremony', async () => {
    const room = await newRoom();
    const desk = open(room);
    expect(codeOf(await desk.handlers['plan:accept']({}))).toBe('ceremony.not-open');
    writeFileSync(join(room.folder, 'other.keyrite'), 'not a ceremony');
    expect(codeOf(await desk.handlers['ceremony:reopen']({ file: join(room.folder, 'other.keyrite') }))).toMatch(/^store\./);
  });
});

describe('PINs and codes', () => {
  it('refuses halves that are short, missing, or not asked for, and a wrong code; each can be tried again', async () => {
    const room = await newRoom();
    const desk = room.openDesk();
    desks.push(desk);
    await begin(desk);
    expect(codeOf(await desk.handlers['pin:enter']({ token: 'primary', pin: 'user', half: 0, value: utf8('too-early') }))).toBe('ceremony.pin-not-awaited');
    const check = await playUntil(desk, room.people, (s) => s.step.kind === 'hsm-check' && s.step.confirmable);
    const before = check.record.count;
    const wrong = utf8('not my code');
    const refused = await desk.handlers['step:confirm']({ participant: 'sam', code: wrong });
    expect(codeOf(refused)).toBe('presence.wrong-code');
    expect(wrong.every((b) => b === 0)).toBe(true);
    expect(refused.snapshot?.record.count).toBe(before);
    const prepare = await playUntil(desk, room.people, (s) => s.step.kind === 'hsm-prepare' && !s.step.confirmable);
    expect(prepare.step.pins).toHaveLength(2);
    const short = utf8('1234567');
    expect(codeOf(await desk.handlers['pin:enter']({ token: 'primary', pin: 'so', half: 0, value: short }))).toBe('ceremony.pin-half-short');
    expect(short.every((b) => b === 0)).toBe(true);
    expect(codeOf(await desk.handlers['hsm:prepare']({}))).toBe('ceremony.pin-half-missing');
    const on = await playUntil(desk, room.people, (s) => s.step.id === 'hsm:spare:check');
    expect(on.step.id).toBe('hsm:spare:check');
  });

  it('refuses a second act while one runs', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    await playUntil(desk, room.people, at('hsm-check'));
    const [first, second] = await Promise.all([desk.handlers['hsm:examine']({}), desk.handlers['hsm:examine']({})]);
    expect([codeOf(first), codeOf(second)]).toEqual(['accepted', 'ceremony.busy']);
  });
});

describe('devices', () => {
  it.each([
    ['a path where nothing is', '/nowhere/libhsm.so', 'hsm.module-not-found'],
    ['a text file', '/etc/os-release', 'hsm.module-invalid'],
    ['a folder', '/usr/lib', 'hsm.module-invalid'],
  ])('stops at the room check for %s, before anything is touched', async (_what, path) => {
    const text = planText.replace('module: /usr/lib/softhsm/libsofthsm2.so\n  label: test-hsm', `module: ${path}\n  label: test-hsm`);
    const room = await newRoom(text);
    const desk = open(room);
    await begin(desk, text);
    await desk.handlers['plan:accept']({});
    const answer = await desk.handlers['environment:check']({});
    expect(answer.snapshot?.step.kind).toBe('preflight');
    expect(answer.snapshot?.step.kind === 'preflight' && answer.snapshot.step.findings?.some((f) => f.status === 'fail' && f.sentence.includes(path))).toBe(true);
  });

  it('stops at the room check where a real module does not list what the plan needs', async () => {
    // NSS's module of root certificates: a token that reads, and can do nothing.
    const text = planText.replace('module: /usr/lib/softhsm/libsofthsm2.so\n  label: test-hsm', 'module: /usr/lib/x86_64-linux-gnu/libnssckbi.so\n  label: Builtin Object Token\n  prepare: adopt');
    const room = await newRoom(text);
    const desk = open(room);
    await begin(desk, text);
    await desk.handlers['plan:accept']({});
    const answer = await desk.handlers['environment:check']({});
    const findings = answer.snapshot?.step.kind === 'preflight' ? answer.snapshot.step.findings : null;
    expect(findings?.find((f) => f.id === 'device-primary')).toMatchObject({ status: 'fail', sentence: expect.stringContaining('CKM_EC_KEY_PAIR_GEN') as unknown });
    expect(findings?.find((f) => f.id === 'device-spare')?.status).toBe('pass');
  });

  const initToken = (room: TestRoom): void => {
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'test-hsm', '--so-pin', '12345678', '--pin', '12345678'], { env: { ...process.env, ...room.env }, stdio: 'ignore' });
  };

  it('refuses to initialise a token that is set up already, and leaves it as it is', async () => {
    const room = await newRoom();
    initToken(room);
    const desk = open(room);
    await begin(desk);
    await playUntil(desk, room.people, (s) => s.step.kind === 'hsm-prepare' && s.step.pins.every((p) => p.entered.every(Boolean)) && s.step.confirmations.every((c) => c.done));
    const answer = await desk.handlers['hsm:prepare']({});
    expect(codeOf(answer)).toBe('hsm.token-already-initialised');
    expect(answer.snapshot?.step.kind).toBe('hsm-prepare');
  });

  it('does not guess between two tokens of one label', async () => {
    const room = await newRoom();
    initToken(room);
    initToken(room);
    const desk = open(room);
    await begin(desk);
    await desk.handlers['plan:accept']({});
    const answer = await desk.handlers['environment:check']({});
    expect(answer.snapshot?.step.kind === 'preflight' && answer.snapshot.step.findings?.find((f) => f.id === 'device-primary')).toMatchObject({ status: 'fail', sentence: expect.stringContaining('test-hsm') as unknown });
    // It stays at the room check however often it is asked; examining the device belongs to a later step.
    expect(codeOf(await desk.handlers['hsm:examine']({}))).not.toBe('accepted');
    await expect(playUntil(desk, room.people, at('hsm-check'))).rejects.toThrow('ceremony.work-not-done');
  });

  it('does not go on with a device that cannot do what the plan needs, and makes no key on it', async () => {
    const room = await newRoom();
    const real = createPorts({ version: 'test', workerEnv: room.env, roomFolder: room.sheets });
    const leaky = (address: Parameters<typeof real.openHsm>[0]): ReturnType<typeof real.openHsm> => {
      const hsm = real.openHsm(address);
      return { ...hsm, probe: async () => ({ ...(await hsm.probe()), wrapNonExtractable: 'allowed' as const }) };
    };
    const desk = open(room, { ports: { openHsm: leaky } });
    await begin(desk);
    await expect(playUntil(desk, room.people, at('key-generation'))).rejects.toThrow('ceremony.capability-missing');
    expect((await desk.handlers['ceremony:snapshot']({}))?.step.kind).toBe('hsm-prepare');
  });

  it('records a device that is unplugged while it makes a key, and goes on when it is back, with one key only', async () => {
    const room = await newRoom();
    const real = createPorts({ version: 'test', workerEnv: room.env, roomFolder: room.sheets });
    let unplugged = 0;
    const loose = (address: Parameters<typeof real.openHsm>[0]): ReturnType<typeof real.openHsm> => {
      const hsm = real.openHsm(address);
      return {
        ...hsm,
        generate: async (request) => {
          const made = await hsm.generate(request);
          if (unplugged++ > 0) return made;
          // The key was made, and the answer lost with the cable.
          await hsm.logout();
          throw new RefusalError('hsm.device-removed', { ckr: 'CKR_DEVICE_REMOVED' });
        },
      };
    };
    const desk = open(room, { ports: { openHsm: loose } });
    await begin(desk);
    await playUntil(desk, room.people, (s) => s.step.kind === 'key-generation' && s.step.confirmations.every((c) => c.done));
    expect(codeOf(await desk.handlers['key:generate']({}))).toBe('hsm.device-removed');
    const last = await playUntil(desk, room.people, () => false);
    expect(last.status).toBe('closed');
    expect(last.record.lines.some((l) => l.sentence.includes('was found on the HSM'))).toBe(true);
    const ended = readFileSync(join(room.folder, 'KC-TEST-2-OF-3-bundle', 'transcript.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
    expect((JSON.parse(ended) as { event: { inventory: unknown[] } }).event.inventory).toHaveLength(3);
  });

  it('lets two people abandon while a device works and does not answer', async () => {
    const room = await newRoom();
    const real = createPorts({ version: 'test', workerEnv: room.env, roomFolder: room.sheets });
    const slow = (address: Parameters<typeof real.openHsm>[0]): ReturnType<typeof real.openHsm> => {
      const hsm = real.openHsm(address);
      let end: (error: Error) => void = () => undefined;
      return {
        ...hsm,
        generate: () => new Promise((_resolve, reject) => (end = reject)),
        close: async () => {
          end(new RefusalError('hsm.closed'));
          await hsm.close();
        },
      };
    };
    const desk = open(room, { ports: { openHsm: slow } });
    await begin(desk);
    await playUntil(desk, room.people, (s) => s.step.kind === 'key-generation' && s.step.confirmations.every((c) => c.done));
    const working = desk.handlers['key:generate']({});
    await vi.waitUntil(async () => (await desk.handlers['ceremony:snapshot']({}))?.record.lines[0]?.sentence.includes('was asked for') === true);
    const alone = await desk.handlers['ceremony:abandon']({ first: 'sam', firstCode: utf8('c'), second: 'sam', secondCode: utf8('c'), reason: 'it hangs' });
    expect(codeOf(alone)).toBe('ceremony.two-people');
    const answer = await desk.handlers['ceremony:abandon']({ first: 'sam', firstCode: utf8('c'), second: 'aud', secondCode: utf8('c'), reason: 'it hangs' });
    expect(answer.ok && answer.snapshot.status).toBe('abandoned');
    expect(codeOf(await working)).toBe('hsm.closed');
  });

  it('finds after an interruption that a recorded key is missing from the device', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    const made = await playUntil(desk, room.people, (s) => s.step.id === 'key:master');
    const evidence = made.lastDone?.kind === 'key-generation' ? made.lastDone.evidence : null;
    await desk.close();
    const hsm = createPorts({ version: 'test', workerEnv: room.env }).openHsm({ module: '/usr/lib/softhsm/libsofthsm2.so', label: 'test-hsm' });
    const pin = { pin: 'user', token: 'primary' } as Parameters<typeof room.people.pinHalf>[0];
    await hsm.login(utf8(room.people.pinHalf(pin, 0) + room.people.pinHalf(pin, 1)));
    await hsm.destroy(evidence?.id ?? '');
    await hsm.close();
    const again = open(room);
    await again.handlers['ceremony:reopen']({ file: join(room.folder, file) });
    await expect(playUntil(again, room.people, () => false)).rejects.toThrow('ceremony.key-missing');
  });
});

describe('shares', () => {
  it('names a blank picture, a foreign code, another custodian’s share and a void set’s share, and then accepts the right one', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    const reading = await playUntil(desk, room.people, at('share-reading', 1));
    const sheet = (index: number, suffix = ''): Uint8Array => Uint8Array.from(readFileSync(join(room.sheets, `share-${String(index)}-of-3${suffix}.pdf`)));
    const read = async (bytes: Uint8Array): Promise<string> => codeOf(await desk.handlers['share:read-file']({ file: bytes }));
    expect(await read(utf8('no picture at all'))).toMatch(/^(share|paper)\./);
    expect(await read(sheet(3))).toBe('share.not-yours');
    expect(codeOf(await desk.handlers['share:read-code']({ code: utf8('https://example.org/') }))).toBe('share.unreadable');
    expect(codeOf(await desk.handlers['share:read-typed']({ rows: ['7QK4'] }))).toMatch(/^share\./);
    expect(await read(sheet(1))).toBe('accepted');
    expect(reading.step.kind).toBe('share-reading');
    const done = await playUntil(desk, room.people, () => false);
    expect(done.status).toBe('closed');
    expect(done.record.lines.filter((l) => l.sentence.includes('presented and refused')).length).toBeGreaterThanOrEqual(2);
  });
});

describe('the end', () => {
  it('does not close over a bundle that exists', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    await playUntil(desk, room.people, at('closing'));
    mkdirSync(join(room.folder, 'KC-TEST-2-OF-3-bundle'));
    expect(codeOf(await desk.handlers['ceremony:close']({}))).toBe('ceremony.output-exists');
    expect((await desk.handlers['ceremony:snapshot']({}))?.status).toBe('running');
  });

  it('takes a pause and a deviation at any step, and after people began to sign', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    const kinds = new Set<string>();
    const pausing = async (): Promise<void> => {
      await desk.handlers['deviation:record']({ by: 'ada', what: 'The cable was too short.', remedy: 'Another was fetched.' });
      await desk.handlers['ceremony:pause']({ by: 'ada', reason: 'coffee' });
      expect(codeOf(await desk.handlers['hsm:examine']({}))).toMatch(/ceremony\.(paused|wrong-step|token-locked|confirmations-missing|record-ended)/);
      await desk.handlers['ceremony:continue']({ by: 'ada' });
    };
    const last = await playUntil(desk, room.people, (s) => !kinds.has(s.step.kind)).then(async function each(snapshot): Promise<typeof snapshot> {
      if (snapshot.status === 'closed') return snapshot;
      kinds.add(snapshot.step.kind);
      await pausing();
      return each(await playUntil(desk, room.people, (s) => !kinds.has(s.step.kind)));
    });
    expect(last.status).toBe('closed');
    expect(kinds.size).toBeGreaterThanOrEqual(12);
    const report = await verifyBundle(directorySource(join(room.folder, 'KC-TEST-2-OF-3-bundle')), {});
    expect(report.findings.filter((f) => f.severity === 'error')).toEqual([]);
  });

  it('is abandoned only by two people, and then refuses everything', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    await playUntil(desk, room.people, at('hsm-check'));
    const ask = (second: string): Parameters<Desk['handlers']['ceremony:abandon']>[0] => ({ first: 'sam', firstCode: utf8('code of sam'), second, secondCode: utf8(`code of ${second}`), reason: 'fire alarm' });
    expect(codeOf(await desk.handlers['ceremony:abandon'](ask('sam')))).toBe('ceremony.two-people');
    expect(codeOf(await desk.handlers['ceremony:abandon'](ask('aud')))).toBe('accepted');
    expect(codeOf(await desk.handlers['hsm:examine']({}))).toBe('ceremony.finished');
  });

  it('leaves no PIN, code or share in the ceremony file, the bundle or the record', async () => {
    const room = await newRoom();
    const desk = open(room);
    await begin(desk);
    await playUntil(desk, room.people, () => false);
    await desk.close();
    const rows = room.people;
    const pins = (['so', 'user'] as const).flatMap((pin) => ([0, 1] as const).map((half) => rows.pinHalf({ pin, token: 'primary' } as Parameters<typeof rows.pinHalf>[0], half)));
    const secrets = [...pins, 'code of sam', 'card-pin', 'KEYR1TE1'];
    const files = readdirSync(room.folder, { recursive: true, encoding: 'utf8' }).filter((name) => /keyrite$|keyrite-wal$|bundle\/.*\.\w+$/.test(name));
    expect(files.length).toBeGreaterThan(8);
    for (const name of files) {
      const bytes = readFileSync(join(room.folder, name));
      for (const secret of secrets) expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false);
    }
  });

  it('answers a full disk with a code, keeps what is recorded, and goes on when there is room again', async () => {
    const room = await newRoom();
    let full = false;
    const watchStore = (store: StorePort): StorePort => ({
      ...store,
      append(entry) {
        if (full) throw new RefusalError('store.disk-full', { path: store.path });
        store.append(entry);
      },
    });
    const desk = open(room, { watchStore });
    await begin(desk);
    const before = await playUntil(desk, room.people, (s) => s.step.kind === 'key-generation' && s.step.confirmations.every((c) => c.done));
    full = true;
    const answer = await desk.handlers['key:generate']({});
    expect(codeOf(answer)).toBe('store.disk-full');
    expect(answer.snapshot?.record.count).toBe(before.record.count);
    expect(answer.snapshot?.step.id).toBe(before.step.id);
    full = false;
    expect((await playUntil(desk, room.people, () => false)).status).toBe('closed');
  });
});
