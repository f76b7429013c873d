/** Whether what a plan speaks of exists in what the ceremony inherits. Looked at once, before anything happens. */
import { destroyedBy, followsOf, newKeys, oldSetsOf } from '../../plan/parts.ts';
import { keysToRestore, livingKeys, rootInForce, standingSet } from '../scope.ts';
import type { CeremonyState } from '../state.ts';
import { refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** The refusal (`ceremony.inherited-*`), or null where everything fits. */
export function inheritedProblem(state: CeremonyState): Outcome | null {
  const { plan, inherited } = state;
  if (followsOf(plan) !== inherited.statement) return refuse('ceremony.inherited-other');
  if (inherited.mode !== null && inherited.mode !== plan.mode) return refuse('ceremony.inherited-mode', { mode: inherited.mode });
  for (const planned of oldSetsOf(plan)) {
    const set = standingSet(state, planned.id);
    if (set === null) return refuse('ceremony.inherited-set', { set: planned.id });
    if (planned.shares.some((s) => s.index > set.count)) return refuse('ceremony.share-unknown');
    if (plan.ceremony === 'check' && planned.shares.length !== set.count) return refuse('ceremony.inherited-shares', { set: planned.id, count: set.count });
    if ('package' in planned && planned.package !== set.package) return refuse('ceremony.inherited-package');
  }
  const living = new Map(livingKeys(state).map((k) => [k.name, k]));
  const missing = [...destroyedBy(plan), ...(plan.ceremony === 'transfer' ? [plan.key] : [])].find((name) => !living.has(name));
  if (missing !== undefined) return refuse('ceremony.inherited-key', { key: missing });
  // Without its root the new HSM could sign no record.
  if (plan.ceremony === 'restore' && !keysToRestore(state).includes(rootInForce(state) ?? '')) return refuse('ceremony.inherited-root');
  return rotation(state, living) ?? (plan.ceremony !== 'generate' && rootInForce(state) === null && inherited.statement !== null ? refuse('ceremony.inherited-root') : null);
}

/** A new version takes the place of an active key of the same type of use, under a name that no key of the lineage ever had. */
function rotation(state: CeremonyState, living: ReadonlyMap<string, CeremonyState['inherited']['keys'][number]>): Outcome | null {
  for (const key of newKeys(state.plan)) {
    if (state.inherited.keys.some((k) => k.name === key.name)) return refuse('ceremony.inherited-name', { key: key.name });
    if (key.replaces === undefined) continue;
    const old = living.get(key.replaces);
    if (old?.state !== 'active' || old.purpose !== key.purpose) return refuse('ceremony.inherited-key', { key: key.replaces });
  }
  return null;
}
