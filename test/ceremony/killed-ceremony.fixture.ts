/** Child process of the interruption test: begins or reopens the ceremony in argv's folder and stops itself with SIGKILL right after entry N is on the disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StorePort } from '../../src/core/ports/ports.ts';
import { quickPresence } from './quick-presence.ts';
import { begin, playUntil, roomAt } from './test-desk.ts';

const [folder = '', sheets = '', conf = '', killAfter = '0'] = process.argv.slice(2);
const room = roomAt(folder, sheets, { SOFTHSM2_CONF: conf });

function killing(store: StorePort): StorePort {
  return {
    ...store,
    append(entry) {
      store.append(entry);
      if (entry.seq === Number(killAfter)) process.kill(process.pid, 'SIGKILL');
    },
  };
}

const desk = room.openDesk({ watchStore: killing, ports: { presence: quickPresence() } });
const file = join(folder, 'KC-TEST-2-OF-3.keyrite');
if (existsSync(file)) await desk.handlers['ceremony:reopen']({ file });
else await begin(desk);
const last = await playUntil(desk, room.people, () => false);
await desk.close();
process.stdout.write(`${last.status} ${String(last.record.count)}\n`);
