/** Performs a drill from beginning to end: the ceremony with its incidents, the reopening after a power cut, the revocation after a compromise. Soft tokens only. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Chosen } from '../../core/drill/choose.ts';
import type * as Core from '../../core/drill/result.ts';
import type { Outcome } from '../../core/drill/result.ts';
import { readPlan } from '../../core/plan/read-plan.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { Entry } from '../../core/transcript/types.ts';
import { parseEntry } from '../../core/transcript/event-schema.ts';
import { systemClock } from '../../main/adapters/environment/clock.ts';
import { openCeremonyFile } from '../../main/adapters/store/ceremony-file.ts';
import type { DeskPorts } from '../../main/runtime/ports.ts';
import type { LastingRoom, Played } from '../rehearsal/lasting-room.ts';
import { ScriptStopped } from '../rehearsal/scripted-people.ts';
import type { RefusedAct } from '../rehearsal/scripted-people.ts';
import { revocationAfter } from './revocation.ts';
import { Abandoned, createRunning, PowerCut, rightPeople } from './running.ts';
import type { People, Running } from './running.ts';

export interface Performed extends Core.Performed {
  readonly stopped: { readonly step: string; readonly refused: RefusedAct } | null;
}

export interface DrillResult extends Core.DrillResult {
  readonly stopped: { readonly step: string; readonly refused: RefusedAct } | null;
  readonly followed: Performed | null;
}

export interface DrillOptions {
  readonly room: LastingRoom;
  /** The plan with everything filled in. */
  readonly text: string;
  readonly plan: Plan;
  /** The ceremony that it follows; null for a first one. */
  readonly before: Played | null;
  readonly chosen: readonly Chosen[];
  readonly people?: People;
  readonly onSnapshot?: (snapshot: Snapshot) => void;
  readonly ports?: (ports: DeskPorts) => DeskPorts;
}

function entriesOf(record: string): readonly Entry[] {
  const store = openCeremonyFile(record);
  try {
    return [...store.entries()].map(({ line, seq }) => parseEntry(line, seq));
  } finally {
    store.close();
  }
}

/** Plays, and after each power cut opens the file again. ScriptStopped only where no ceremony was opened at all. */
async function through(options: DrillOptions, running: Running): Promise<Omit<Performed, 'plan'>> {
  const { room, plan, before } = options;
  const folder = dirname(room.roomOf(plan.id));
  const record = join(folder, `${plan.id}.keyrite`);
  const play = {
    ...(before === null ? {} : { from: before.bundle }),
    ...(options.onSnapshot === undefined ? {} : { onSnapshot: options.onSnapshot }),
    play: running.play,
    watchStore: running.watchStore,
    ports: (ports: DeskPorts) => running.ports(options.ports?.(ports) ?? ports),
  };
  const ended = (outcome: Outcome, stopped: Performed['stopped'] = null): Omit<Performed, 'plan'> => ({ outcome, entries: entriesOf(record), record, bundle: outcome === 'closed' ? join(folder, 'bundle') : null, stopped });
  let begin = (): Promise<Played> => room.play(options.text, play);
  for (;;) {
    try {
      await begin();
      return ended('closed');
    } catch (error) {
      if (error instanceof PowerCut) begin = () => room.goOn(plan.id, record, play);
      else if (error instanceof Abandoned) return ended('abandoned');
      else if (error instanceof ScriptStopped && existsSync(record)) return ended('stopped', { step: error.message, refused: error.refused });
      else throw error;
    }
  }
}

/** Performs the revocation on the same tokens. */
async function revoke(options: DrillOptions, before: Played): Promise<Performed> {
  const text = revocationAfter(before, options.plan.id);
  const read = readPlan(text);
  if (!read.ok) throw new RangeError(`the drafted revocation is no plan: ${read.problems.map((p) => `${p.path}: ${p.sentence}`).join(' ')}`);
  const running = createRunning({ ...runOptions(options), plan: read.plan, chosen: [] });
  return { plan: read.plan, ...(await through({ ...options, text, plan: read.plan }, running)) };
}

function runOptions(options: DrillOptions): Parameters<typeof createRunning>[0] {
  const { room, plan, chosen } = options;
  return { plan, chosen, roomFolder: room.roomOf(plan.id), people: options.people ?? rightPeople, monotonic: systemClock.monotonic };
}

/** Runs the whole drill. ScriptStopped where the ceremony could not even be opened. */
export async function performDrill(options: DrillOptions): Promise<DrillResult> {
  const { plan, chosen, before } = options;
  const began = systemClock.monotonic();
  const running = createRunning(runOptions(options));
  const performed = await through(options, running);
  const follows = performed.outcome === 'abandoned' && chosen.some(({ incident }) => incident.then === 'revoke' && running.strikes.has(incident.id));
  const followed = follows && before !== null ? await revoke(options, before) : null;
  return { people: 'scripted', plan, ...performed, chosen, strikes: running.strikes, followed, milliseconds: systemClock.monotonic() - began };
}
