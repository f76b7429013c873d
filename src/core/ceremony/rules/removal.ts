/** Rules of what ends: states of keys, keys destroyed and seen to be gone, shares and packages accounted for one by one. */
import type { EventOf } from '../events.ts';
import { currentStep } from '../script.ts';
import { plannedStates, rootInForce, standingSet } from '../scope.ts';
import type { CeremonyState } from '../state.ts';
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

export function destroyed(state: CeremonyState, event: EventOf<'key.destroyed'>): Outcome {
  const wrong = requireStep(state, 'key-destroying', event.key);
  if (wrong) return wrong;
  const key = state.keys[event.key];
  if (key?.phase !== 'found' || key.id === null) return refuse('ceremony.key-unknown');
  if (event.key === rootInForce(state) && !state.rootAttested) return refuse('ceremony.attestation-missing');
  const rest = (inventory: EventOf<'key.destroyed'>['inventoryBefore']): string => inventory.filter((o) => o.id !== key.id).map((o) => `${o.class} ${o.id} ${o.label}`).sort().join();
  const wasThere = event.inventoryBefore.some((o) => o.id === key.id);
  // After an interruption the key may be gone already: then nothing was there before, and that is what is recorded.
  if (event.inventoryAfter.some((o) => o.id === key.id) || rest(event.inventoryBefore) !== rest(event.inventoryAfter)) return refuse('ceremony.evidence-mismatch');
  if (event.failedUse === 'CKR_OK' || (wasThere && event.failedUse === '')) return refuse('ceremony.evidence-mismatch');
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
