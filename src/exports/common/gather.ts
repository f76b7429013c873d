/** What several views need of a record, with the numbers of the entries that say it: read in one pass, bounded by the plan and not by the length of the record. */
import type { EventOf, EventType, TokenName } from '../../core/ceremony/events.ts';
import type { Entry } from '../../core/transcript/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';

/** An event with the number and the time of its entry. */
export interface Seen<T extends EventType> {
  readonly seq: number;
  /** UTC, the machine's clock. */
  readonly time: string;
  readonly event: EventOf<T>;
}

/** What happened to one key; the last of each kind of event. */
export interface KeySeen {
  generated?: Seen<'key.generated'>;
  found?: Seen<'key.found'>;
  restored?: Seen<'restore.passed'>;
  sealed?: Seen<'key.sealed'>;
  stateSet?: Seen<'key.state-set'>;
  destroyed?: Seen<'key.destroyed'>;
}

/** What happened to one share set; by share the last of each kind of event. */
export interface SetSeen {
  made?: Seen<'backup.made'>;
  proven?: Seen<'proof.passed'>;
  voided?: Seen<'set.voided'> | Seen<'set.declared-void'>;
  packageDestroyed?: Seen<'package.destroyed'>;
  readonly written: Map<number, Seen<'share.written'>>;
  readonly read: Map<number, Seen<'share.read'>>;
  readonly checked: Map<number, Seen<'share.checked'>>;
  readonly destroyed: Map<number, Seen<'share.destroyed'>>;
}

export interface GatheredRecord {
  /** Name and version of the application, as the record says. */
  application: string;
  readonly prepared: Partial<Record<TokenName, Seen<'hsm.prepared'>>>;
  readonly keys: Map<string, KeySeen>;
  readonly sets: Map<string, SetSeen>;
  /** By step, by participant: the number of the entry. */
  readonly confirmed: Map<string, Map<string, number>>;
  certified?: Seen<'root.certified'>;
  attested?: Seen<'root.attested'>;
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key) ?? make();
  map.set(key, there);
  return there;
}

const newSet = (): SetSeen => ({ written: new Map(), read: new Map(), checked: new Map(), destroyed: new Map() });

function keep(into: GatheredRecord, { seq, time, event }: Entry): void {
  const key = (name: string): KeySeen => at(into.keys, name, () => ({}));
  const set = (id: string): SetSeen => at(into.sets, id, newSet);
  switch (event.type) {
    case 'ceremony.opened': into.application = event.application; break;
    case 'hsm.prepared': into.prepared[event.token] = { seq, time, event }; break;
    case 'key.generated': key(event.key).generated = { seq, time, event }; break;
    case 'key.found': key(event.key).found = { seq, time, event }; break;
    case 'key.sealed': key(event.key).sealed = { seq, time, event }; break;
    case 'key.state-set': key(event.key).stateSet = { seq, time, event }; break;
    case 'key.destroyed': key(event.key).destroyed = { seq, time, event }; break;
    case 'restore.passed': for (const { name } of event.keys) key(name).restored = { seq, time, event }; break;
    case 'backup.made': set(event.set).made = { seq, time, event }; break;
    case 'proof.passed': set(event.set).proven = { seq, time, event }; break;
    case 'set.voided': set(event.set).voided = { seq, time, event }; break;
    case 'set.declared-void': set(event.set).voided = { seq, time, event }; break;
    case 'share.written': set(event.set).written.set(event.index, { seq, time, event }); break;
    case 'share.read': set(event.set).read.set(event.index, { seq, time, event }); break;
    case 'share.checked': set(event.set).checked.set(event.index, { seq, time, event }); break;
    case 'share.destroyed': set(event.set).destroyed.set(event.index, { seq, time, event }); break;
    case 'package.destroyed': set(event.set).packageDestroyed = { seq, time, event }; break;
    case 'root.certified': into.certified = { seq, time, event }; break;
    case 'root.attested': into.attested = { seq, time, event }; break;
    case 'step.confirmed': at(into.confirmed, event.step, () => new Map<string, number>()).set(event.participant, seq); break;
    default: break;
  }
}

/** Reads the whole record. Throws RefusalError `transcript.changed-meanwhile`. */
export async function gather(verified: VerifiedTranscript): Promise<GatheredRecord> {
  const into: GatheredRecord = { application: '', prepared: {}, keys: new Map(), sets: new Map(), confirmed: new Map() };
  for await (const entry of verified.entries()) keep(into, entry);
  return into;
}
