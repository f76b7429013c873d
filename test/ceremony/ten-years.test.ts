/** Ten years of an organisation's keys on real soft tokens: generate, check, rotate, a custodian leaves, the HSM burns, restore, rotate, destroy. Each bundle follows the one before, and the verifier takes them as one lineage. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLastingRoom } from '../../src/cli/rehearsal/lasting-room.ts';
import type { Played, PlayOptions } from '../../src/cli/rehearsal/lasting-room.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { laterText, leftBy } from './later-plans.ts';
import type { LaterOptions } from './later-plans.ts';
import { quickPresence } from './quick-presence.ts';
import { planText } from './sample-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyrite-years-'));
const room = createLastingRoom((ceremony) => join(folder, ceremony));
afterAll(() => {
  room.remove();
  rmSync(folder, { recursive: true, force: true });
});

const quick: PlayOptions['ports'] = (ports) => ({ ...ports, presence: quickPresence() });
const follow = (before: Played, kind: Parameters<typeof laterText>[0], options: LaterOptions): Promise<Played> => room.play(laterText(kind, leftBy(before), options), { from: before.bundle, ports: quick });
const allSets = (played: Played): readonly string[] => played.statement.predicate.shareSets.map((s) => s.id);

describe('ten years', () => {
  it("one lineage from the first key to the last destruction", { timeout: 600_000 }, async () => {
    const story: Played[] = [];
    const add = (played: Played): Played => {
      story.push(played);
      return played;
    };
    const first = add(await room.play(planText, { ports: quick }));
    const checked = add(await follow(first, 'check', { id: 'KC-Y1-CHECK', spare: 'spare-1' }));
    const rotated = add(await follow(checked, 'rotate', { id: 'KC-Y2-ROTATE', spare: 'spare-2' }));
    const reshared = add(await follow(rotated, 'reshare', { id: 'KC-Y4-RESHARE', spare: 'spare-3', sets: allSets(rotated) }));
    const restored = add(await follow(reshared, 'restore', { id: 'KC-Y6-RESTORE', hsm: 'second-hsm', sets: allSets(reshared) }));
    const rooted = add(await follow(restored, 'rotate', { id: 'KC-Y8-ROTATE', hsm: 'second-hsm', spare: 'spare-4', keys: ['master-2', 'root'] }));
    const destroyed = add(await follow(rooted, 'destroy', { id: 'KC-Y10-DESTROY', hsm: 'second-hsm', keys: ['master', 'master-2'], sets: [] }));
    expect(destroyed.statement.predicate.lifecycle.map((k) => [k.name, k.state])).toEqual([
      ['root', 'deactivated'], ['master', 'destroyed'], ['master-2', 'destroyed'], ['master-3', 'active'], ['root-2', 'active'],
    ]);
    for (const { bundle } of story) {
      const report = await verifyBundle(directorySource(bundle), { allowRehearsal: true });
      expect(report.findings.filter((f) => f.severity === 'error'), bundle).toEqual([]);
    }
    expect(story.slice(1).map((s) => s.statement.predicate.previous)).toEqual(story.slice(0, -1).map((s) => s.sha256));
  });
});
