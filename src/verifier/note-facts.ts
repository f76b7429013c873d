/** Gathers the facts of a record entry by entry. Judges nothing, and holds no entry for longer than it is needed. */
import { limits } from '../core/transcript/limits.ts';
import type { Entry } from '../core/transcript/types.ts';
import { noKey } from './record-facts.ts';
import type { KeyFacts, QuorumFacts, RecordFacts } from './record-facts.ts';

/** Takes one entry into the facts. Checks are given the facts as they were before it. */
export function note(facts: RecordFacts, entry: Entry): void {
  const { seq, time, event } = entry;
  facts.last = { seq, type: event.type };
  switch (event.type) {
    case 'ceremony.opened':
      facts.opened ??= { seq, time, event };
      return;
    case 'ceremony.resumed':
      facts.quorums.clear();
      return;
    case 'record.ended':
      facts.ended = { seq, time, event };
      return;
    case 'participant.registered':
      facts.people.set(event.participant, { seq, time, event });
      return;
    case 'participant.absent':
      facts.absent.set(event.participant, seq);
      return;
    case 'hsm.examined':
      facts.examined.set(event.token, { seq, time, event });
      return;
    case 'hsm.prepared':
      facts.prepared.set(event.token, { seq, time, event });
      return;
    case 'target.imported':
      facts.target = { seq, time, event };
      return;
    case 'key.delivered':
      facts.delivered = { seq, time, event };
      return;
    case 'root.certified':
      facts.certified = { seq, time, event };
      return;
    case 'root.attested':
      facts.attested = { seq, time, event, head: entry.prev };
      return;
    case 'share.checked':
      if (!facts.checks.has(event.index)) facts.checks.set(event.index, { seq, time, event });
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
      noteKey(facts, entry);
      noteQuorum(facts, entry);
      noteSet(facts, entry);
  }
}

function noteKey(facts: RecordFacts, { seq, time, event }: Entry): void {
  const change = (name: string, with_: Partial<KeyFacts>): void => {
    facts.keys.set(name, { ...(facts.keys.get(name) ?? noKey), ...with_ });
  };
  switch (event.type) {
    case 'key.generation-started':
      change(event.key, { startedId: event.id });
      return;
    case 'key.generated':
      change(event.key, { generated: { seq, time, event } });
      return;
    case 'key.found':
      change(event.key, { found: { seq, evidence: event.evidence } });
      return;
    case 'key.sealed':
      change(event.key, { sealed: { seq, time, event } });
      return;
    case 'key.destroyed':
      change(event.key, { destroyed: { seq, time, event } });
      return;
    case 'restore.passed':
      for (const evidence of event.evidence) change(evidence.name, { restored: { seq, evidence } });
      return;
    default:
      return;
  }
}

function noteQuorum(facts: RecordFacts, { event }: Entry): void {
  switch (event.type) {
    case 'quorum.joined':
    case 'share.presented': {
      const quorum: QuorumFacts = facts.quorums.get(event.set) ?? { joined: new Map(), presented: [] };
      // Far more than any set has; a record that goes on so is not followed.
      if (facts.quorums.size >= limits.sets || quorum.joined.size + quorum.presented.length >= limits.sets) return;
      if (event.type === 'quorum.joined') quorum.joined.set(event.participant, event.purpose);
      else quorum.presented.push({ participant: event.participant, index: event.index });
      facts.quorums.set(event.set, quorum);
      return;
    }
    case 'quorum.cleared':
      facts.quorums.delete(event.set);
      return;
    default:
      return;
  }
}

function giveUp(facts: RecordFacts, seq: number, id: string): void {
  const own = facts.sets.get(id);
  if (own === undefined) {
    if (facts.givenUp.size < limits.sets) facts.givenUp.set(id, seq);
    return;
  }
  own.voided ??= seq;
  // The shares that the old quorum presented were used up in making it.
  if (own.made !== null) facts.quorums.clear();
}

function noteSet(facts: RecordFacts, { seq, time, event }: Entry): void {
  if (event.type === 'backup.started') {
    if (!facts.sets.has(event.set) && facts.sets.size < limits.sets) facts.sets.set(event.set, { id: event.set, made: null, voided: null, proof: null, written: new Map(), removed: new Map(), read: new Map() });
    return;
  }
  if (event.type === 'set.voided' || event.type === 'set.declared-void') giveUp(facts, seq, event.set);
  if (event.type === 'proof.passed') facts.proof = { seq, time, event };
  const set = 'set' in event ? facts.sets.get(event.set) : undefined;
  if (set === undefined) return;
  switch (event.type) {
    case 'backup.made':
      set.made ??= { seq, time, event };
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
