/** For tests: small changes to the events of the sample, so that a test says only what it breaks. */
import type { CeremonyEvent, EventOf, EventType } from '../../src/core/ceremony/events.ts';

type Events = readonly CeremonyEvent[];
type Pick<T extends EventType> = (event: EventOf<T>) => boolean;
const any = (): boolean => true;

function is<T extends EventType>(event: CeremonyEvent, type: T, which: Pick<T>): event is EventOf<T> {
  return event.type === type && which(event as EventOf<T>);
}

/** Changes every event of `type` that `which` picks. Throws where there is none: a test must not pass by breaking nothing. */
export function edit<T extends EventType>(type: T, change: (event: EventOf<T>) => CeremonyEvent, which: Pick<T> = any): (events: Events) => Events {
  return (events) => {
    if (!events.some((e) => is(e, type, which))) throw new Error(`no ${type}`);
    return events.map((e) => (is(e, type, which) ? change(e) : e));
  };
}

export function drop<T extends EventType>(type: T, which: Pick<T> = any): (events: Events) => Events {
  return (events) => {
    const left = events.filter((e) => !is(e, type, which));
    if (left.length === events.length) throw new Error(`no ${type}`);
    return left;
  };
}

/** Puts `added` before the first event of `type` that `which` picks. */
export function before<T extends EventType>(type: T, added: (event: EventOf<T>, events: Events) => Events, which: Pick<T> = any): (events: Events) => Events {
  return (events) => {
    const at = events.findIndex((e) => is(e, type, which));
    const found = events[at] as EventOf<T> | undefined;
    if (found === undefined) throw new Error(`no ${type}`);
    return [...events.slice(0, at), ...added(found, events), ...events.slice(at)];
  };
}

/** Moves the first event of `type` that `which` picks to before the first event of `target`. */
export function moveBefore<T extends EventType>(type: T, target: EventType, which: Pick<T> = any): (events: Events) => Events {
  return (events) => {
    const at = events.findIndex((e) => is(e, type, which));
    const moved = events[at];
    if (moved === undefined) throw new Error(`no ${type}`);
    return before(target, () => [moved])(events.filter((_e, i) => i !== at));
  };
}

export function both(...changes: readonly ((events: Events) => Events)[]): (events: Events) => Events {
  return (events) => changes.reduce((e, change) => change(e), events);
}

/** Index of the first event of `type`: its `seq` in the sample. */
export function seqOf(events: Events, type: EventType): number {
  return events.findIndex((e) => e.type === type);
}
