/** When the work of a step is done: for each kind of step, the facts that must be in the record. The same for every kind of ceremony. */
import { destroyedBy, retiredBy } from '../plan/parts.ts';
import { keysInUse, keysToSeal, oldSets, plannedStates, standingSet } from './scope.ts';
import { requiredSigners } from './state.ts';
import type { CeremonyState } from './state.ts';
import type { Step } from './steps.ts';

/** Whether the operation that the old set's shares are presented for has been done; then they are needed no longer. */
function operationDone(state: CeremonyState, set: string): boolean {
  switch (state.plan.ceremony) {
    case 'restore': return state.restores[set]?.phase === 'passed';
    case 'reshare': return state.set?.made != null;
    case 'check': return state.proof.phase === 'passed';
    case 'transfer': return state.delivered !== null;
    default: return false;
  }
}

/** Whether enough different people have presented enough different shares of an old set. */
export function quorumThere(state: CeremonyState, set: string): boolean {
  const threshold = standingSet(state, set)?.threshold;
  return threshold !== undefined && (state.quorums[set]?.presented.length ?? 0) >= threshold;
}

/** Whether the facts the step exists for are recorded (confirmations not counted). */
export function workDone(step: Step, state: CeremonyState): boolean {
  const { plan } = state;
  const set = step.subject?.set ?? '';
  const key = state.keys[step.subject?.key ?? ''];
  switch (step.kind) {
    case 'plan-review':
      return state.planReviewed !== null;
    case 'preflight':
      return state.environment !== null && !state.environment.some((f) => f.status === 'fail');
    case 'attendance':
      return plan.participants.every((p) => state.people[p.id] !== undefined || state.absent.includes(p.id));
    case 'hsm-check':
      return state.tokens[step.subject?.token ?? 'primary'].examined !== null;
    case 'hsm-prepare': {
      const token = step.subject?.token ?? 'primary';
      return state.tokens[token].prepared !== null && (token === 'spare' || keysInUse(state).every((name) => state.keys[name]?.phase !== 'inherited'));
    }
    case 'key-generation':
      return key?.phase === 'generated' || key?.phase === 'sealed';
    case 'backup':
      return state.set?.made != null;
    case 'share-writing':
      return state.set?.shares[step.subject?.share ?? 0]?.written != null;
    case 'share-reading':
      return state.set?.shares[step.subject?.share ?? 0]?.read != null;
    case 'proof':
      return state.proof.phase === 'passed';
    case 'seal':
      return keysToSeal(state).every((name) => state.keys[name]?.phase === 'sealed');
    case 'quorum':
      return operationDone(state, set) || quorumThere(state, set);
    case 'restore':
      return state.restores[set]?.phase === 'passed';
    case 'old-hsm':
      return state.retired.length === retiredBy(plan).length;
    case 'share-check':
      return state.checks[step.subject?.share ?? 0] !== undefined;
    case 'check-result':
      return true;
    case 'set-void':
      return state.voidSets.includes(set);
    case 'share-destroying': {
      const gone = state.destroyedShares[set] ?? {};
      const { count } = standingSet(state, set) ?? { count: 0 };
      return Array.from({ length: count + 1 }, (_, index) => index).every((index) => gone[index] !== undefined);
    }
    case 'key-states':
      return plannedStates(state).every((change) => state.stateChanges.some((e) => e.key === change.key));
    case 'root-succession':
      return state.rootCertified;
    case 'key-destroying':
      return key?.phase === 'destroyed';
    case 'target':
      return state.target !== null;
    case 'delivery':
      return state.delivered !== null;
    case 'signing':
      return state.recordEnded && requiredSigners(state).every((id) => state.signatures[id] !== undefined);
    case 'closing':
      return state.status === 'closed';
    default:
      return step.kind satisfies never;
  }
}

/** Sets that stand no longer once this ceremony is over, as far as its record says. */
export function givenUpSets(state: CeremonyState): readonly string[] {
  return oldSets(state).map(({ standing }) => standing.id).filter((id) => state.voidSets.includes(id));
}

/** Keys this ceremony destroys, and those of them that a standing set could still restore. */
export function stillRestorable(state: CeremonyState): readonly { readonly key: string; readonly sets: readonly string[] }[] {
  const given = new Set(state.voidSets);
  return destroyedBy(state.plan).flatMap((key) => {
    const sets = state.inherited.sets.filter((s) => s.keys.includes(key) && !given.has(s.id)).map((s) => s.id);
    return sets.length === 0 ? [] : [{ key, sets }];
  });
}

