/** What a drill came to, before it is judged: its ceremony as its file tells it, what was to strike, and when it did. Types only. */
import type { Plan } from '../plan/schema.ts';
import type { Entry } from '../transcript/types.ts';
import type { Chosen } from './choose.ts';

/** The moment of an incident: the number of the entry that came next, and the monotonic clock in milliseconds. */
export interface Strike {
  readonly entry: number;
  readonly mono: number;
  /** RFC 3339, UTC, by the machine's clock: where the drill may outlive the process whose monotonic clock `mono` is of. */
  readonly time?: string;
}

export type Outcome = 'closed' | 'abandoned' | 'stopped';

/** One ceremony of a drill, as its file tells it. */
export interface Performed {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly entries: readonly Entry[];
  /** Path of the ceremony's file. */
  readonly record: string;
  /** Folder of the bundle; null where the ceremony did not close. */
  readonly bundle: string | null;
  /** Where it was stopped: what nobody handled. */
  readonly stopped: { readonly step: string } | null;
}

export interface DrillResult extends Performed {
  /** Who acted: people at the window, or nobody but a program. */
  readonly people: 'scripted' | 'window';
  readonly chosen: readonly Chosen[];
  /** By the incident's id; one that did not strike is missing. */
  readonly strikes: ReadonlyMap<string, Strike>;
  /** The emergency revocation after an abandoned ceremony. */
  readonly followed: Performed | null;
  /** From the opening to the end of the last ceremony. */
  readonly milliseconds: number;
}
