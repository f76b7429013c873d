/** A two-of-three stopped after every single event: it reopens at the same step, makes no key twice, and closes with a record the verifier accepts. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { directorySource } from '../../src/verifier/directory-source.ts';
import { openCeremonyFile } from '../../src/main/adapters/store/ceremony-file.ts';
import { currentStep, newCeremony } from '../../src/core/ceremony/script.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { parseEntry } from '../../src/core/transcript/event-schema.ts';
import { copiedRoom } from './copied-room.ts';
import { quickPresence } from './quick-presence.ts';
import { samplePlan } from './sample-plan.ts';
import { createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

const run = promisify(execFile);
const child = new URL('killed-ceremony.fixture.ts', import.meta.url).pathname;
const node = join(import.meta.dirname, '../../node_modules/.bin/node');

/** Plays in a process of its own: `what` is the entry to be killed after, or the folder for copies of the disk. */
async function playInChild(room: TestRoom, what: string): Promise<string> {
  try {
    const { stdout } = await run(node, [child, room.folder, room.sheets, room.env['SOFTHSM2_CONF'] ?? '', what]);
    return stdout.trim();
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

/** Step the ceremony stood in when it was stopped, told from the entries on the disk before anything reopens it. */
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

/** Reopens what a stop after entry `seq` left, and holds it to its promises. Answers whether the ceremony was still running. */
async function goOnAfter(seq: number, room: TestRoom): Promise<boolean> {
  const expected = stepOnDisk(room);
  const { at, last } = await reopenAndFinish(room);
  const stopped = `stopped after entry ${String(seq)}`;
  expect(last.status, stopped).toBe('closed');
  if (at.status === 'running') {
    expect(at.step.id, stopped).toBe(expected);
    expect(at.deviations.at(-1)?.what).toContain('was stopped during the step');
    expect(last.deviations.every((d) => d.acceptedBy.length > 0)).toBe(true);
  }
  const bundle = join(room.folder, 'KC-TEST-2-OF-3-bundle');
  const report = await verifyBundle(directorySource(bundle), {});
  expect(report.findings.filter((f) => f.severity === 'error'), stopped).toEqual([]);
  expect(finalInventory(bundle)).toEqual(['CKO_PRIVATE_KEY root', 'CKO_PUBLIC_KEY root', 'CKO_SECRET_KEY master']);
  return at.status === 'running';
}

/** 1: after every event. More: after every nth only, to try it quickly. */
const stride = Number(process.env['KEYRITE_KILL_STRIDE'] ?? '1');

describe('a ceremony that is stopped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-stopped-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on after every single event, in the same step, and never makes a key twice', { timeout: 1_500_000 }, async () => {
    const whole = await createTestRoom();
    try {
      const copies = join(folder, 'copies');
      expect(await playInChild(whole, copies)).toMatch(/^closed \d+$/);
      const entries = readdirSync(copies).map(Number).sort((a, b) => a - b);
      expect(entries.length).toBeGreaterThan(60);
      expect(entries).toEqual(entries.map((_, i) => i));
      let resumed = 0;
      for (const seq of entries.filter((i) => i % stride === 0)) {
        const here = copiedRoom(whole, join(copies, String(seq)));
        if (await goOnAfter(seq, here)) resumed++;
        here.remove();
      }
      expect(resumed).toBeGreaterThan(entries.length / stride / 2);
    } finally {
      whole.remove();
    }
  });

  // Copies of the disk show what a stop leaves; that a killed process leaves the same is seen at a few: while keys are made, shares written, signatures collected.
  it.each([9, 24, 31, 44, 58, 70])('goes on where its process was killed after entry %i', { timeout: 300_000 }, async (seq) => {
    const room = await createTestRoom();
    try {
      expect(await playInChild(room, String(seq))).toBe('killed');
      await goOnAfter(seq, room);
    } finally {
      room.remove();
    }
  });
});
