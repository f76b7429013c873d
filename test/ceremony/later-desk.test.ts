/** Ceremonies after the first at the desk, on real soft tokens: what people try wrongly is refused and changes nothing, what breaks is gone on with, and all of it closes. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLastingRoom, filesIn, materialsOf } from '../../src/cli/rehearsal/lasting-room.ts';
import type { Played, PlayOptions } from '../../src/cli/rehearsal/lasting-room.ts';
import { nextAct, ScriptStopped } from '../../src/cli/rehearsal/scripted-people.ts';
import type { ScriptedRoom } from '../../src/cli/rehearsal/scripted-people.ts';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import type { ActAnswer } from '../../src/contract/table.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import type { HsmPort } from '../../src/core/ports/hsm.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import type { Desk } from '../../src/main/runtime/desk.ts';
import type { DeskPorts } from '../../src/main/runtime/ports.ts';
import { laterText, leftBy } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { quickPresence } from './quick-presence.ts';
import { planText } from './sample-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-later-'));
const room = createLastingRoom((ceremony) => join(folder, ceremony));
let first: Played;
let number = 0;

beforeAll(async () => {
  first = await room.play(planText, { ports: quick });
}, 300_000);
afterAll(() => {
  room.remove();
  rmSync(folder, { recursive: true, force: true });
});

const text = (kind: Parameters<typeof laterText>[0], options: LaterOptions = {}): string => {
  number++;
  const fresh = `token-${String(number)}`;
  return laterText(kind, leftBy(first), { id: `KC-LATER-${String(number)}`, spare: `${fresh}-s`, ...(kind === 'restore' ? { hsm: fresh } : {}), ...options });
};
/** Keys of people without the sealing, except where a wrong code is the point. */
const quick = (ports: DeskPorts): DeskPorts => ({ ...ports, presence: quickPresence() });
const follow = (kind: Parameters<typeof laterText>[0], options: PlayOptions & { readonly plan?: LaterOptions } = {}): Promise<Played> => room.play(text(kind, options.plan), { from: first.bundle, ports: quick, ...options });

const entries = ({ bundle }: Played): readonly Entry[] => readFileSync(join(bundle, 'transcript.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Entry);
const events = <T extends CeremonyEvent['type']>(played: Played, type: T): readonly Extract<CeremonyEvent, { type: T }>[] => entries(played).map((e) => e.event).filter((e): e is Extract<CeremonyEvent, { type: T }> => e.type === type);
const codeOf = (answer: ActAnswer): string => (answer.ok ? 'accepted' : answer.refusal.code);
const refusedBy = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof ScriptStopped ? error.refused.code : String(error);
  }
};

type Before = (snapshot: Snapshot, desk: Desk, people: ScriptedRoom) => Promise<void>;

/** Plays on, whatever was refused, and lets `before` act first at every turn. */
function playing(before: Before, goOnAfter: readonly string[] = []): NonNullable<PlayOptions['play']> {
  return async (desk, people) => {
    for (;;) {
      const snapshot = await desk.handlers['ceremony:snapshot']({});
      if (snapshot === null) throw new Error('no ceremony is open');
      await before(snapshot, desk, people);
      const now = await desk.handlers['ceremony:snapshot']({});
      const act = now === null ? null : nextAct(now, desk.handlers, people);
      if (act === null || now === null) return now ?? snapshot;
      const answer = await act();
      if (!answer.ok && !goOnAfter.includes(answer.refusal.code)) throw new ScriptStopped(now.step.title, answer.refusal);
    }
  };
}

/** Runs `act` once, the first time that the snapshot fits. */
function once(fits: (snapshot: Snapshot) => boolean, act: Before): Before {
  let done = false;
  return async (snapshot, desk, people) => {
    if (done || !fits(snapshot)) return;
    done = true;
    await act(snapshot, desk, people);
  };
}

const atStep = (kind: Snapshot['step']['kind']) => (snapshot: Snapshot): boolean => snapshot.step.kind === kind;

describe('opening a ceremony that follows another', () => {
  it.each([
    ['nothing of the one before', 'ceremony.inherited-missing', () => []],
    ['another ceremony’s bundle', 'ceremony.inherited-other', () => [...materialsOf(other.bundle)]],
    ['its statement without the package', 'ceremony.inherited-package', () => materialsOf(first.bundle).filter((f) => f.name === 'statement.dsse.json')],
  ] as const)('with %s is refused, and no ceremony file is left', async (_what, code, materials) => {
    const plan = text('reshare');
    expect(await refusedBy(room.play(plan, { materials: [...materials()] }))).toBe(code);
    expect(existsSync(join(folder, `KC-LATER-${String(number)}`, `KC-LATER-${String(number)}.keyrite`))).toBe(false);
  });

  it('says at the first step which files fit nothing and which package was not brought, and goes on without them', async () => {
    const packageOf = (from: Played): readonly { readonly name: string; readonly bytes: Uint8Array }[] => materialsOf(from.bundle).filter((f) => f.name === 'package.keyrite.json');
    const materials = [...materialsOf(first.bundle).filter((f) => f.name === 'statement.dsse.json'), ...packageOf(other).map((f) => ({ ...f, name: 'other/package.keyrite.json' })), { name: 'holiday.txt', bytes: new TextEncoder().encode('no key') }];
    let told: unknown = null;
    const looking: NonNullable<PlayOptions['play']> = async (desk) => {
      const snapshot = await desk.handlers['ceremony:snapshot']({});
      told = snapshot?.step.kind === 'plan-review' ? snapshot.step.brought?.map(({ file, code }) => [file, code]) : null;
      expect((await desk.handlers['plan:accept']({})).ok).toBe(true);
      throw new ScriptStopped('enough', { code: 'ceremony.not-open', sentence: '' });
    };
    await expect(room.play(text('destroy'), { materials, play: looking })).rejects.toThrow('enough');
    const absent = `inherited/${first.statement.predicate.shareSets[0]?.id ?? ''}.json`;
    expect(told).toEqual([['holiday.txt', 'lineage.not-a-material'], ['other/package.keyrite.json', 'lineage.package-foreign'], [absent, 'lineage.package-absent']]);
    // Where everything fits, nothing is said.
    await expect(room.play(text('destroy'), { materials: [...materialsOf(first.bundle)], play: looking })).rejects.toThrow('enough');
    expect(told).toEqual([]);
  });

  let other: Played;
  beforeAll(async () => {
    other = await room.play(planText.replace('KC-TEST-2-OF-3', 'KC-OTHER').replace('label: test-hsm', 'label: other-hsm').replace('label: test-spare', 'label: other-spare'), { ports: quick });
  }, 300_000);

  it('a share of another ceremony is named as such, and the quorum goes on', { timeout: 300_000 }, async () => {
    const codes: string[] = [];
    const foreign = (): Uint8Array => Uint8Array.from(readFileSync(join(room.roomOf('KC-OTHER'), 'share-1-of-3.pdf')));
    const played = await follow('restore', {
      play: playing(once((s) => s.step.kind === 'quorum' && s.step.joined.length > 0, async (_s, desk) => {
        codes.push(codeOf(await desk.handlers['share:read-file']({ file: foreign(), presenter: 'ann' })));
      })),
    });
    expect(codes).toEqual(['share.other-set']);
    expect(played.last.status).toBe('closed');
  });
});

describe('restore', () => {
  it('refuses a share before its holder has agreed, a blank page, and one share presented by two; then restores', { timeout: 300_000 }, async () => {
    const codes: string[] = [];
    const sheet = (people: ScriptedRoom, set: string, index: number): Uint8Array => people.sheet(set, index);
    const early = once(atStep('quorum'), async (s, desk, people) => {
      if (s.step.kind !== 'quorum') return;
      codes.push(codeOf(await desk.handlers['share:read-file']({ file: sheet(people, s.step.set, 1), presenter: 'ann' })));
      await desk.handlers['quorum:join']({ participant: 'ann', code: utf8(people.code('ann')) });
      codes.push(codeOf(await desk.handlers['share:read-file']({ file: Uint8Array.from(readFileSync('docs/screens/01-home.png')), presenter: 'ann' })));
    });
    const twice = once((s) => s.step.kind === 'quorum' && s.step.presented.length === 1, async (s, desk, people) => {
      if (s.step.kind !== 'quorum') return;
      await desk.handlers['quorum:join']({ participant: 'cem', code: utf8(people.code('cem')) });
      codes.push(codeOf(await desk.handlers['share:read-file']({ file: sheet(people, s.step.set, 1), presenter: 'cem' })));
      codes.push(codeOf(await desk.handlers['share:read-file']({ file: sheet(people, s.step.set, 3), presenter: 'ann' })));
    });
    const played = await follow('restore', { play: playing(async (...now) => {
      await early(...now);
      await twice(...now);
    }) });
    expect(codes).toEqual(['ceremony.not-joined', 'share.no-code', 'share.duplicate', 'ceremony.presented-already']);
    expect(events(played, 'restore.passed')[0]?.evidence.map((e) => [e.name, e.attributes.EXTRACTABLE, e.attributes.LOCAL])).toEqual([['root', 'false', 'false'], ['master', 'false', 'false']]);
    expect(played.statement.predicate.previous).toBe(first.sha256);
  });

  it('goes on after the HSM failed when the keys were on it but not recorded: they are taken off and installed anew', { timeout: 300_000 }, async () => {
    let failed = false;
    const played = await follow('restore', {
      ports: (ports) => ({ ...quick(ports), openHsm: (address) => losingAnswer(ports.openHsm(address), 'install', () => !failed && (failed = true)) }),
      play: playing(async () => undefined, ['hsm.worker-crashed']),
    });
    expect(events(played, 'restore.failed')).toHaveLength(1);
    expect(events(played, 'restore.passed')).toHaveLength(1);
    expect(events(played, 'deviation.recorded').map((d) => d.what).join()).toMatch(/root key had been put on the HSM/);
    expect(played.last.status).toBe('closed');
  });

  it('no share is in any file that the ceremony leaves', { timeout: 300_000 }, async () => {
    const read: Uint8Array[] = [];
    const played = await follow('restore', {
      ports: (ports) => ({ ...quick(ports), paper: { ...ports.paper, readCodes: async (file) => {
        const codes = await ports.paper.readCodes(file);
        read.push(...codes.map((code) => code.slice()));
        return codes;
      } } }),
    });
    expect(read.length).toBeGreaterThan(0);
    for (const file of filesIn(played.folder)) {
      const bytes = Buffer.from(file.bytes);
      for (const code of read) expect(bytes.includes(Buffer.from(code.subarray(20, 60))), file.name).toBe(false);
    }
  });
});

/** Does what `act` is asked, and then loses the answer, as a worker that dies does. */
function losingAnswer(port: HsmPort, act: 'install' | 'destroy', loses: () => boolean): HsmPort {
  const lossy = async (request: never): Promise<never> => {
    const answer = (await (port[act] as (request: never) => Promise<unknown>)(request)) as never;
    if (!loses()) return answer;
    await port.logout();
    throw new RefusalError('hsm.worker-crashed');
  };
  return { ...port, [act]: lossy };
}

describe('check', () => {
  it('a custodian who is absent, a bag that differs, and a share called readable that nobody read', { timeout: 300_000 }, async () => {
    const codes: string[] = [];
    const play = playing(async (s, desk) => {
      const cem = s.people.find((p) => p.id === 'cem');
      if (s.step.kind === 'attendance' && cem?.absent === false && !cem.registered) codes.push(codeOf(await desk.handlers['participant:absent']({ participant: 'cem', by: 'sam', reason: 'ill' })));
      if (s.step.kind === 'share-check' && s.step.share.index === 1 && s.step.result === null) {
        if (s.step.read === null) codes.push(codeOf(await desk.handlers['check:record']({ result: 'readable', bag: null })));
        else codes.push(codeOf(await desk.handlers['check:record']({ result: 'readable', bag: 'bag X-1' })));
      }
    });
    const played = await room.play(laterText('check', leftBy(first), { id: 'KC-LATER-CHECK' }), { from: first.bundle, ports: quick, play });
    expect(codes).toEqual(['accepted', 'ceremony.share-not-seen', 'accepted']);
    expect(events(played, 'share.checked').map((e) => [e.index, e.result])).toEqual([[1, 'bag-mismatch'], [2, 'readable'], [3, 'missing']]);
    expect(played.statement.predicate.signers.map((s) => s.id)).not.toContain('cem');
    expect(played.statement.predicate.shareSets[0]?.custodians.map((c) => c.bag)).toEqual(['bag R-2001', 'bag R-2002', 'bag R-2003']);
    expect(played.last.status).toBe('closed');
  });
});

describe('reshare', () => {
  it('a set that is declared void by two people is made again, from a quorum that is gathered again', { timeout: 300_000 }, async () => {
    const codes: string[] = [];
    const play = playing(once((s) => s.step.kind === 'share-writing' && s.step.share.index === 2, async (_s, desk, people) => {
      const ask = (one: string, other: string, code: string): ReturnType<Desk['handlers']['set:declare-void']> =>
        desk.handlers['set:declare-void']({ first: one, firstCode: utf8(people.code(one)), second: other, secondCode: utf8(code), reason: 'the sheet jammed' });
      codes.push(codeOf(await ask('sam', 'sam', people.code('sam'))), codeOf(await ask('sam', 'aud', 'wrong code')), codeOf(await ask('sam', 'aud', people.code('aud'))));
    }));
    const played = await follow('reshare', { play, ports: (ports) => ports });
    expect(codes).toEqual(['ceremony.two-people', 'presence.wrong-code', 'accepted']);
    expect(events(played, 'backup.made')).toHaveLength(2);
    expect(events(played, 'share.presented')).toHaveLength(4);
    expect(played.statement.predicate.shareSets).toHaveLength(1);
    expect(played.statement.predicate.voidSets).toHaveLength(2);
  });

  it('a restart while the quorum is gathered: the shares were in memory, so they are presented again', { timeout: 300_000 }, async () => {
    const plan = text('reshare');
    const id = `KC-LATER-${String(number)}`;
    const stop = new Error('power cut');
    await expect(room.play(plan, { from: first.bundle, ports: quick, play: playing(async (s) => {
      if (s.step.kind === 'quorum' && s.step.presented.length === 1) throw stop;
      await Promise.resolve();
    }) })).rejects.toBe(stop);
    const played = await room.goOn(id, join(folder, id, `${id}.keyrite`), { ports: quick });
    expect(events(played, 'share.presented')).toHaveLength(3);
    expect(events(played, 'ceremony.resumed')).toHaveLength(1);
    expect(played.last.status).toBe('closed');
  });
});

describe('destroy', () => {
  it('a key whose destruction was not recorded is found gone, and the record says so', { timeout: 300_000 }, async () => {
    // On an HSM of its own, so that the other tests keep theirs.
    const restored = await follow('restore');
    let failed = false;
    const hsm = restored.plan.hsm.label;
    const plan = laterText('destroy', leftBy(restored), { id: 'KC-LATER-DESTROY', hsm, keys: ['master'], sets: [] });
    const played = await room.play(plan, {
      from: restored.bundle,
      ports: (ports) => ({ ...quick(ports), openHsm: (address) => losingAnswer(ports.openHsm(address), 'destroy', () => !failed && (failed = true)) }),
      play: playing(async () => undefined, ['hsm.worker-crashed']),
    });
    expect(events(played, 'key.destroyed').map((e) => [e.key, e.failedUse])).toEqual([['master', '']]);
    expect(events(played, 'deviation.recorded').map((d) => d.what).join()).toMatch(/master key had been destroyed/);
    expect(played.statement.predicate.lifecycle.map((k) => [k.name, k.state])).toEqual([['root', 'active'], ['master', 'destroyed']]);
    expect(readdirSync(restored.folder)).toContain('bundle');
  });
});
