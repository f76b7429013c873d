/** What makes one kind of ceremony: the ordered steps that follow from its plan, put together from blocks that several kinds share. */
import { officerPinHolders } from '../../plan/parts.ts';
import type { OldSet, Plan, PlanBackup, PlanToken } from '../../plan/schema.ts';
import { firstHolder } from '../roles.ts';
import type { Step } from '../steps.ts';

/** A step before it has its number. */
export type Draft = Omit<Step, 'number' | 'confirmWhen'> & { readonly confirmWhen?: Step['confirmWhen'] };

/** The people a script names again and again. */
export interface Cast {
  readonly everyone: readonly string[];
  readonly administrator: string | null;
  readonly officer: string | null;
  readonly witness: string | null;
  readonly auditor: string | null;
  /** They authorise what cannot be undone: the security officer and both holders of the user's PIN. */
  readonly authorisers: readonly string[];
  readonly pinHolders: readonly string[];
}

export function people(...ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

export function castOf(plan: Plan): Cast {
  const officer = firstHolder(plan, 'security-officer');
  return {
    everyone: plan.participants.map((p) => p.id),
    administrator: firstHolder(plan, 'administrator'),
    officer,
    witness: firstHolder(plan, 'witness'),
    auditor: firstHolder(plan, 'auditor'),
    authorisers: people(officer, ...plan.pins.user),
    pinHolders: people(...officerPinHolders(plan), ...plan.pins.user),
  };
}

/** How every ceremony begins. */
export function opening(cast: Cast): readonly Draft[] {
  return [
    { id: 'plan', kind: 'plan-review', title: 'Review the plan', actors: cast.everyone, confirmedBy: [] },
    { id: 'preflight', kind: 'preflight', title: 'Check room and kit', actors: people(cast.administrator ?? cast.officer, cast.witness), confirmedBy: [] },
    { id: 'attendance', kind: 'attendance', title: 'Register participants', actors: cast.everyone, confirmedBy: [] },
  ];
}

/** Examine a token, then set it up or unlock it. */
export function tokenSteps(plan: Plan, cast: Cast, token: 'primary' | 'spare', planned: PlanToken): readonly Draft[] {
  const name = token === 'primary' ? 'HSM' : 'spare HSM';
  return [
    { id: `hsm:${token}:check`, kind: 'hsm-check', title: `Examine the ${name}`, actors: people(cast.administrator, cast.officer), confirmedBy: people(cast.officer, cast.witness), subject: { token } },
    { id: `hsm:${token}:prepare`, kind: 'hsm-prepare', title: `${planned.prepare === 'initialise' ? 'Initialise' : 'Unlock'} the ${name}`, actors: cast.pinHolders, confirmedBy: people(cast.officer, plan.pins.user[0]), confirmWhen: 'before', subject: { token } },
  ];
}

/** A new share set: made, put on its carriers, read back. */
export function backupSteps(cast: Cast, backup: PlanBackup, title: string): readonly Draft[] {
  return [
    { id: 'backup', kind: 'backup', title, actors: cast.pinHolders, confirmedBy: cast.authorisers, confirmWhen: 'before' },
    ...backup.shares.map((share, i): Draft => ({ id: `share:${String(i + 1)}:write`, kind: 'share-writing', title: `${share.carrier === 'paper' ? 'Print' : 'Write'} share ${String(i + 1)}`, actors: [share.custodian], confirmedBy: [share.custodian], subject: { share: i + 1 } })),
    ...backup.shares.map((share, i): Draft => ({ id: `share:${String(i + 1)}:read`, kind: 'share-reading', title: `Read share ${String(i + 1)} back`, actors: people(share.custodian, cast.witness), confirmedBy: people(share.custodian, cast.witness), subject: { share: i + 1 } })),
  ];
}

export function proofStep(cast: Cast): Draft {
  return { id: 'proof', kind: 'proof', title: 'Prove the recovery', actors: cast.everyone, confirmedBy: people(cast.auditor, cast.witness) };
}

export function sealStep(cast: Cast): Draft {
  return { id: 'seal', kind: 'seal', title: 'Seal the keys', actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before' };
}

/** Custodians present shares of an earlier set, each having agreed to what they are used for. */
export function quorumStep(set: OldSet): Draft {
  return { id: `quorum:${set.id}`, kind: 'quorum', title: `Gather a quorum of set ${set.id.slice(0, 4)}-${set.id.slice(4)}`, actors: set.shares.map((s) => s.custodian), confirmedBy: [], subject: { set: set.id } };
}

/** What becomes of the shares and the package of a set that is given up, one by one. */
export function shareDestroying(cast: Cast, set: OldSet): Draft {
  return { id: `destroy-shares:${set.id}`, kind: 'share-destroying', title: `Destroy the shares of set ${set.id.slice(0, 4)}-${set.id.slice(4)}`, actors: people(...set.shares.map((s) => s.custodian), cast.witness), confirmedBy: people(cast.officer, cast.witness), subject: { set: set.id } };
}

export function voidStep(cast: Cast, set: OldSet): Draft {
  return { id: `void:${set.id}`, kind: 'set-void', title: `Declare set ${set.id.slice(0, 4)}-${set.id.slice(4)} void`, actors: cast.authorisers, confirmedBy: cast.authorisers, confirmWhen: 'before', subject: { set: set.id } };
}

/** How every ceremony ends. */
export function ending(cast: Cast): readonly Draft[] {
  return [
    { id: 'signing', kind: 'signing', title: 'Sign the record', actors: cast.everyone, confirmedBy: [] },
    { id: 'closing', kind: 'closing', title: 'Close the ceremony', actors: people(cast.administrator, cast.officer), confirmedBy: [] },
  ];
}
