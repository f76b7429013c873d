/** What people do about incidents at the desk: note a deviation, give up a set, end the ceremony. For drills only; it uses everybody's codes. */
import type { Snapshot } from '../../contract/snapshot.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import type { Moment, Next } from './injection.ts';

/** Somebody who is there and leaves the accepting to others. */
function recorder({ people, acceptors }: Snapshot): string {
  const there = people.filter((p) => p.registered).map((p) => p.id);
  return there.find((id) => !acceptors.includes(id)) ?? there[0] ?? '';
}

export function recordDeviation({ snapshot, handlers }: Moment, what: string, remedy: string): Next {
  return () => handlers['deviation:record']({ by: recorder(snapshot), what, remedy });
}

/** Two different people who are there: those who judge deviations first. */
function twoPeople({ people, acceptors }: Snapshot): readonly [string, string] {
  const there = people.filter((p) => p.registered).map((p) => p.id);
  const [first = '', second = ''] = [...there.filter((id) => acceptors.includes(id)), ...there.filter((id) => !acceptors.includes(id))];
  return [first, second];
}

export function declareVoid({ snapshot, handlers, room }: Moment, reason: string): Next {
  const [first, second] = twoPeople(snapshot);
  return () => handlers['set:declare-void']({ first, firstCode: utf8(room.code(first)), second, secondCode: utf8(room.code(second)), reason });
}

export function abandon({ snapshot, handlers, room }: Moment, reason: string): Next {
  const [first, second] = twoPeople(snapshot);
  return () => handlers['ceremony:abandon']({ first, firstCode: utf8(room.code(first)), second, secondCode: utf8(room.code(second)), reason });
}

/** The ceremony is paused first, which locks the devices; then two people end it. */
export function pauseAndAbandon(moment: Moment, reason: string): Next {
  const { snapshot, handlers } = moment;
  if (snapshot.status !== 'paused') return () => handlers['ceremony:pause']({ by: recorder(snapshot), reason });
  return abandon(moment, reason);
}
