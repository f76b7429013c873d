/** A power cut after every single event of a two-of-three: it reopens at the same step, makes no key twice, and closes with a record the verifier accepts. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { openCeremonyFile } from '../../src/main/adapters/store/ceremony-file.ts';
import { currentStep, newCeremony } from '../../src/core/ceremony/script.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { parseEntry } from '../../src/core/transcript/event-schema.ts';
import { quickPresence } from './quick-presence.ts';
import { samplePlan } from './sample-plan.ts';
import { createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

const run = promisify(execFile);
const child = new URL('killed-ceremony.fixture.ts', import.meta.url).pathname;
const node = join(import.meta.dirname, '../../node_modules/.bin/node');

async function runUntilKilled(room: TestRoom, after: number): Promise<string> {
  try {
    const { stdout } = await run(node, [child, room.folder, room.sheets, room.env['SOFTHSM2_CONF'] ?? '', String(after)]);
    return stdout;
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return 'killed';
    throw error;
  }
}

interface Reopened {
  readonly at: Snapshot;
  readonly last: Snapshot;
}

async function reopenAndFinish(room: TestRoom): Promise<Reopened> {
  const desk = room.openDesk({ ports: { presence: quickPresence() } });
  try {
    const answer = await desk.handlers['ceremony:reopen']({ file: join(room.folder, 'KC-TEST-2-OF-3.keyrite') });
    if (!answer.ok) throw new Error(`${answer.refusal.code}: ${answer.refusal.sentence}`);
    const last = await playUntil(desk, room.people, () => false);
    return { at: answer.snapshot, last };
  } finally {
    await desk.close();
  }
}

/** Step the ceremony stood in when the process was killed, told from the entries on the disk before anything reopens it. */
function stepOnDisk(room: TestRoom): string {
  const store = openCeremonyFile(join(room.folder, 'KC-TEST-2-OF-3.keyrite'));
  try {
    let state = newCeremony(samplePlan());
    for (const { seq, line } of store.entries()) {
      const outcome = transition(state, parseEntry(line, seq).event);
      if (!outcome.ok) throw new Error(outcome.refusal.code);
      state = outcome.state;
    }
    // A set of which a share is on no carrier yet cannot be gone on with: it is made anew.
    const lost = state.set !== null && state.proof.phase !== 'passed' && (state.set.made === null || Object.values(state.set.shares).some((s) => s.written === null));
    return lost ? 'backup' : state.recordEnded ? 'signing' : currentStep(state).id;
  } finally {
    store.close();
  }
}

/** The objects that the bundle's own record says are on the HSM at the end. */
function finalInventory(bundle: string): readonly string[] {
  const lines = readFileSync(join(bundle, 'transcript.jsonl'), 'utf8').trimEnd().split('\n');
  const { event } = parseEntry(new TextEncoder().encode(lines.at(-1) ?? ''), lines.length - 1);
  return event.type === 'record.ended' ? event.inventory.map((o) => `${o.class} ${o.label}`).sort() : [];
}

/** 1: after every event. More: after every nth only, to try it quickly. */
const events = Number(process.env['KEYRITE_KILL_STRIDE'] ?? '1');

describe('a ceremony that is killed', () => {
  let room: TestRoom | null = null;
  afterEach(() => {
    room?.remove();
    room = null;
  });

  it('goes on after every single event, in the same step, and never makes a key twice', async () => {
    const whole = await createTestRoom();
    const total = Number((await runUntilKilled(whole, -1)).split(' ')[1]);
    whole.remove();
    expect(total).toBeGreaterThan(60);
    let resumed = 0;
    const one = async (seq: number): Promise<void> => {
      const here = await createTestRoom();
      try {
        expect(await runUntilKilled(here, seq)).toBe('killed');
        const expected = stepOnDisk(here);
        const { at, last } = await reopenAndFinish(here);
        expect(last.status, `killed after entry ${String(seq)}`).toBe('closed');
        if (at.status === 'running') {
          resumed++;
          expect(at.step.id, `killed after entry ${String(seq)}`).toBe(expected);
          expect(at.deviations.at(-1)?.what).toContain('was stopped during the step');
          expect(last.deviations.every((d) => d.acceptedBy.length > 0)).toBe(true);
        }
        const report = await verifyBundle(directorySource(join(here.folder, 'KC-TEST-2-OF-3-bundle')), {});
        expect(report.findings.filter((f) => f.severity === 'error'), `killed after entry ${String(seq)}`).toEqual([]);
        expect(finalInventory(join(here.folder, 'KC-TEST-2-OF-3-bundle'))).toEqual(['CKO_PRIVATE_KEY root', 'CKO_PUBLIC_KEY root', 'CKO_SECRET_KEY master']);
      } finally {
        here.remove();
      }
    };
    const queue = Array.from({ length: total }, (_, i) => i).filter((i) => i % events === 0);
    const workers = [0, 1].map(async () => {
      for (let seq = queue.shift(); seq !== undefined; seq = queue.shift()) await one(seq);
    });
    await Promise.all(workers);
    expect(resumed).toBeGreaterThan(total / events / 2);
  }, 1_500_000);
});
