/** Rules of disaster recovery: a quorum opens the package; the keys count only as the ones they were by check value. */
import type { EventOf } from '../events.ts';
import { currentStep } from '../script.ts';
import { keysToRestore, standingSet } from '../scope.ts';
import { retiredBy } from '../../plan/parts.ts';
import type { CeremonyState, KeyState } from '../state.ts';
import { acceptable, requireStep, sameCheck } from './hsm.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export function startRestore(state: CeremonyState, event: EventOf<'restore.started'>): Outcome {
  const wrong = requireStep(state, 'restore', event.set);
  if (wrong) return wrong;
  const set = standingSet(state, event.set);
  if (set === null) return refuse('ceremony.set-other');
  const presented = state.quorums[event.set]?.presented.map((p) => p.index) ?? [];
  const different = new Set(event.shares);
  if (different.size !== event.shares.length || different.size < set.threshold || event.shares.some((n) => !presented.includes(n))) return refuse('ceremony.quorum-short', { threshold: set.threshold, given: different.size });
  if (!state.tokens.primary.unlocked) return refuse('ceremony.token-locked');
  return accept({ ...state, restores: { ...state.restores, [event.set]: { phase: 'started', shares: event.shares } } });
}

export function restorePassed(state: CeremonyState, event: EventOf<'restore.passed'>): Outcome {
  const restore = state.restores[event.set];
  if (restore?.phase !== 'started') return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  if (event.shares.join() !== restore.shares.join()) return refuse('ceremony.evidence-mismatch');
  const names = keysToRestore(state, event.set);
  const keys: [string, KeyState][] = [];
  for (const name of names) {
    const life = state.inherited.keys.find((k) => k.name === name);
    const restored = event.keys.filter((k) => k.name === name);
    const [evidence, ...more] = event.evidence.filter((e) => e.name === name);
    if (life === undefined || restored.length !== 1 || restored[0]?.matches !== true || !sameCheck(restored[0].check, life.check)) return refuse('ceremony.proof-mismatch');
    if (evidence === undefined || more.length > 0 || !sameCheck(evidence.check, life.check) || !acceptable(state, name, life.id, evidence) || evidence.attributes.EXTRACTABLE !== 'false') return refuse('ceremony.evidence-mismatch');
    keys.push([name, { phase: 'restored', id: life.id, evidence }]);
  }
  if (event.evidence.length !== names.length) return refuse('ceremony.evidence-mismatch');
  return accept({ ...state, restores: { ...state.restores, [event.set]: { phase: 'passed', shares: event.shares } }, keys: { ...state.keys, ...Object.fromEntries(keys) } });
}

export function restoreFailed(state: CeremonyState, event: EventOf<'restore.failed'>): Outcome {
  if (state.restores[event.set]?.phase !== 'started') return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  return accept({ ...state, restores: Object.fromEntries(Object.entries(state.restores).filter(([set]) => set !== event.set)) });
}

/** What became of a device that held the keys, in the order of the plan. */
export function retireHsm(state: CeremonyState, event: EventOf<'hsm.retired'>): Outcome {
  const wrong = requireStep(state, 'old-hsm');
  if (wrong) return wrong;
  const planned = retiredBy(state.plan)[state.retired.length];
  if (planned?.label !== event.label || planned.fate !== event.fate || (planned.serial ?? '') !== event.serial) return refuse('ceremony.other-plan');
  if (!state.plan.participants.some((p) => p.id === event.by)) return refuse('ceremony.unknown-person');
  return accept({ ...state, retired: [...state.retired, event] });
}
