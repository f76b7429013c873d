/** A removable card through the desk: reading it back is refused until it was seen to be out, and a notice never slips between a signature and its entry. */
import { afterEach, expect, it } from 'vitest';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { createPorts } from '../../src/main/runtime/ports.ts';
import { quickPresence } from './quick-presence.ts';
import { begin, codeOf, createTestRoom, playUntil } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

let room: TestRoom | null = null;
afterEach(() => {
  room?.remove();
  room = null;
});

it('records that the card was taken out before it may be read back', async () => {
  room = await createTestRoom();
  const real = createPorts({ version: 'test', workerEnv: room.env, roomFolder: room.sheets });
  let inReader = true;
  // The soft card, in a reader that says what a real one says.
  const cards: typeof real.cards = {
    describe: async (card) => ({ ...(await real.cards.describe(card)), removable: true }),
    write: async (...args) => ({ ...(await real.cards.write(...args)), removable: true }),
    read: async (...args) => {
      const read = await real.cards.read(...args);
      return { ...read, report: { ...read.report, removable: true } };
    },
    present: () => Promise.resolve(inReader),
  };
  const desk = room.openDesk({ ports: { presence: quickPresence(), cards } });
  try {
    await begin(desk);
    await playUntil(desk, room.people, (s) => s.step.id === 'share:2:read');
    await desk.look();
    expect(codeOf(await desk.handlers['share:read-card']({ pin: utf8('card-pin') }))).toBe('ceremony.card-not-removed');
    inReader = false;
    expect(codeOf(await desk.handlers['share:read-card']({ pin: utf8('card-pin') }))).toBe('ceremony.no-card');
    await desk.look();
    await desk.look();
    inReader = true;
    const last = await playUntil(desk, room.people, () => false);
    expect(last.status).toBe('closed');
    expect(last.record.lines.filter((l) => l.sentence.includes('was taken out'))).toHaveLength(1);
  } finally {
    await desk.close();
  }
});
