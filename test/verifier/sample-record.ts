/** For tests: what a record says as a whole, told entry by entry; grows with people, keys and deviations, never with the entries. */
import { toHex } from '../../src/core/bytes/bytes.ts';
import type { EventOf } from '../../src/core/ceremony/events.ts';
import { entryLine, GENESIS, lineHash } from '../../src/core/transcript/chain.ts';
import { merkleAccumulator } from '../../src/core/transcript/merkle.ts';
import type { CeremonyPredicate, Entry } from '../../src/core/transcript/types.ts';

export interface SampleRecord {
  readonly opened: EventOf<'ceremony.opened'> | undefined;
  /** Times of the first and the last entry. */
  readonly begun: string;
  readonly ended: string;
  /** Last registration of each. */
  readonly people: ReadonlyMap<string, EventOf<'participant.registered'>>;
  /** Evidence last read of each key that is left. */
  readonly evidence: CeremonyPredicate['keys'];
  readonly voidSets: readonly string[];
  readonly deviations: CeremonyPredicate['deviations'];
  readonly record: CeremonyPredicate['record'];
}

export interface SampleRecordFold {
  add(entry: Entry): void;
  end(): SampleRecord;
}

export function sampleRecordFold(): SampleRecordFold {
  const people = new Map<string, EventOf<'participant.registered'>>();
  const evidence = new Map<string, CeremonyPredicate['keys'][number]>();
  const accepted = new Set<number>();
  const voidSets: string[] = [];
  const tree = merkleAccumulator();
  let opened: EventOf<'ceremony.opened'> | undefined;
  let recorded = 0;
  let head = GENESIS;
  let begun = '';
  let ended = '';
  return {
    add(entry) {
      const line = entryLine(entry);
      const { event, time } = entry;
      if (tree.size === 0) begun = time;
      ended = time;
      head = lineHash(line);
      tree.add(line);
      if (event.type === 'ceremony.opened') opened = event;
      else if (event.type === 'participant.registered') people.set(event.participant, event);
      else if (event.type === 'deviation.recorded') recorded++;
      else if (event.type === 'deviation.accepted') accepted.add(event.id);
      else if (event.type === 'set.voided' || event.type === 'set.declared-void') voidSets.push(event.set);
      else if (event.type === 'key.generated' || event.type === 'key.sealed' || event.type === 'key.found') evidence.set(event.key, event.evidence);
      else if (event.type === 'restore.passed') for (const one of event.evidence) evidence.set(one.name, one);
      else if (event.type === 'key.destroyed') evidence.delete(event.key);
    },
    end: () => ({ opened, begun, ended, people, evidence: [...evidence.values()], voidSets, deviations: { recorded, accepted: accepted.size }, record: { entries: tree.size, head, merkleRoot: toHex(tree.root()) } }),
  };
}
