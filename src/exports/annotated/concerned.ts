/** Whom and which keys an event concerns, for filters. What is not named in the event itself is not guessed. */
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import { coveredKeys } from '../../core/ceremony/scope.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import type { Step } from '../../core/ceremony/steps.ts';

function peopleIn(event: CeremonyEvent, state: CeremonyState): readonly string[] {
  switch (event.type) {
    case 'participant.registered': case 'quorum.joined': case 'share.presented': case 'step.confirmed': return [event.participant];
    // Who accepts a deviation answers to the one who recorded it.
    case 'deviation.accepted': return [event.participant, ...state.deviations.filter((d) => d.id === event.id && !d.automatic).map((d) => d.by)];
    case 'participant.absent': return [event.participant, event.by];
    case 'hsm.prepared': return [...event.pinHolders.securityOfficer, ...event.pinHolders.user];
    case 'hsm.unlocked': return event.by;
    case 'hsm.retired': case 'ceremony.paused': case 'ceremony.continued': return [event.by];
    case 'deviation.recorded': return event.automatic ? [] : [event.by];
    case 'share.written': return [event.custodian];
    case 'share.read': case 'share.removed': return state.plan.participants.some((p) => p.id === state.set?.shares[event.index]?.written?.custodian) ? [state.set!.shares[event.index]!.written!.custodian] : [];
    case 'set.declared-void': case 'ceremony.abandoned': return [event.participant, event.second.participant];
    case 'share.checked': case 'share.destroyed': return state.inherited.sets.find((s) => s.id === event.set)?.custodians.filter((c) => c.index === event.index).map((c) => c.custodian) ?? [];
    case 'statement.signed': return [event.signer];
    default: return [];
  }
}

function keysIn(event: CeremonyEvent, step: Step, state: CeremonyState): readonly string[] {
  switch (event.type) {
    case 'key.found': case 'key.generation-started': case 'key.generated': case 'key.sealed': case 'key.state-set': case 'key.destroyed': case 'key.discarded': case 'key.delivered': return [event.key];
    case 'restore.passed': case 'proof.passed': case 'proof.failed': return event.keys.map((k) => k.name);
    case 'quorum.joined': return event.purpose.keys;
    case 'backup.made': return coveredKeys(state);
    case 'root.certified': return Object.entries(state.keys).flatMap(([name, key]) => (key.evidence !== null && [event.old, event.next].includes(key.evidence.check.value) ? [name] : []));
    case 'step.confirmed': case 'step.failed': return step.subject?.key === undefined ? [] : [step.subject.key];
    default: return [];
  }
}

/** Without repetitions. `state` and `step` are those before the event. */
export function concernedBy(event: CeremonyEvent, step: Step, state: CeremonyState): { readonly people: readonly string[]; readonly keys: readonly string[] } {
  return { people: [...new Set(peopleIn(event, state))], keys: [...new Set(keysIn(event, step, state))] };
}
