/** What a ceremony is about, asked of its plan and what it inherited: which keys it makes, finds, brings back, covers with a new set, destroys. */
import type { KeyLife, KeyLifeState, StandingSet } from '../lineage/types.ts';
import { destroyedBy, hsmIsInUse, newKeys, oldSetsOf } from '../plan/parts.ts';
import type { KeyPurpose, KeyType, OldSet, Plan } from '../plan/schema.ts';
import type { Inherited } from '../lineage/types.ts';

/** What a rule needs of either. */
export interface Scope {
  readonly plan: Plan;
  readonly inherited: Inherited;
}

export interface KeyFacts {
  readonly name: string;
  readonly type: KeyType;
  readonly purpose: KeyPurpose;
}

/** The key as planned, or as inherited; null where the ceremony knows no key of that name. */
export function keyFacts({ plan, inherited }: Scope, name: string): KeyFacts | null {
  return newKeys(plan).find((k) => k.name === name) ?? inherited.keys.find((k) => k.name === name) ?? null;
}

/** The inherited set named by the plan, or null. */
export function standingSet({ inherited }: Scope, id: string): StandingSet | null {
  return inherited.sets.find((s) => s.id === id) ?? null;
}

/** Sets that the plan brings into the room, each as it stands and as planned. */
export function oldSets(scope: Scope): readonly { readonly planned: OldSet; readonly standing: StandingSet }[] {
  return oldSetsOf(scope.plan).flatMap((planned) => {
    const standing = standingSet(scope, planned.id);
    return standing === null ? [] : [{ planned, standing }];
  });
}

/** Keys of the lineage that still exist: everything but destroyed. */
export function livingKeys({ inherited }: Scope): readonly KeyLife[] {
  return inherited.keys.filter((k) => k.state !== 'destroyed');
}

/** Names of the inherited keys that must be on the HSM when it is unlocked; each is looked at. */
export function keysInUse(scope: Scope): readonly string[] {
  return hsmIsInUse(scope.plan) ? livingKeys(scope).map((k) => k.name) : [];
}

/** Names of the keys that this ceremony brings back onto the HSM; with `set`, those that come from its package. A key of two sets comes from the first. */
export function keysToRestore(scope: Scope, set?: string): readonly string[] {
  if (scope.plan.ceremony !== 'restore') return [];
  const wanted = new Set(livingKeys(scope).map((k) => k.name));
  return oldSets(scope).flatMap(({ standing }) => {
    const names = standing.keys.filter((name) => wanted.delete(name));
    return set === undefined || standing.id === set ? names : [];
  });
}

/** Names of the keys that the new share set restores, in the order of its package. */
export function coveredKeys(scope: Scope): readonly string[] {
  const { plan } = scope;
  const made = newKeys(plan).filter((k) => k.backup).map((k) => k.name);
  if (plan.ceremony !== 'reshare') return made;
  const living = new Set(livingKeys(scope).map((k) => k.name));
  return [...new Set(oldSets(scope).flatMap(({ standing }) => standing.keys))].filter((name) => living.has(name));
}

/** Names of the keys that the proof of recovery must bring out equal: those of the new set, or of the set under check. */
export function provenKeys(scope: Scope): readonly string[] {
  if (scope.plan.ceremony !== 'check') return coveredKeys(scope);
  return oldSets(scope).flatMap(({ standing }) => standing.keys).filter((name) => livingKeys(scope).some((k) => k.name === name));
}

/** Names of the keys that are sealed in this ceremony. */
export function keysToSeal(scope: Scope): readonly string[] {
  if (scope.plan.ceremony === 'restore') return keysToRestore(scope);
  return newKeys(scope.plan).filter((k) => k.backup).map((k) => k.name);
}

export interface StateChange {
  readonly key: string;
  readonly state: KeyLifeState;
  readonly until: string | null;
}

/** State changes that people authorise by themselves, beside those that follow from making and destroying. */
export function plannedStates({ plan }: Scope): readonly StateChange[] {
  if (plan.ceremony === 'rotate') return plan.keys.map((k) => ({ key: k.replaces, state: 'deactivated', until: plan.deactivatedUntil }));
  if (plan.ceremony === 'revoke') return destroyedBy(plan).map((key) => ({ key, state: 'compromised', until: null }));
  return [];
}

/** The root in force when the ceremony begins: the key whose signature closes the record. */
export function rootInForce(scope: Scope): string | null {
  const old = livingKeys(scope).find((k) => k.purpose === 'root-signing' && k.state === 'active');
  return old?.name ?? newKeys(scope.plan).find((k) => k.purpose === 'root-signing')?.name ?? livingKeys(scope).find((k) => k.purpose === 'root-signing')?.name ?? null;
}
