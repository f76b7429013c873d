/** Puts each entry of a verified record into the step in which it happened, as a stream. Holds the ceremony's state and no entry. */
import { describeEvent } from '../../core/ceremony/describe.ts';
import type { CeremonyEvent, EventType } from '../../core/ceremony/events.ts';
import { currentStep, isComplete, newCeremony } from '../../core/ceremony/script.ts';
import { transition } from '../../core/ceremony/transition.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { Entry } from '../../core/transcript/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { concernedBy } from './concerned.ts';
import { eventFacts } from './event-facts.ts';
import type { AnnotatedEvent } from './types.ts';

/** They belong to no step of the script, whichever is current. */
const outsideSteps: ReadonlySet<EventType> = new Set(['ceremony.opened', 'ceremony.paused', 'ceremony.continued', 'ceremony.resumed', 'ceremony.abandoned', 'hsm.locked', 'set.voided']);

function isOutside(event: CeremonyEvent): boolean {
  return outsideSteps.has(event.type) || (event.type === 'participant.registered' && event.again);
}

export type Readable = Pick<VerifiedTranscript, 'plan' | 'inherited' | 'entries'>;

export interface Placed {
  readonly entry: Entry;
  readonly event: AnnotatedEvent;
}

/** As {@link annotatedEvents}, each beside its entry; answers at the end with the ids of the steps that are complete. */
export async function* placedEntries(verified: Readable): AsyncGenerator<Placed, ReadonlySet<string>> {
  const { plan } = verified;
  const known = new Set(plan.participants.map((p) => p.id));
  const passes = new Map<string, number>();
  let state = newCeremony(plan, verified.inherited);
  let before: string | null = null;
  for await (const entry of verified.entries()) {
    const { seq, time, event } = entry;
    const step = currentStep(state);
    if (step.id !== before) passes.set(step.id, (passes.get(step.id) ?? 0) + 1);
    before = step.id;
    const { sentence, tone } = describeEvent(event, plan);
    const { people, keys } = concernedBy(event, step, state);
    yield {
      entry,
      event: {
        seq, time, type: event.type, sentence, tone,
        facts: eventFacts(event, plan), people: people.filter((id) => known.has(id)), keys,
        step: step.id, pass: passes.get(step.id) ?? 1, outside: isOutside(event),
      },
    };
    const outcome = transition(state, event);
    if (!outcome.ok) throw new RefusalError('transcript.changed-meanwhile', undefined, { cause: outcome.refusal });
    state = outcome.state;
  }
  return new Set(state.script.filter((step) => isComplete(step, state)).map((step) => step.id));
}

/**
 * Every entry with its sentence, its facts and its place, in order. Reads the record once and keeps nothing of it, however long it is.
 * Throws RefusalError `transcript.changed-meanwhile` (as `entries()` does, and where an entry does not follow by the rules of the ceremony:
 * a verified record cannot do that).
 */
export async function* annotatedEvents(verified: Readable): AsyncGenerator<AnnotatedEvent> {
  for await (const { event } of placedEntries(verified)) yield event;
}
