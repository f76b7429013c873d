/** A backup that does not succeed: its set is void at once, the screen says what happened, what exists of it and what becomes of that, and everyone authorises the next one before anybody is refused. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GivenUpSet, Snapshot } from '../../src/contract/snapshot.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import type { Desk } from '../../src/main/runtime/desk.ts';
import { quickPresence } from './quick-presence.ts';
import { begin, codeOf, createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

let room: TestRoom;
let desk: Desk;
let given: GivenUpSet | null = null;
const sets: string[] = [];

/** A desk whose HSM does the backup once and loses the answer. */
function losing(): Desk {
  const ports = createPorts({ version: 'test', workerEnv: room.env, roomFolder: room.sheets });
  let lost = false;
  return room.openDesk({
    ports: {
      presence: quickPresence(),
      openHsm: (address) => {
        const hsm = ports.openHsm(address);
        const backup: typeof hsm.backup = async (request) => {
          const made = await hsm.backup(request);
          if (lost) return made;
          lost = true;
          for (const share of made.shares) share.fill(0);
          throw new RefusalError('hsm.worker-crashed', { how: 'SIGSEGV' });
        };
        return { ...hsm, backup };
      },
    },
  });
}

const now = async (): Promise<Snapshot> => {
  const snapshot = await desk.handlers['ceremony:snapshot']({});
  if (snapshot === null) throw new Error('nothing is open');
  return snapshot;
};

/** At the backup again: nobody has confirmed, everybody can, and the set that was given up is told. */
async function atBackupAgain(): Promise<GivenUpSet> {
  const { step } = await now();
  if (step.kind !== 'backup') throw new Error(`at ${step.id}`);
  expect(step.confirmable).toBe(true);
  expect(step.confirmations.map((c) => c.done)).toEqual(step.confirmations.map(() => false));
  expect(step.set).toBeNull();
  if (step.givenUp == null) throw new Error('nothing is told');
  given = step.givenUp;
  expect(sets).not.toContain(given.set);
  sets.push(given.set);
  return given;
}

/** Everyone confirms once more, the PINs are typed, and the backup is made: nothing on the way is refused. */
async function makeAgain(until: (snapshot: Snapshot) => boolean): Promise<void> {
  await playUntil(desk, room.people, (s) => s.step.kind === 'backup' && s.step.confirmations.every((c) => c.done));
  // While the next one is not made, it is still said, and who has confirmed stands as confirmed.
  const { step } = await now();
  expect(step.kind === 'backup' && step.givenUp?.set).toBe(given?.set);
  const snapshot = await playUntil(desk, room.people, until);
  expect(snapshot.lastDone?.kind === 'backup' ? snapshot.lastDone.givenUp : null).toBeNull();
}

beforeAll(async () => {
  room = await createTestRoom();
  desk = losing();
  await begin(desk);
});
afterAll(async () => {
  await desk.close();
  room.remove();
});

it('fails while it is made: nothing exists of it', async () => {
  await playUntil(desk, room.people, (s) => s.step.kind === 'backup' && s.step.confirmations.every((c) => c.done) && s.step.pins.every((p) => p.entered.every(Boolean)));
  const answer = await desk.handlers['backup:make']({});
  expect(codeOf(answer)).toBe('hsm.worker-crashed');
  expect(await atBackupAgain()).toMatchObject({ why: { kind: 'failed' }, carriers: [] });
  // Who tries without the confirmations hears who is meant, and no other set is begun.
  const early = await desk.handlers['backup:make']({});
  expect(codeOf(early)).toBe('ceremony.confirmations-missing');
  expect(early.ok ? '' : early.refusal.sentence).toContain('Each of those named on the screen without a tick confirms with their code');
  await makeAgain((s) => s.step.id === 'share:2:write');
});

it('is declared void after a share was printed: who did so, why, and the sheet to destroy', async () => {
  await desk.handlers['set:declare-void']({ first: 'sam', firstCode: utf8('code of sam'), second: 'aud', secondCode: utf8('code of aud'), reason: 'the sheet was seen' });
  expect(await atBackupAgain()).toEqual({
    set: expect.any(String) as string,
    why: { kind: 'declared', by: ['sam', 'aud'], reason: 'the sheet was seen' },
    carriers: [{ index: 1, custodian: 'ann', carrier: 'paper', where: expect.stringContaining('share-1-of-3') as string }],
  });
  await makeAgain((s) => s.step.id === 'share:3:write');
});

it('is interrupted after a share was printed and a card written: the same after a new start', async () => {
  await desk.close();
  desk = room.openDesk({ ports: { presence: quickPresence() } });
  await desk.handlers['ceremony:reopen']({ file: `${room.folder}/KC-TEST-2-OF-3.keyrite` });
  const told = await atBackupAgain();
  expect(told.why).toEqual({ kind: 'interrupted' });
  expect(told.carriers.map((c) => [c.index, c.carrier])).toEqual([[1, 'paper'], [2, 'smartcard']]);
  const last = await playUntil(desk, room.people, (s) => s.status === 'closed');
  expect(last.status).toBe('closed');
  expect(new Set(sets).size).toBe(3);
});
