/** A desk on soft tokens for tests: real SoftHSM2, real store, real paper; only the people are scripted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareCards, createSoftRoom } from '../../src/cli/rehearsal/soft-room.ts';
import { nextAct } from '../../src/cli/rehearsal/scripted-people.ts';
import type { ScriptedRoom } from '../../src/cli/rehearsal/scripted-people.ts';
import type { Snapshot } from '../../src/contract/snapshot.ts';
import type { ActAnswer } from '../../src/contract/table.ts';
import type { Ports, StorePort } from '../../src/core/ports/ports.ts';
import { createDesk } from '../../src/main/runtime/desk.ts';
import type { Desk } from '../../src/main/runtime/desk.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { planText, samplePlan } from './sample-plan.ts';

/** The same codes at every opening, so that a ceremony can be gone on with in another process. */
export function knownSecrets(): ScriptedRoom {
  return {
    code: (participant) => `code of ${participant}`,
    pinHalf: (pin, half) => `${pin.token}-${pin.pin}-${String(half)}`.padEnd(12, 'x'),
    cardPin: () => 'card-pin',
    sheet: () => new Uint8Array(),
    targetKey: () => new Uint8Array(),
  };
}

export interface TestRoom {
  readonly folder: string;
  readonly sheets: string;
  readonly env: Readonly<Record<string, string>>;
  readonly people: ScriptedRoom;
  openDesk(change?: { readonly ports?: Partial<Ports>; readonly watchStore?: (store: StorePort) => StorePort; readonly host?: 'electron' | 'shell' }): Desk;
  remove(): void;
}

/** A room with soft tokens, prepared cards, and a folder for ceremonies. */
export async function createTestRoom(text: string = planText): Promise<TestRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'keyrite-test-'));
  const soft = createSoftRoom(folder);
  const sheets = join(folder, 'sheets');
  const plan = samplePlan(text);
  const room = roomAt(folder, sheets, soft.env);
  const ports = createPorts({ version: 'test', workerEnv: soft.env, roomFolder: sheets });
  await prepareCards(plan, ports.openHsm, room.people.cardPin);
  return room;
}

/** The room that `createTestRoom` made, seen from another process. */
export function roomAt(folder: string, sheets: string, env: Readonly<Record<string, string>>): TestRoom {
  return {
    folder,
    sheets,
    env,
    people: knownSecrets(),
    openDesk: (change = {}) => {
      const ports = createPorts({ version: 'test', workerEnv: env, roomFolder: sheets });
      return createDesk({
        folder,
        host: change.host ?? 'shell',
        version: 'test',
        ports: { ...ports, ...change.ports },
        offline: () => ({ ok: true, sentence: 'No network' }),
        ...(change.watchStore ? { watchStore: change.watchStore } : {}),
      });
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Plays on until `stop` holds of the snapshot, or nothing is left to do. */
export async function playUntil(desk: Desk, people: ScriptedRoom, stop: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  let snapshot = await desk.handlers['ceremony:snapshot']({});
  for (;;) {
    if (snapshot === null) throw new Error('no ceremony is open');
    if (stop(snapshot)) return snapshot;
    const act = nextAct(snapshot, desk.handlers, people);
    if (act === null) return snapshot;
    const answer: ActAnswer = await act();
    if (!answer.ok) throw new Error(`${snapshot.step.id}: ${answer.refusal.code} ${answer.refusal.sentence}`);
    snapshot = answer.snapshot;
  }
}

export async function begin(desk: Desk, text: string = planText): Promise<Snapshot> {
  const answer = await desk.handlers['ceremony:begin']({ name: 'plan.yaml', text });
  if (!answer.ok) throw new Error(`${answer.refusal.code}: ${answer.refusal.sentence}`);
  return answer.snapshot;
}

export function codeOf(answer: ActAnswer): string {
  return answer.ok ? 'accepted' : answer.refusal.code;
}
