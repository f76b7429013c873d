/** What the record says so far, gathered entry by entry. Grows with people, keys and sets, not with the number of entries; judges nothing. */
import type { EventOf, TokenName } from '../core/ceremony/events.ts';
import { limits } from '../core/transcript/limits.ts';
import type { Entry } from '../core/transcript/types.ts';

/** An event and where it stands. */
export interface At<E> {
  readonly seq: number;
  readonly time: string;
  readonly event: E;
}

export interface KeyFacts {
  readonly startedId: string | null;
  readonly generated: At<EventOf<'key.generated'>> | null;
  readonly sealed: At<EventOf<'key.sealed'>> | null;
}

export interface SetFacts {
  readonly id: string;
  made: At<EventOf<'backup.made'>> | null;
  voided: number | null;
  proof: At<EventOf<'proof.passed'>> | null;
  readonly written: Map<number, At<EventOf<'share.written'>>>;
  readonly removed: Map<number, number>;
  /** The first reading after the share was written, by index. */
  readonly read: Map<number, At<EventOf<'share.read'>>>;
}

export interface DeviationFacts {
  readonly seq: number;
  readonly by: string;
  accepted: number;
}

export interface RecordFacts {
  opened: At<EventOf<'ceremony.opened'>> | null;
  /** The last record.ended. */
  ended: At<EventOf<'record.ended'>> | null;
  /** Of the last entry read. */
  last: { readonly seq: number; readonly type: string } | null;
  /** Each participant's current registration. */
  readonly people: Map<string, At<EventOf<'participant.registered'>>>;
  readonly examined: Map<TokenName, At<EventOf<'hsm.examined'>>>;
  readonly prepared: Map<TokenName, At<EventOf<'hsm.prepared'>>>;
  readonly keys: Map<string, KeyFacts>;
  readonly sets: Map<string, SetFacts>;
  readonly deviations: Map<number, DeviationFacts>;
  /** False once an entry could not be read: what is then missing may have been in it. */
  complete: boolean;
}

export function newFacts(): RecordFacts {
  return { opened: null, ended: null, last: null, people: new Map(), examined: new Map(), prepared: new Map(), keys: new Map(), sets: new Map(), deviations: new Map(), complete: true };
}

const noKey: KeyFacts = { startedId: null, generated: null, sealed: null };

/** The one set that was made and not abandoned, or null where there is none or more than one. */
export function standingSet(facts: RecordFacts): SetFacts | null {
  const standing = [...facts.sets.values()].filter((s) => s.made !== null && s.voided === null);
  return standing.length === 1 ? standing[0]! : null;
}

/** The evidence last read back of a key: at the seal, else at its making. */
export function lastEvidence(key: KeyFacts): At<EventOf<'key.generated' | 'key.sealed'>> | null {
  return key.sealed ?? key.generated;
}

/** Takes one entry into the facts. Checks are given the facts as they were before it. */
export function note(facts: RecordFacts, entry: Entry): void {
  const { seq, time, event } = entry;
  facts.last = { seq, type: event.type };
  const keyOf = (name: string): KeyFacts => facts.keys.get(name) ?? noKey;
  switch (event.type) {
    case 'ceremony.opened':
      facts.opened ??= { seq, time, event };
      return;
    case 'record.ended':
      facts.ended = { seq, time, event };
      return;
    case 'participant.registered':
      facts.people.set(event.participant, { seq, time, event });
      return;
    case 'hsm.examined':
      facts.examined.set(event.token, { seq, time, event });
      return;
    case 'hsm.prepared':
      facts.prepared.set(event.token, { seq, time, event });
      return;
    case 'key.generation-started':
      facts.keys.set(event.key, { ...keyOf(event.key), startedId: event.id });
      return;
    case 'key.generated':
      facts.keys.set(event.key, { ...keyOf(event.key), generated: { seq, time, event } });
      return;
    case 'key.sealed':
      facts.keys.set(event.key, { ...keyOf(event.key), sealed: { seq, time, event } });
      return;
    case 'backup.started':
      if (!facts.sets.has(event.set) && facts.sets.size < limits.sets) facts.sets.set(event.set, { id: event.set, made: null, voided: null, proof: null, written: new Map(), removed: new Map(), read: new Map() });
      return;
    case 'deviation.recorded':
      facts.deviations.set(event.id, { seq, by: event.by, accepted: 0 });
      return;
    case 'deviation.accepted': {
      const deviation = facts.deviations.get(event.id);
      if (deviation !== undefined) deviation.accepted++;
      return;
    }
    default:
      noteSet(facts, entry);
  }
}

function noteSet(facts: RecordFacts, { seq, time, event }: Entry): void {
  const set = 'set' in event ? facts.sets.get(event.set) : undefined;
  if (set === undefined) return;
  switch (event.type) {
    case 'backup.made':
      set.made ??= { seq, time, event };
      return;
    case 'set.voided':
      set.voided ??= seq;
      return;
    case 'share.written':
      set.written.set(event.index, { seq, time, event });
      return;
    case 'share.removed':
      set.removed.set(event.index, seq);
      return;
    case 'share.read':
      if (set.written.has(event.index) && !set.read.has(event.index)) set.read.set(event.index, { seq, time, event });
      return;
    case 'proof.passed':
      set.proof = { seq, time, event };
      return;
    default:
      return;
  }
}
