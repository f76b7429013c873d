/** Whether a folder takes what a ceremony writes. Writes one small file, waits for the disk, and removes it. */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentFinding, Random } from '../../../core/ports/ports.ts';
import { toHex } from '../../../core/bytes/bytes.ts';

/** Megabytes (2^20 bytes): a long ceremony with its sheets stays under a tenth of it. */
export const ROOM_NEEDED = 200;

/** A finding about `folder`: it exists, can be written, waits for its disk, and has {@link ROOM_NEEDED} free. */
export function diskFinding(folder: string, random: Random): EnvironmentFinding {
  const finding = (status: EnvironmentFinding['status'], sentence: string): EnvironmentFinding => ({ id: 'disk', status, sentence });
  let free: number;
  try {
    const fs = statfsSync(folder);
    free = Math.floor((fs.bavail * fs.bsize) / 2 ** 20);
    tryWriting(join(folder, `.keyrite-try-${toHex(random(8))}`));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return finding('fail', `The folder ${folder} cannot be written (${why}). Choose another, or make this one writable.`);
  }
  if (free < ROOM_NEEDED) return finding('fail', `The disk of ${folder} has ${String(free)} MB free; ${String(ROOM_NEEDED)} MB are needed. Make room.`);
  return finding('pass', `The disk of ${folder} can be written and has ${String(free)} MB free.`);
}

function tryWriting(path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, new Uint8Array(4096));
    fsyncSync(file);
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}
