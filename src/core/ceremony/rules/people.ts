/** Rules of people: who registers, confirms, records and accepts a deviation, pauses, abandons. */
import { backupOf, officerPinHolders, postQuantumOf } from '../../plan/parts.ts';
import type { EventOf } from '../events.ts';
import { deviationAcceptors } from '../roles.ts';
import { awaited, currentStep, workDone } from '../script.ts';
import type { CeremonyState } from '../state.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

function nameOf(state: CeremonyState, id: string): string {
  return state.plan.participants.find((p) => p.id === id)?.name ?? id;
}

/** Refuses anyone who is not in the plan or has not registered since the application started. */
export function requirePresent(state: CeremonyState, id: string): Outcome | null {
  if (!state.plan.participants.some((p) => p.id === id)) return refuse('ceremony.unknown-person');
  if (state.people[id]?.present !== true) return refuse('ceremony.not-registered', { person: nameOf(state, id) });
  return null;
}

export function register(state: CeremonyState, event: EventOf<'participant.registered'>): Outcome {
  const person = state.plan.participants.find((p) => p.id === event.participant);
  if (person === undefined) return refuse('ceremony.unknown-person');
  const known = state.people[person.id];
  if (known?.present === true) return refuse('ceremony.already-registered', { person: person.name });
  if (state.absent.includes(person.id)) return refuse('ceremony.absent-already', { person: person.name });
  const step = currentStep(state);
  if (known === undefined && step.kind !== 'attendance') return refuse('ceremony.wrong-step', { step: step.title });
  // The recorded roles are the plan's; a record that says otherwise is not this ceremony.
  if (event.roles.join() !== person.roles.join() || event.again !== (known !== undefined)) return refuse('ceremony.unknown-person');
  if ((event.postQuantum?.algorithm ?? null) !== postQuantumOf(state.plan)) return refuse('ceremony.second-key', { person: person.name });
  return accept({ ...state, people: { ...state.people, [person.id]: { publicKey: event.publicKey, postQuantum: event.postQuantum?.publicKey ?? null, present: true } } });
}

/** Somebody does not come: possible only for a custodian with no PIN half and no other role, and never where all shares are made or must be there. */
export function markAbsent(state: CeremonyState, event: EventOf<'participant.absent'>): Outcome {
  const step = currentStep(state);
  if (step.kind !== 'attendance') return refuse('ceremony.wrong-step', { step: step.title });
  const { plan } = state;
  const person = plan.participants.find((p) => p.id === event.participant);
  if (person === undefined || !plan.participants.some((p) => p.id === event.by)) return refuse('ceremony.unknown-person');
  if (event.by === event.participant) return refuse('ceremony.two-people');
  if (state.people[person.id] !== undefined) return refuse('ceremony.already-registered', { person: person.name });
  if (state.absent.includes(person.id)) return refuse('ceremony.absent-already', { person: person.name });
  const needed = [...plan.pins.user, ...officerPinHolders(plan), ...(backupOf(plan)?.shares ?? []).map((s) => s.custodian)];
  if (person.roles.some((role) => role !== 'custodian') || needed.includes(person.id)) return refuse('ceremony.needed-here', { person: person.name });
  return accept({ ...state, absent: [...state.absent, person.id] });
}

export function confirm(state: CeremonyState, event: EventOf<'step.confirmed'>): Outcome {
  const absent = requirePresent(state, event.participant);
  if (absent) return absent;
  const person = nameOf(state, event.participant);
  const step = currentStep(state);
  if (step.id !== event.step) return refuse('ceremony.wrong-step', { step: step.title });
  if (!step.confirmedBy.includes(event.participant)) return refuse('ceremony.not-yours-to-confirm', { person });
  if (!awaited(step, state).includes(event.participant)) return refuse('ceremony.already-confirmed', { person });
  if (step.confirmWhen === 'after' && !workDone(step, state)) return refuse('ceremony.work-not-done');
  const done = state.confirmations[step.id] ?? [];
  return accept({ ...withBag(state, event), confirmations: { ...state.confirmations, [step.id]: [...done, event.participant] } });
}

/** What a custodian notes when confirming that their share was read back, and the witness that it was checked, is the number of the bag it goes into. */
function withBag(state: CeremonyState, event: EventOf<'step.confirmed'>): CeremonyState {
  const { kind, subject } = currentStep(state);
  const index = subject?.share ?? 0;
  if (kind === 'share-check' && event.note !== undefined) return { ...state, newBags: { ...state.newBags, [index]: event.note } };
  if (kind !== 'share-reading') return state;
  const share = state.set?.shares[index];
  if (state.set === null || share?.written?.custodian !== event.participant || event.note === undefined) return state;
  return { ...state, set: { ...state.set, shares: { ...state.set.shares, [index]: { ...share, bag: event.note } } } };
}

export function recordDeviation(state: CeremonyState, event: EventOf<'deviation.recorded'>): Outcome {
  if (event.id !== state.deviations.length + 1) return refuse('ceremony.deviation-number');
  if (!event.automatic && !state.plan.participants.some((p) => p.id === event.by)) return refuse('ceremony.unknown-person');
  const { id, step, what, remedy, by, automatic } = event;
  return accept({ ...state, deviations: [...state.deviations, { id, step, what, remedy, by, automatic, acceptedBy: [] }] });
}

export function acceptDeviation(state: CeremonyState, event: EventOf<'deviation.accepted'>): Outcome {
  const deviation = state.deviations.find((d) => d.id === event.id);
  if (deviation === undefined) return refuse('ceremony.deviation-unknown');
  const absent = requirePresent(state, event.participant);
  if (absent) return absent;
  const person = nameOf(state, event.participant);
  if (!deviationAcceptors(state.plan).includes(event.participant)) return refuse('ceremony.not-an-acceptor', { person });
  if (deviation.by === event.participant) return refuse('ceremony.deviation-own', { person });
  if (deviation.acceptedBy.includes(event.participant)) return refuse('ceremony.deviation-accepted-twice', { person });
  const changed = { ...deviation, acceptedBy: [...deviation.acceptedBy, event.participant] };
  return accept({ ...state, deviations: state.deviations.map((d) => (d.id === changed.id ? changed : d)) });
}

export function pause(state: CeremonyState, event: EventOf<'ceremony.paused'>): Outcome {
  if (!state.plan.participants.some((p) => p.id === event.by)) return refuse('ceremony.unknown-person');
  return accept({ ...state, status: 'paused', pause: { by: event.by, reason: event.reason } });
}

export function resumeFromPause(state: CeremonyState, event: EventOf<'ceremony.continued'>): Outcome {
  if (state.status !== 'paused') return refuse('ceremony.not-paused');
  if (!state.plan.participants.some((p) => p.id === event.by)) return refuse('ceremony.unknown-person');
  return accept({ ...state, status: 'running', pause: null });
}

export function abandon(state: CeremonyState, event: EventOf<'ceremony.abandoned'>): Outcome {
  if (event.participant === event.second.participant) return refuse('ceremony.two-people');
  const absent = requirePresent(state, event.participant) ?? requirePresent(state, event.second.participant);
  return absent ?? accept({ ...state, status: 'abandoned' });
}
