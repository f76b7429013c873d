/** The one place where a ceremony moves on: event -> transition -> fsynced entry -> new state. Nothing else appends. */
import { toHex } from '../../core/bytes/bytes.ts';
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import type { Effect } from '../../core/ceremony/rules/outcome.ts';
import { newCeremony } from '../../core/ceremony/script.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import { transition } from '../../core/ceremony/transition.ts';
import type { Inherited } from '../../core/lineage/types.ts';
import type { Plan } from '../../core/plan/schema.ts';
import type { Clock, Random, StorePort } from '../../core/ports/ports.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { Refusal } from '../../core/refusals/refusal.ts';
import { entryLine, GENESIS, lineHash, SALT_BYTES } from '../../core/transcript/chain.ts';
import { parseEntry } from '../../core/transcript/event-schema.ts';
import type { Entry } from '../../core/transcript/types.ts';

export interface Recorder {
  readonly state: CeremonyState;
  /** Hash (hex) of the last entry: what the next one names as `prev`, and what a confirmation signs. */
  readonly head: string;
  readonly count: number;
  readonly entries: readonly Entry[];
  /** Throws the refusal that `event` would meet, as RefusalError; changes nothing. Asked before an act that costs something: a code, a device's work, a sheet. */
  require(event: CeremonyEvent): void;
  /** Refusal that `event` would meet, or null; changes nothing. */
  wouldRefuse(event: CeremonyEvent): Refusal | null;
  /** Appends durably, or throws RefusalError having changed nothing. */
  append(event: CeremonyEvent): readonly Effect[];
}

/** A RefusalError carrying a refusal that the machine already worded. */
export function asError(r: Refusal): RefusalError {
  return new RefusalError(r.code, r.detail);
}

/** Replays what `store` holds (chain and schema checked) and records on from there. Throws RefusalError `store.damaged`. */
export function createRecorder(plan: Plan, inherited: Inherited, store: StorePort, clock: Clock, random: Random): Recorder {
  let state = newCeremony(plan, inherited);
  let head = GENESIS;
  const entries: Entry[] = [];

  for (const stored of store.entries()) {
    const entry = parseEntry(stored.line, entries.length);
    const outcome = transition(state, entry.event);
    if (entry.prev !== head || !outcome.ok) throw new RefusalError('store.damaged', { entry: entry.seq });
    state = outcome.state;
    head = lineHash(stored.line);
    entries.push(entry);
  }

  const wouldRefuse = (event: CeremonyEvent): Refusal | null => {
    const outcome = transition(state, event);
    return outcome.ok ? null : outcome.refusal;
  };

  return {
    get state() {
      return state;
    },
    get head() {
      return head;
    },
    get count() {
      return entries.length;
    },
    entries,
    wouldRefuse,
    require(event) {
      const refused = wouldRefuse(event);
      if (refused) throw asError(refused);
    },
    append(event) {
      const outcome = transition(state, event);
      if (!outcome.ok) throw asError(outcome.refusal);
      // SECURITY: a salt used twice, or guessable, lets who holds a redacted bundle try what a withheld entry said.
      const entry: Entry = { v: 1, seq: entries.length, prev: head, time: clock.utc(), mono: Math.round(clock.monotonic()), salt: toHex(random(SALT_BYTES)), event };
      const line = entryLine(entry);
      store.append({ seq: entry.seq, line });
      // Only now, with the entry on the disk, does the ceremony move on.
      state = outcome.state;
      head = lineHash(line);
      entries.push(entry);
      return outcome.effects;
    },
  };
}
