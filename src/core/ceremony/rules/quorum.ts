/** Rules of a quorum over an earlier set: each presenter first agrees to what it is for, then presents one share, once. */
import { canonicalText } from '../../transcript/canonical-json.ts';
import type { EventOf, QuorumPurpose } from '../events.ts';
import { currentStep } from '../script.ts';
import { destroyedBy } from '../../plan/parts.ts';
import { coveredKeys, keysToRestore, provenKeys, standingSet } from '../scope.ts';
import type { CeremonyState, QuorumState } from '../state.ts';
import { requireStep } from './hsm.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { requirePresent } from './people.ts';

const nobody: QuorumState = { joined: [], presented: [] };

/** What the shares presented in this ceremony are used for; each presenter is shown it and signs it. */
export function quorumPurpose(state: CeremonyState): QuorumPurpose {
  const { plan } = state;
  const keys = plan.ceremony === 'restore' ? keysToRestore(state) : plan.ceremony === 'transfer' ? [plan.key] : plan.ceremony === 'check' ? provenKeys(state) : plan.ceremony === 'reshare' ? coveredKeys(state) : destroyedBy(plan);
  const token = plan.ceremony === 'check' ? state.tokens.spare : state.tokens.primary;
  return { operation: plan.ceremony, token: token.prepared?.token.serial ?? '', keys };
}

function withQuorum(state: CeremonyState, set: string, change: QuorumState): CeremonyState {
  return { ...state, quorums: { ...state.quorums, [set]: change } };
}

export function joinQuorum(state: CeremonyState, event: EventOf<'quorum.joined'>): Outcome {
  const wrong = requireStep(state, 'quorum', event.set) ?? requirePresent(state, event.participant);
  if (wrong) return wrong;
  const quorum = state.quorums[event.set] ?? nobody;
  const person = state.plan.participants.find((p) => p.id === event.participant);
  if (person?.roles.includes('custodian') !== true) return refuse('ceremony.not-a-custodian', { person: person?.name ?? event.participant });
  if (quorum.joined.includes(person.id)) return refuse('ceremony.joined-already', { person: person.name });
  // SECURITY: what was signed must be what will be done; anything else is bait and switch.
  if (canonicalText(event.purpose) !== canonicalText(quorumPurpose(state))) return refuse('ceremony.other-purpose');
  return accept(withQuorum(state, event.set, { ...quorum, joined: [...quorum.joined, person.id] }));
}

export function presentShare(state: CeremonyState, event: EventOf<'share.presented'>): Outcome {
  const wrong = requireStep(state, 'quorum', event.set) ?? requirePresent(state, event.participant);
  if (wrong) return wrong;
  const set = standingSet(state, event.set);
  const quorum = state.quorums[event.set] ?? nobody;
  const person = state.plan.participants.find((p) => p.id === event.participant)?.name ?? event.participant;
  if (set === null) return refuse('ceremony.set-other');
  if (event.index > set.count) return refuse('ceremony.share-unknown');
  if (!quorum.joined.includes(event.participant)) return refuse('ceremony.not-joined', { person });
  if (quorum.presented.some((p) => p.participant === event.participant)) return refuse('ceremony.presented-already', { person });
  if (quorum.presented.some((p) => p.index === event.index)) return refuse('ceremony.share-read-twice');
  return accept(withQuorum(state, event.set, { ...quorum, presented: [...quorum.presented, { participant: event.participant, index: event.index }] }));
}

/** The shares are given up (they were in memory only): presenters and shares are gathered again. */
export function clearQuorum(state: CeremonyState, event: EventOf<'quorum.cleared'>): Outcome {
  if (standingSet(state, event.set) === null) return refuse('ceremony.set-other');
  const { kind, title } = currentStep(state);
  if (!['quorum', 'restore', 'backup', 'proof', 'delivery'].includes(kind)) return refuse('ceremony.wrong-step', { step: title });
  return accept(withQuorum(state, event.set, nobody));
}
