/** The parts of a plan by what they are for, the same question for every kind of ceremony. Nothing else looks into a plan's variants. */
import type { PostQuantumAlgorithm } from '../transcript/algorithms.ts';
import type { OldSet, Plan, PlanBackup, PlanKey, PlanToken, RetiredHsm } from './schema.ts';

/** Keys that the ceremony makes. */
export function newKeys(plan: Plan): readonly PlanKey[] {
  return plan.ceremony === 'generate' || plan.ceremony === 'rotate' ? plan.keys : [];
}

/** The share set that the ceremony makes, or null. */
export function backupOf(plan: Plan): PlanBackup | null {
  return 'backup' in plan ? plan.backup : null;
}

/** The token of the proof of recovery, or null. */
export function spareOf(plan: Plan): PlanToken | null {
  return ('spare' in plan ? plan.spare : undefined) ?? null;
}

/** Sets of earlier ceremonies whose shares are expected in the room. */
export function oldSetsOf(plan: Plan): readonly OldSet[] {
  if ('sets' in plan) return plan.sets;
  return 'set' in plan && plan.set !== undefined ? [plan.set] : [];
}

/** SHA-256 of the predecessor's statement; null for the first ceremony, and where only the package is left. */
export function followsOf(plan: Plan): string | null {
  return plan.ceremony === 'generate' ? null : plan.follows;
}

/** Whether the packages of the old sets are opened in the ceremony, so that it cannot begin without them. */
export function needsPackages(plan: Plan): boolean {
  return plan.ceremony === 'restore' || plan.ceremony === 'reshare' || plan.ceremony === 'transfer' || (plan.ceremony === 'check' && plan.spare !== undefined);
}

/** Whether the keys of the predecessor are on the HSM when the ceremony begins. */
export function hsmIsInUse(plan: Plan): boolean {
  return plan.ceremony !== 'generate' && plan.ceremony !== 'restore';
}

/** Names of the keys that the ceremony destroys. */
export function destroyedBy(plan: Plan): readonly string[] {
  return 'destroys' in plan ? plan.destroys : [];
}

/** Devices that held the keys and hold them no longer. */
export function retiredBy(plan: Plan): readonly RetiredHsm[] {
  return plan.ceremony === 'restore' ? plan.lost : [];
}

/** Who types the halves of the security officer's PIN; nobody where the ceremony does not need it. */
export function officerPinHolders(plan: Plan): readonly string[] {
  return plan.pins.securityOfficer ?? [];
}

/** PKCS#11 modules of all smartcards that the plan names. */
export function cardModules(plan: Plan): readonly string[] {
  const shares = [...(backupOf(plan)?.shares ?? []), ...oldSetsOf(plan).flatMap((set) => set.shares)];
  return [...new Set(shares.flatMap((share) => (share.carrier === 'smartcard' ? [share.card.module] : [])))];
}

/** Whether any share of the plan is on paper. */
export function usesPaper(plan: Plan): boolean {
  return (backupOf(plan)?.shares ?? []).some((share) => share.carrier === 'paper');
}

/** What every participant signs with beside ECDSA, or null where the plan asks for nothing. */
export function postQuantumOf(plan: Pick<Plan, 'signatures'>): PostQuantumAlgorithm | null {
  return plan.signatures === undefined ? null : 'ML-DSA-65';
}
