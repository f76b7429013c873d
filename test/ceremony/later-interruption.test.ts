/**
 * Ceremonies after the first, stopped once after each kind of event and reopened: they go on at the same step, no key is made or installed twice, and
 * all of it closes. The stop is an exception out of the store after the entry is on the disk, and the desk is thrown away: what a killed process
 * leaves behind. (interruption.test.ts kills real processes after every event of the first ceremony.)
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLastingRoom } from '../../src/cli/rehearsal/lasting-room.ts';
import type { Played, PlayOptions } from '../../src/cli/rehearsal/lasting-room.ts';
import { nextAct, ScriptStopped } from '../../src/cli/rehearsal/scripted-people.ts';
import { fromUtf8 } from '../../src/core/bytes/bytes.ts';
import type { StorePort } from '../../src/core/ports/ports.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { laterText, leftBy } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { quickPresence } from './quick-presence.ts';
import { planText } from './sample-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-cut-'));
const room = createLastingRoom((ceremony) => join(folder, ceremony));
const quick: NonNullable<PlayOptions['ports']> = (ports) => ({ ...ports, presence: quickPresence() });
let first: Played;

beforeAll(async () => {
  first = await room.play(planText, { ports: quick });
}, 300_000);
afterAll(() => {
  room.remove();
  rmSync(folder, { recursive: true, force: true });
});

class PowerCut extends Error {}

/** Events that only say that somebody is back; stopping after them as well would go round for ever. */
const ofComingBack: ReadonlySet<string> = new Set(['ceremony.resumed', 'deviation.recorded', 'deviation.accepted', 'participant.registered', 'hsm.unlocked', 'record.reopened']);

/** A store that stops once after each event it has not stopped after before. */
function cutting(seen: Set<string>): (store: StorePort) => StorePort {
  return (store) => ({
    ...store,
    append(entry) {
      store.append(entry);
      const { event } = JSON.parse(fromUtf8(entry.line)) as Entry;
      if (ofComingBack.has(event.type)) return;
      const about = 'step' in event ? event.step : 'key' in event ? event.key : 'token' in event && typeof event.token === 'string' ? event.token : '';
      const index = 'index' in event ? String(event.index) : '';
      const participant = event.type === 'step.confirmed' ? event.participant : '';
      const key = [event.type, about, index, participant].join(' ');
      if (seen.has(key)) return;
      seen.add(key);
      throw new PowerCut(key);
    },
  });
}

/** Plays; the exception of the cut arrives as an unexpected fault, and then nothing more is done at this desk. */
const untilCut = (seen: Set<string>): NonNullable<PlayOptions['play']> => async (desk, people) => {
  for (;;) {
    const before = seen.size;
    const snapshot = await desk.handlers['ceremony:snapshot']({});
    const act = snapshot === null ? null : nextAct(snapshot, desk.handlers, people);
    if (snapshot === null || act === null) {
      if (snapshot === null) throw new PowerCut('open');
      return snapshot;
    }
    const answer = await act();
    if (seen.size > before) throw new PowerCut('act');
    if (!answer.ok) throw new ScriptStopped(snapshot.step.title, answer.refusal);
  }
};

async function playThroughCuts(kind: Parameters<typeof laterText>[0], before: Played, options: LaterOptions & { readonly id: string }): Promise<{ readonly played: Played; readonly cuts: number }> {
  const seen = new Set<string>(['ceremony.opened   ']);
  const how: PlayOptions = { from: before.bundle, ports: quick, watchStore: cutting(seen), play: untilCut(seen) };
  const file = join(folder, options.id, `${options.id}.keyrite`);
  let next = (): Promise<Played> => room.play(laterText(kind, leftBy(before), options), how);
  for (let cuts = 0; cuts < 200; cuts++) {
    const size = seen.size;
    try {
      return { played: await next(), cuts };
    } catch (error) {
      // A cut while the file is reopened comes as the refusal to open.
      if (!(error instanceof PowerCut) && !(error instanceof ScriptStopped && seen.size > size)) throw error;
      next = () => room.goOn(options.id, file, how);
    }
  }
  throw new Error('it never closed');
}

const typesOf = ({ bundle }: Played): readonly string[] => readFileSync(join(bundle, 'transcript.jsonl'), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as Entry).event.type);
const times = (types: readonly string[], type: string): number => types.filter((t) => t === type).length;

describe('stopped once after each kind of event', () => {
  it('rotate: the new key is made once', { timeout: 600_000 }, async () => {
    const { played, cuts } = await playThroughCuts('rotate', first, { id: 'KC-CUT-ROTATE', spare: 'cut-spare-1' });
    expect(cuts).toBeGreaterThan(20);
    expect(times(typesOf(played), 'key.generated')).toBe(1);
    expect((await verifyBundle(directorySource(played.bundle), { allowRehearsal: true })).errors).toBe(0);
    // What it left is enough for the next one, with both sets in one.
    const sets = played.statement.predicate.shareSets.map((s) => s.id);
    const reshared = await playThroughCuts('reshare', played, { id: 'KC-CUT-RESHARE', spare: 'cut-spare-2', sets });
    expect(reshared.cuts).toBeGreaterThan(20);
    expect(reshared.played.statement.predicate.shareSets.map((s) => s.keys)).toEqual([['root', 'master', 'master-2']]);
    expect((await verifyBundle(directorySource(reshared.played.bundle), { allowRehearsal: true })).errors).toBe(0);
  });

  it('restore, then destroy: each key is back once, and gone once', { timeout: 600_000 }, async () => {
    const restored = await playThroughCuts('restore', first, { id: 'KC-CUT-RESTORE', hsm: 'cut-hsm' });
    expect(restored.cuts).toBeGreaterThan(15);
    expect(times(typesOf(restored.played), 'restore.passed')).toBe(1);
    expect((await verifyBundle(directorySource(restored.played.bundle), { allowRehearsal: true })).errors).toBe(0);
    const destroyed = await playThroughCuts('destroy', restored.played, { id: 'KC-CUT-DESTROY', hsm: 'cut-hsm', keys: ['master', 'root'] });
    expect(destroyed.cuts).toBeGreaterThan(10);
    expect(times(typesOf(destroyed.played), 'key.destroyed')).toBe(2);
    expect((await verifyBundle(directorySource(destroyed.played.bundle), { allowRehearsal: true })).errors).toBe(0);
  });
});
