/** What the screen says of a share set that was given up: from the record alone, so that it is the same after a restart. */
import type { GivenUpSet } from '../../contract/snapshot.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import type { Session } from './session.ts';

/** The set of this ceremony that was given up last; null where there is none, or where the next one is made already. */
export function lastGivenUp({ recorder, inherited }: Session): GivenUpSet | null {
  const { entries, state } = recorder;
  if (state.set?.made != null) return null;
  const last = entries.findLast(({ event }) => (event.type === 'set.voided' || event.type === 'set.declared-void') && !inherited.sets.some((s) => s.id === event.set))?.event;
  if (last?.type !== 'set.voided' && last?.type !== 'set.declared-void') return null;
  const { set } = last;
  const carriers = entries.flatMap(({ event }) => (event.type === 'share.written' && event.set === set ? [{ index: event.index, custodian: event.custodian, carrier: event.carrier, where: event.where }] : []));
  const wasMade = entries.some(({ event }) => event.type === 'backup.made' && event.set === set);
  const why = last.type === 'set.declared-void' ? ({ kind: 'declared', by: [last.participant, last.second.participant], reason: last.reason } as const) : ({ kind: wasMade ? 'interrupted' : 'failed' } as const);
  return { set: showSetId(set), why, carriers };
}
