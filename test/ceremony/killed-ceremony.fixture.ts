/**
 * Child process of the interruption test: plays the ceremony in argv's folder. With a number it stops itself with SIGKILL right after that entry is on the disk;
 * with a folder it copies the disk there after every entry, as a power cut at that moment would leave it.
 */
import { join } from 'node:path';
import type { StorePort } from '../../src/core/ports/ports.ts';
import { copyRoom } from './copied-room.ts';
import { quickPresence } from './quick-presence.ts';
import { begin, playUntil, roomAt } from './test-desk.ts';

const [folder = '', sheets = '', conf = '', what = ''] = process.argv.slice(2);
const room = roomAt(folder, sheets, { SOFTHSM2_CONF: conf });
const killAfter = /^\d+$/.test(what) ? Number(what) : null;

function watched(store: StorePort): StorePort {
  return {
    ...store,
    append(entry) {
      store.append(entry);
      if (killAfter === null) copyRoom(room, join(what, String(entry.seq)));
      else if (entry.seq === killAfter) process.kill(process.pid, 'SIGKILL');
    },
  };
}

const desk = room.openDesk({ watchStore: watched, ports: { presence: quickPresence() } });
await begin(desk);
const last = await playUntil(desk, room.people, () => false);
await desk.close();
process.stdout.write(`${last.status} ${String(last.record.count)}\n`);
