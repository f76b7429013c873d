/** Rules of what ends: states of keys, keys destroyed and seen to be gone, shares and packages accounted for one by one. */
import { newKeys } from '../../plan/parts.ts';
import type { EventOf } from '../events.ts';
import { currentStep } from '../script.ts';
import { plannedStates, rootInForce, standingSet } from '../scope.ts';
import type { CeremonyState, KeyState } from '../state.ts';
import { requireStep, withKey } from './hsm.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export function setKeyState(state: CeremonyState, event: EventOf<'key.state-set'>): Outcome {
  const wrong = requireStep(state, 'key-states');
  if (wrong) return wrong;
  const planned = plannedStates(state).find((change) => change.key === event.key);
  if (planned?.state !== event.state || planned.until !== event.until) return refuse('ceremony.other-plan');
  if (state.stateChanges.some((e) => e.key === event.key)) return refuse('ceremony.state-set-twice', { key: event.key });
  return accept({ ...state, stateChanges: [...state.stateChanges, event] });
}

/** Old and new root have signed each other; the signatures themselves are verified where they are made, and by the verifier. */
export function certifyRoot(state: CeremonyState, event: EventOf<'root.certified'>): Outcome {
  const wrong = requireStep(state, 'root-succession');
  if (wrong) return wrong;
  const digestOf = (name: string | null): string | undefined => {
    const check = state.keys[name ?? '']?.evidence?.check;
    return check?.kind === 'spki-sha256' ? check.value : undefined;
  };
  const next = Object.keys(state.keys).find((name) => state.plan.ceremony === 'rotate' && state.plan.keys.some((k) => k.name === name && k.purpose === 'root-signing'));
  if (event.old !== digestOf(rootInForce(state)) || event.next !== digestOf(next ?? null) || event.old === event.next) return refuse('ceremony.evidence-mismatch');
  return accept({ ...state, rootCertified: true });
}

/** The root's last signature, over the record so far, before it is destroyed. */
export function attestRoot(state: CeremonyState, _event: EventOf<'root.attested'>): Outcome {
  const step = currentStep(state);
  const wrong = requireStep(state, 'key-destroying');
  if (wrong) return wrong;
  if (step.subject?.key !== rootInForce(state)) return refuse('ceremony.wrong-step', { step: step.title });
  return accept({ ...state, rootAttested: true });
}

/**
 * Whether the objects of `id` are gone, nothing else changed with them, and a use failed. After an interruption they may be gone already: then nothing was
 * there before, and that is what is recorded.
 */
function seenToBeGone(id: string, { inventoryBefore, inventoryAfter, failedUse }: Omit<EventOf<'key.destroyed'>, 'type' | 'key'>): boolean {
  const rest = (inventory: typeof inventoryBefore): string => inventory.filter((o) => o.id !== id).map((o) => `${o.class} ${o.id} ${o.label}`).sort().join();
  const wasThere = inventoryBefore.some((o) => o.id === id);
  if (inventoryAfter.some((o) => o.id === id) || rest(inventoryBefore) !== rest(inventoryAfter)) return false;
  return failedUse !== 'CKR_OK' && (!wasThere || failedUse !== '');
}

export function destroyed(state: CeremonyState, event: EventOf<'key.destroyed'>): Outcome {
  const wrong = requireStep(state, 'key-destroying', event.key);
  if (wrong) return wrong;
  const key = state.keys[event.key];
  if (key?.phase !== 'found' || key.id === null) return refuse('ceremony.key-unknown');
  if (event.key === rootInForce(state) && !state.rootAttested) return refuse('ceremony.attestation-missing');
  if (!seenToBeGone(key.id, event)) return refuse('ceremony.evidence-mismatch');
  return accept(withKey(state, event.key, { ...key, phase: 'destroyed' }));
}

/** Phases of a key that this ceremony made, or began to make. */
const madeHere: ReadonlySet<KeyState['phase']> = new Set(['started', 'generated', 'sealed']);

/** Keys of an abandoned ceremony that are, or may be, on the HSM: nobody vouches for them, and they stand in the way of the next ceremony. */
export function keysLeft(state: CeremonyState): readonly { readonly name: string; readonly id: string }[] {
  return newKeys(state.plan).flatMap(({ name }) => {
    const key = state.keys[name];
    return key !== undefined && key.id !== null && madeHere.has(key.phase) ? [{ name, id: key.id }] : [];
  });
}

/** SECURITY: only after two people have abandoned the ceremony, and only a key that it made itself. */
export function discarded(state: CeremonyState, event: EventOf<'key.discarded'>): Outcome {
  if (state.status !== 'abandoned') return refuse('ceremony.not-abandoned');
  const left = keysLeft(state).find((key) => key.name === event.key);
  const key = state.keys[event.key];
  if (left === undefined || key === undefined) return refuse('ceremony.key-unknown');
  if (!seenToBeGone(left.id, event)) return refuse('ceremony.evidence-mismatch');
  return accept(withKey(state, event.key, { ...key, phase: 'destroyed' }));
}

function account(state: CeremonyState, set: string, index: number, result: 'destroyed' | 'not-destroyed'): Outcome {
  const wrong = requireStep(state, 'share-destroying', set);
  if (wrong) return wrong;
  const known = state.destroyedShares[set] ?? {};
  if (index > (standingSet(state, set)?.count ?? 0)) return refuse('ceremony.share-unknown');
  if (known[index] !== undefined) return refuse('ceremony.accounted-already');
  return accept({ ...state, destroyedShares: { ...state.destroyedShares, [set]: { ...known, [index]: result } } });
}

export function shareDestroyed(state: CeremonyState, event: EventOf<'share.destroyed'>): Outcome {
  return account(state, event.set, event.index, event.result);
}

export function packageDestroyed(state: CeremonyState, event: EventOf<'package.destroyed'>): Outcome {
  return account(state, event.set, 0, event.result);
}
