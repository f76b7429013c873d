/** Keeps what a drill at the window has to remember beside the ceremony's file: which incidents, and when each struck. The record of the ceremony knows nothing of it. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { WhichShare } from '../../../core/drill/damage.ts';
import type { Strike } from '../../../core/drill/result.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';

const DRILL_SUFFIX = '.drill.json';

const strike = z.strictObject({ entry: z.number().int().nonnegative(), mono: z.number().nonnegative(), time: z.iso.datetime() });
const schema = z.strictObject({
  keyriteDrill: z.literal(1),
  ceremony: z.string().max(100),
  /** "ID@STEP". */
  incidents: z.array(z.string().max(200)).min(1).max(16),
  strikes: z.record(z.string().max(50), strike),
  /** The share that reads as damaged from when the incident struck. */
  damaged: z.strictObject({ set: z.string().max(20), index: z.number().int().min(1).max(32) }).nullable(),
});

export interface DrillMemory {
  readonly incidents: readonly string[];
  readonly strikes: ReadonlyMap<string, Strike>;
  readonly damaged: WhichShare | null;
}

export function drillFile(folder: string, ceremony: string): string {
  return join(folder, `${ceremony}${DRILL_SUFFIX}`);
}

/** Ceremonies in `folder`, of its file `names`, that are drills. */
export function drillsAmong(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith(DRILL_SUFFIX)).map((name) => name.slice(0, -DRILL_SUFFIX.length));
}

/** Replaces the file whole. Errors are those of the file system. */
export function writeDrill(folder: string, ceremony: string, { incidents, strikes, damaged }: DrillMemory): void {
  const file = drillFile(folder, ceremony);
  const text = JSON.stringify({ keyriteDrill: 1, ceremony, incidents, strikes: Object.fromEntries(strikes), damaged });
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Null where that ceremony is no drill. RefusalError `drill.file-damaged`. */
export function readDrill(folder: string, ceremony: string): DrillMemory | null {
  const path = drillFile(folder, ceremony);
  if (!existsSync(path)) return null;
  try {
    const read = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (read.ceremony !== ceremony) throw new RangeError('of another ceremony');
    return { incidents: read.incidents, strikes: new Map(Object.entries(read.strikes)), damaged: read.damaged };
  } catch (error) {
    throw new RefusalError('drill.file-damaged', { path }, { cause: error });
  }
}
