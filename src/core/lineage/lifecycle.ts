/** What an organisation has after a ceremony: key states and share sets, folded from what it inherited and what the ceremony did. Pure; the statement signs it, the verifier makes it again. */
import { destroyedBy, newKeys } from '../plan/parts.ts';
import { coveredKeys } from '../ceremony/scope.ts';
import type { CeremonyState } from '../ceremony/state.ts';
import type { KeyLife, StandingSet } from './types.ts';

/** Every key version of the lineage after the ceremony in `state`, whose record ended at `ended` (UTC). */
export function lifecycleAfter(state: CeremonyState, ended: string): readonly KeyLife[] {
  return [...state.inherited.keys.map((life) => livedOn(state, life, ended)), ...newKeys(state.plan).flatMap((key) => born(state, key, ended))];
}

function born(state: CeremonyState, key: ReturnType<typeof newKeys>[number], ended: string): readonly KeyLife[] {
  const evidence = state.keys[key.name]?.evidence;
  if (evidence == null) return [];
  const { name, type, purpose, cryptoperiodDays } = key;
  const origin = { ceremony: state.plan.id, made: ended };
  return [{ name, type, purpose, id: evidence.id, check: evidence.check, state: 'active', since: ended, compromised: false, ...origin, cryptoperiodDays, replaces: key.replaces ?? null, until: null }];
}

function livedOn(state: CeremonyState, life: KeyLife, ended: string): KeyLife {
  const change = state.stateChanges.find((e) => e.key === life.name);
  const compromised = life.compromised || change?.state === 'compromised';
  if (destroyedBy(state.plan).includes(life.name) && state.keys[life.name]?.phase === 'destroyed') return { ...life, state: 'destroyed', since: ended, compromised, until: null };
  return change === undefined ? life : { ...life, state: change.state, since: ended, compromised, until: change.until };
}

/** After a check each share is in the bag that was noted then. */
function bagsNow(state: CeremonyState, set: StandingSet): StandingSet {
  const { plan } = state;
  if (plan.ceremony !== 'check' || plan.set.id !== set.id) return set;
  return { ...set, custodians: set.custodians.map((c) => ({ ...c, bag: state.newBags[c.index] ?? c.bag })) };
}

/** The share sets in force after the ceremony: inherited ones that were not given up, and the one it made. */
export function setsAfter(state: CeremonyState, ended: string): readonly StandingSet[] {
  const kept = state.inherited.sets.filter((set) => !state.voidSets.includes(set.id)).map((set) => bagsNow(state, set));
  const { set, plan } = state;
  if (set?.made == null) return kept;
  const { threshold, count, commitments, package: digest } = set.made;
  const custodians = Object.entries(set.shares).flatMap(([index, share]) => {
    const { written } = share;
    return written === null ? [] : [{ index: Number(index), custodian: written.custodian, carrier: written.carrier, bag: share.bag, card: written.card?.serial ?? null }];
  });
  return [...kept, { id: set.id, ceremony: plan.id, made: ended, threshold, count, commitments, custodians, package: digest, keys: coveredKeys(state) }];
}
