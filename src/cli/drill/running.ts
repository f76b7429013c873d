/** Plays a ceremony into which incidents strike: keeps where it is and when each struck, and lets people handle it. Never appends to the record itself. */
import type { Snapshot } from '../../contract/snapshot.ts';
import type { ActAnswer } from '../../contract/table.ts';
import type { Chosen } from '../../core/drill/choose.ts';
import { incidents } from '../../core/drill/incidents.ts';
import type { Strike } from '../../core/drill/result.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { StorePort } from '../../core/ports/ports.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import type { Desk } from '../../main/runtime/desk.ts';
import type { DeskPorts } from '../../main/runtime/ports.ts';
import { nextAct, ScriptStopped } from '../rehearsal/scripted-people.ts';
import type { ScriptedRoom } from '../rehearsal/scripted-people.ts';
import type { Injection, Moment, Next } from './injection.ts';
import { injections as injectionOf } from './injections.ts';

/** What people do about an incident; null: they go on as if nothing had happened. */
export type People = (injection: Injection, moment: Moment) => Next | null;
export const rightPeople: People = (injection, moment) => injection.react(moment);

/** The desk is gone, and only the file is left. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** Two people have ended the ceremony. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

/** How often one act may be refused with the same code before the play is given up. */
const PATIENCE = 3;
/** More acts than any ceremony has: people who go round in circles are stopped. */
const MOST_ACTS = 10_000;

export interface Running {
  readonly strikes: ReadonlyMap<string, Strike>;
  watchStore(store: StorePort): StorePort;
  ports(ports: DeskPorts): DeskPorts;
  /** Plays to the end. Throws PowerCut, Abandoned, or ScriptStopped at a refusal that nobody handles. */
  play(desk: Desk, room: ScriptedRoom, onSnapshot: (snapshot: Snapshot) => void): Promise<Snapshot>;
}

export interface RunOptions {
  readonly plan: Plan;
  readonly chosen: readonly Chosen[];
  readonly roomFolder: string;
  readonly people: People;
  readonly monotonic: () => number;
}

export function createRunning({ plan, chosen, roomFolder, people, monotonic }: RunOptions): Running {
  const strikes = new Map<string, Strike>();
  let step = '';
  let entries = 0;
  let isDark = false;
  const injections = [...chosen]
    .sort((a, b) => incidents.indexOf(a.incident) - incidents.indexOf(b.incident))
    .map(({ incident, step: place }) => {
      const inject = injectionOf[incident.id];
      if (inject === undefined) throw new RangeError(`no injection of ${incident.id}`);
      return inject({
        plan,
        step: place,
        roomFolder,
        now: () => step,
        strike: () => {
          if (!strikes.has(incident.id)) strikes.set(incident.id, { entry: entries, mono: monotonic() });
        },
        struck: () => strikes.has(incident.id),
        cutPower: () => {
          isDark = true;
        },
      });
    });

  const arrive = (snapshot: Snapshot): void => {
    step = snapshot.step.id;
    for (const injection of injections) injection.arrive?.(snapshot);
  };
  const nextOrStop = (moment: Moment): Next => {
    for (const injection of injections) {
      const act = people(injection, moment);
      if (act !== null) return act;
    }
    const seen = injections.reduce((snapshot, injection) => injection.see?.(snapshot) ?? snapshot, moment.snapshot);
    const act = nextAct(seen, moment.handlers, moment.room);
    if (act === null) throw new ScriptStopped(moment.snapshot.step.title, { code: 'ceremony.work-not-done', sentence: 'Nobody knew what to do next.' });
    return act;
  };

  return {
    strikes,
    watchStore: (store) => {
      // A file that is opened again is opened with the power back.
      isDark = false;
      return {
        ...store,
        append(entry) {
          // Power is gone: what the machine still wanted to write does not reach the disk.
          if (isDark) throw new RefusalError('store.closed', { path: store.path });
          store.append(entry);
          entries = entry.seq + 1;
        },
      };
    },
    ports: (real) => injections.reduce((ports, injection) => injection.ports?.(ports) ?? ports, real),
    async play(desk, room, onSnapshot) {
      let refused: Refusal | null = null;
      let times = 0;
      let acts = 0;
      for (let snapshot = await desk.handlers['ceremony:snapshot']({}); ; ) {
        if (snapshot === null || ++acts > MOST_ACTS) throw new ScriptStopped(snapshot?.step.title ?? 'open', { code: 'ceremony.not-open', sentence: snapshot === null ? 'No ceremony is open.' : 'It went round in circles.' });
        onSnapshot(snapshot);
        if (snapshot.status === 'closed') return snapshot;
        if (snapshot.status === 'abandoned') throw new Abandoned(snapshot.ceremony.id);
        arrive(snapshot);
        const answer: ActAnswer | null = isDark ? null : await nextOrStop({ snapshot, handlers: desk.handlers, room, refused })();
        if (isDark || answer === null) throw new PowerCut(snapshot.ceremony.id);
        if (answer.ok) {
          refused = null;
        } else {
          const refusal: Refusal = answer.refusal;
          times = refusal.code === refused?.code ? times + 1 : 1;
          refused = refusal;
          if (times >= PATIENCE || !injections.some((injection) => injection.expects(refusal.code))) throw new ScriptStopped(snapshot.step.title, refusal);
        }
        snapshot = answer.snapshot;
      }
    },
  };
}
