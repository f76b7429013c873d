/** The annotated script under a filter. The record is read anew to its end each time, so that what is shown is what was verified, and no longer record than one page is held. */
import type { EventsView, EventView, ReviewFilter, StepReview, StepsView } from '../../contract/review-views.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { annotatedEvents } from '../../exports/annotated/place.ts';
import type { AnnotatedEvent, AnnotatedScript, AnnotatedStep } from '../../exports/annotated/types.ts';
import type { OpenRecord } from './open-record.ts';
import { deviationView } from './summary.ts';

/** Events of one answer. */
export const PAGE = 100;

type Content = NonNullable<OpenRecord['content']>;

/** Entries that the verifier remarks on, by their numbers. */
function remarkedIn({ verified }: Content): ReadonlySet<number> {
  return new Set(verified.warnings.flatMap(({ event }) => (event === null ? [] : [event])));
}

/** Deviations, what failed or was refused, pauses and restarts, what was done more than once, and what the verifier remarks on. */
function isOtherwise(event: AnnotatedEvent, remarked: ReadonlySet<number>): boolean {
  return event.tone !== 'plain' || event.type === 'deviation.accepted' || event.pass > 1 || (event.outside && event.type !== 'ceremony.opened') || remarked.has(event.seq);
}

function lets(filter: ReviewFilter, event: AnnotatedEvent, remarked: ReadonlySet<number>): boolean {
  return (!filter.deviations || isOtherwise(event, remarked)) && (filter.person === null || event.people.includes(filter.person)) && (filter.key === null || event.keys.includes(filter.key));
}

const open: ReviewFilter = { deviations: false, person: null, key: null };
const isOpen = (f: ReviewFilter): boolean => f.deviations === open.deviations && f.person === open.person && f.key === open.key;

function stepView(step: AnnotatedStep, script: AnnotatedScript, matching: number): StepReview {
  const { id, number, kind, title, what, planned, state, times, first, last, problems, confirmations, deviations } = step;
  const name = (person: string): string => script.people.find((p) => p.id === person)?.name ?? person;
  return {
    id, number, kind, title, what, planned, state, times, first, last, problems, matching,
    actors: step.actors.map(name),
    confirmations: confirmations.map((c) => ({ participant: c.participant, name: c.name, time: c.time, note: c.note, signed: c.signed })),
    deviations: deviations.map(deviationView),
  };
}

/** The steps that have an entry which `filter` lets through; without a filter, all. RefusalError `transcript.changed-meanwhile`. */
export async function filteredSteps(content: Content, filter: ReviewFilter): Promise<StepsView> {
  const { verified, script } = content;
  const remarked = remarkedIn(content);
  const matching = new Map<string, number>();
  for await (const event of annotatedEvents(verified)) if (lets(filter, event, remarked)) matching.set(event.step, (matching.get(event.step) ?? 0) + 1);
  const steps = script.steps.filter((s) => isOpen(filter) || (matching.get(s.id) ?? 0) > 0);
  return {
    steps: steps.map((s) => stepView(s, script, matching.get(s.id) ?? 0)),
    entries: script.entries,
    matching: [...matching.values()].reduce((sum, n) => sum + n, 0),
  };
}

function eventView({ seq, time, sentence, tone, facts, pass, outside }: AnnotatedEvent): EventView {
  return { seq, time, sentence, tone, facts, pass, outside };
}

/**
 * A page of one step's entries that `filter` lets through, from the `from`th of them on. RefusalError `review.no-such-step`, `transcript.changed-meanwhile`.
 * SECURITY: the record is read to its end also where the page is full before, because only there is it known to be the one that was verified.
 */
export async function eventsOf(content: Content, step: string, filter: ReviewFilter, from: number): Promise<EventsView> {
  const { verified, script } = content;
  const remarked = remarkedIn(content);
  if (!script.steps.some((s) => s.id === step)) throw new RefusalError('review.no-such-step');
  const events: EventView[] = [];
  let matching = 0;
  for await (const event of annotatedEvents(verified)) {
    if (event.step !== step || !lets(filter, event, remarked)) continue;
    if (matching >= from && events.length < PAGE) events.push(eventView(event));
    matching++;
  }
  const next = from + events.length;
  return { events, matching, next: next < matching ? next : null };
}
