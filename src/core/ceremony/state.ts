/** What is known of a ceremony at one moment: always the fold of its events, never stored by itself. */
import type { Capabilities, KeyEvidence, RestoredKey, TokenReport } from '../ports/hsm.ts';
import type { EnvironmentFinding } from '../ports/ports.ts';
import type { Plan, PlanToken } from '../plan/schema.ts';
import type { EventOf, ReadFrom, TokenName } from './events.ts';
import type { Step } from './steps.ts';

export interface PersonState {
  readonly publicKey: string;
  /** False after a restart: their sealed key was in memory only, so they register again. */
  readonly present: boolean;
}

export interface TokenState {
  readonly examined: TokenReport | null;
  readonly preparing: boolean;
  readonly prepared: TokenReport | null;
  readonly capabilities: Capabilities | null;
  readonly unlocked: boolean;
}

export interface KeyState {
  readonly phase: 'planned' | 'started' | 'generated' | 'sealed';
  readonly id: string | null;
  readonly evidence: KeyEvidence | null;
}

export interface ShareState {
  readonly written: EventOf<'share.written'> | null;
  readonly removed: boolean;
  readonly read: ReadFrom | null;
}

export interface ShareSetState {
  readonly id: string;
  readonly made: EventOf<'backup.made'> | null;
  /** By index, 1..count. */
  readonly shares: Readonly<Record<number, ShareState>>;
}

export interface DeviationState {
  readonly id: number;
  readonly step: string;
  readonly what: string;
  readonly remedy: string;
  readonly by: string;
  readonly automatic: boolean;
  readonly acceptedBy: readonly string[];
}

export interface CeremonyState {
  readonly plan: Plan;
  readonly script: readonly Step[];
  readonly status: 'new' | 'running' | 'paused' | 'closed' | 'abandoned';
  readonly opened: EventOf<'ceremony.opened'> | null;
  readonly planReviewed: EventOf<'plan.reviewed'> | null;
  readonly environment: readonly EnvironmentFinding[] | null;
  readonly people: Readonly<Record<string, PersonState>>;
  readonly tokens: Readonly<Record<TokenName, TokenState>>;
  readonly keys: Readonly<Record<string, KeyState>>;
  readonly set: ShareSetState | null;
  readonly voidSets: readonly string[];
  readonly proof: { readonly phase: 'none' | 'started' | 'passed'; readonly keys: readonly RestoredKey[] | null; /** Of the proof that runs or passed. */ readonly shares: readonly number[]; readonly failures: number };
  /** Who confirmed each step, by step id. */
  readonly confirmations: Readonly<Record<string, readonly string[]>>;
  readonly deviations: readonly DeviationState[];
  readonly pause: { readonly by: string; readonly reason: string } | null;
  readonly recordEnded: boolean;
  /** Signers of the statement over the record as it ended last. */
  readonly signatures: Readonly<Record<string, string>>;
}

const freshToken: TokenState = { examined: null, preparing: false, prepared: null, capabilities: null, unlocked: false };

/** The state before the first event. */
export function initialState(plan: Plan, script: readonly Step[]): CeremonyState {
  return {
    plan,
    script,
    status: 'new',
    opened: null,
    planReviewed: null,
    environment: null,
    people: {},
    tokens: { primary: freshToken, spare: freshToken },
    keys: Object.fromEntries(plan.keys.map((k) => [k.name, { phase: 'planned', id: null, evidence: null }])),
    set: null,
    voidSets: [],
    proof: { phase: 'none', keys: null, shares: [], failures: 0 },
    confirmations: {},
    deviations: [],
    pause: null,
    recordEnded: false,
    signatures: {},
  };
}

/** The key whose signature closes the record: the one of purpose root-signing. */
export const HSM_ROOT = 'hsm-root';
export const HSM_ROOT_NAME = 'Root key in the HSM';

/** Everyone who must sign the statement: the HSM's root key and every participant. */
export function requiredSigners(plan: Plan): readonly string[] {
  return [HSM_ROOT, ...plan.participants.map((p) => p.id)];
}

/** What the plan says of a token. */
export function plannedToken(plan: Plan, token: TokenName): PlanToken {
  return token === 'primary' ? plan.hsm : plan.spare;
}

/** Names of the keys that are backed up, in plan order. */
export function backedUp(plan: Plan): readonly string[] {
  return plan.keys.filter((k) => k.backup).map((k) => k.name);
}
