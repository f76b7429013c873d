/** What is kept of the record while it is read once: a bounded number of events a step, the last confirmation of each person, the deviations. */
import type { Entry } from '../../core/transcript/types.ts';
import { APPLICATION } from './people-words.ts';
import type { AnnotatedConfirmation, AnnotatedDeviation, AnnotatedEvent, AnnotationLimits } from './types.ts';

/** Of one step. */
export interface Gathered {
  readonly events: AnnotatedEvent[];
  plain: number;
  remarkable: number;
  entries: number;
  problems: number;
  omitted: number;
  omittedFrom: number;
  passes: number;
  first: string | null;
  last: string | null;
  /** By participant: their last confirmation. */
  readonly confirmed: Map<string, AnnotatedConfirmation>;
}

export function nothingYet(): Gathered {
  return { events: [], plain: 0, remarkable: 0, entries: 0, problems: 0, omitted: 0, omittedFrom: 0, passes: 0, first: null, last: null, confirmed: new Map() };
}

export function keep(into: Gathered, event: AnnotatedEvent, limits: AnnotationLimits): void {
  into.entries++;
  into.passes = Math.max(into.passes, event.pass);
  if (event.tone === 'problem') into.problems++;
  if (!event.outside) {
    into.first ??= event.time;
    into.last = event.time;
  }
  const room = event.tone === 'plain' ? into.plain++ < limits.plain : into.remarkable++ < limits.remarkable;
  if (room) into.events.push(event);
  else if (into.omitted++ === 0) into.omittedFrom = event.seq;
}

export interface DeviationBook {
  note(entry: Entry, step: string): void;
  readonly all: readonly AnnotatedDeviation[];
  /** Also those beyond the limit. */
  recorded(): number;
}

export function deviationBook(limits: AnnotationLimits, name: (id: string) => string): DeviationBook {
  const all: AnnotatedDeviation[] = [];
  const places = new Map<number, number>();
  let recorded = 0;
  return {
    all,
    recorded: () => recorded,
    note({ seq, time, event }, step) {
      if (event.type === 'deviation.recorded') {
        recorded++;
        if (all.length === limits.deviations) return;
        const by = event.automatic ? APPLICATION : event.by;
        places.set(event.id, all.length);
        all.push({ id: event.id, seq, time, step, what: event.what, remedy: event.remedy, by, byName: name(by), automatic: event.automatic, accepted: [] });
      } else if (event.type === 'deviation.accepted') {
        const at = places.get(event.id);
        const found = at === undefined ? undefined : all[at];
        if (at !== undefined && found !== undefined) all[at] = { ...found, accepted: [...found.accepted, { participant: event.participant, name: name(event.participant), time, seq }] };
      }
    },
  };
}
