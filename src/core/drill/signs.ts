/** Looks for what right handling leaves in a record. Reads entries only; whether the record itself is true is for the verifier to say. */
import type { EventOf, EventType } from '../ceremony/events.ts';
import type { Entry } from '../transcript/types.ts';
import type { RecordView, Sign } from './incident.ts';

/** The first entry of that type for which `fits` holds, or null. */
export function first<T extends EventType>(entries: readonly Entry[], type: T, fits: (event: EventOf<T>) => boolean = () => true): Entry | null {
  return entries.find(({ event }) => event.type === type && fits(event as EventOf<T>)) ?? null;
}

/** The entries after `entry`; none where it is missing, so that what must come after it is missing too. */
export function after(entries: readonly Entry[], entry: Entry | null): readonly Entry[] {
  return entry === null ? [] : entries.filter((e) => e.seq > entry.seq);
}

/** A deviation among `entries` for which `fits` holds, and its acceptance by somebody else. */
export function deviationSigns(entries: readonly Entry[], what: string, fits: (event: EventOf<'deviation.recorded'>) => boolean): readonly [Sign, Sign] {
  const recorded = first(entries, 'deviation.recorded', fits);
  const number = recorded?.event.type === 'deviation.recorded' ? recorded.event.id : 0;
  const accepted = first(after(entries, recorded), 'deviation.accepted', (event) => event.id === number);
  return [{ what, seen: recorded }, { what: 'the security officer or the auditor accepted that deviation', seen: accepted }];
}

/** A deviation that people recorded at the step where it struck, and its acceptance. */
export function ownDeviationSigns(view: RecordView, what: string): readonly [Sign, Sign] {
  return deviationSigns(view.since, what, (event) => !event.automatic && event.step === view.step.id);
}

/** Two different people gave up the set that was being made, and another was made in its place and read back whole. */
export function newSetSigns(view: RecordView): readonly Sign[] {
  const declared = first(view.since, 'set.declared-void', (event) => event.participant !== event.second.participant);
  const later = after(view.since, declared);
  const made = first(later, 'backup.made');
  const count = made?.event.type === 'backup.made' ? made.event.count : 0;
  const read = new Set<string>();
  // A set may be given up in its turn: what counts is the first of which every share was read.
  const whole = after(later, made).find(({ event }) => event.type === 'share.read' && [...read.add(`${event.set} ${String(event.index)}`)].filter((one) => one.startsWith(event.set)).length === count) ?? null;
  return [
    { what: 'two people declared the share set void', seen: declared },
    ...deviationSigns(later, 'the application noted it as a deviation', (event) => event.automatic),
    { what: 'a new set was made over the same keys', seen: made },
    { what: 'every share of the new set was read back', seen: whole },
  ];
}

/** Two different people ended the ceremony. */
export function abandonedSign(view: RecordView): Sign {
  return { what: 'two people abandoned the ceremony', seen: first(view.since, 'ceremony.abandoned', (event) => event.participant !== event.second.participant) };
}
