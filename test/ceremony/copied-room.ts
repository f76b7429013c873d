/** A room of soft tokens copied as it lies on the disk at one moment, its ceremony file and journal among it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { roomAt } from './test-desk.ts';
import type { TestRoom } from './test-desk.ts';

/** Copies the folder of `room` to `folder`, which is not there yet; the copy has tokens of its own. */
export function copyRoom(room: Pick<TestRoom, 'folder' | 'sheets' | 'env'>, folder: string): void {
  cpSync(room.folder, folder, { recursive: true });
  const conf = join(folder, relative(room.folder, room.env['SOFTHSM2_CONF']!));
  writeFileSync(conf, readFileSync(conf, 'utf8').replaceAll(room.folder, folder));
}

/** The room that `copyRoom` left in `folder`. */
export function copiedRoom(room: Pick<TestRoom, 'folder' | 'sheets' | 'env'>, folder: string): TestRoom {
  const moved = (path: string): string => join(folder, relative(room.folder, path));
  return roomAt(folder, moved(room.sheets), { SOFTHSM2_CONF: moved(room.env['SOFTHSM2_CONF']!) });
}
