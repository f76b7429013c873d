/** What an abandoned ceremony leaves on the HSM: nothing that it made, or what it names. */
import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import type { ObjectSummary } from '../../src/core/ports/hsm.ts';
import type { Desk } from '../../src/main/runtime/desk.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { quickPresence } from './quick-presence.ts';
import { SOFTHSM } from './sample-plan.ts';
import { begin, createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

let room: TestRoom;
let desk: Desk;

async function playTo(kind: string): Promise<void> {
  room = await createTestRoom();
  desk = room.openDesk({ ports: { presence: quickPresence() } });
  await begin(desk);
  await playUntil(desk, room.people, (s) => s.step.kind === kind);
}

afterEach(async () => {
  await desk.close();
  room.remove();
});

/** What is on a token of the room, asked of it anew. */
async function objectsOn(room: TestRoom, label: string): Promise<readonly ObjectSummary[]> {
  const hsm = createPorts({ version: 'test', workerEnv: room.env }).openHsm({ module: SOFTHSM, label });
  const pin = { pin: 'user', token: 'primary' } as Parameters<typeof room.people.pinHalf>[0];
  try {
    await hsm.login(utf8(room.people.pinHalf(pin, 0) + room.people.pinHalf(pin, 1)));
    return await hsm.inventory();
  } finally {
    await hsm.close();
  }
}

const by = (reason: string) => ({ first: 'sam', firstCode: utf8('code of sam'), second: 'aud', secondCode: utf8('code of aud'), reason });

describe('an abandoned ceremony', () => {
  it.each(['share-writing', 'closing'])('takes the keys it made off the HSM again at %s, so that the next ceremony finds the HSM as it was', async (kind) => {
    await playTo(kind);
    const answer = await desk.handlers['ceremony:abandon'](by('a share was photographed'));
    expect(answer.ok && answer.snapshot.status).toBe('abandoned');
    expect(answer.ok && answer.snapshot.keysLeft).toEqual([]);
    expect(answer.ok && answer.snapshot.record.lines.slice(0, 2).map((l) => l.sentence)).toEqual(['The master key, made in this ceremony, was destroyed; using it fails', 'The root key, made in this ceremony, was destroyed; using it fails']);
    await desk.close();
    expect(await objectsOn(room, 'test-hsm')).toEqual([]);
  });

  it('names the keys that stay where the HSM is locked, and destroys nothing', async () => {
    await playTo('share-writing');
    await desk.handlers['ceremony:pause']({ by: 'ada', reason: 'fire alarm' });
    const answer = await desk.handlers['ceremony:abandon'](by('fire alarm'));
    const left = answer.ok ? answer.snapshot.keysLeft : [];
    expect(left.map((k) => k.name)).toEqual(['root', 'master']);
    await desk.close();
    expect((await objectsOn(room, 'test-hsm')).map((o) => o.id)).toEqual(expect.arrayContaining(left.map((k) => k.id)));
  });
});
