/** What is known of a ceremony at one moment: always the fold of its events, never stored by itself. */
import type { Capabilities, KeyEvidence, RestoredKey, TokenReport } from '../ports/hsm.ts';
import type { EnvironmentFinding } from '../ports/ports.ts';
import type { Inherited } from '../lineage/types.ts';
import { newKeys, spareOf } from '../plan/parts.ts';
import type { Plan, PlanToken } from '../plan/schema.ts';
import type { EventOf, ReadFrom, TokenName } from './events.ts';
import { rootInForce } from './scope.ts';
import type { Step } from './steps.ts';

export interface PersonState {
  readonly publicKey: string;
  /** Their second public key, where the plan asks for one: DER in base64. */
  readonly postQuantum: string | null;
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
  /** `inherited`: of an earlier ceremony, not seen in this one yet; `found`: seen on the HSM; `restored`: brought back by this ceremony. */
  readonly phase: 'planned' | 'started' | 'generated' | 'sealed' | 'inherited' | 'found' | 'restored' | 'destroyed';
  readonly id: string | null;
  readonly evidence: KeyEvidence | null;
}

export interface ShareState {
  readonly written: EventOf<'share.written'> | null;
  readonly removed: boolean;
  readonly read: ReadFrom | null;
  /** What its custodian noted when confirming the reading: the number of the tamper bag. */
  readonly bag: string | null;
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

/** Shares of an earlier set presented for this ceremony's operation. */
export interface QuorumState {
  /** Participants who agreed to what the quorum is for. */
  readonly joined: readonly string[];
  /** Each participant presents at most one. */
  readonly presented: readonly { readonly participant: string; readonly index: number }[];
}

export interface CeremonyState {
  readonly plan: Plan;
  readonly inherited: Inherited;
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
  /** By set id. */
  readonly quorums: Readonly<Record<string, QuorumState>>;
  /** By set id; absent while nothing has begun. */
  readonly restores: Readonly<Record<string, { readonly phase: 'started' | 'passed'; readonly shares: readonly number[] }>>;
  /** Results of the check, by share index. */
  readonly checks: Readonly<Record<number, EventOf<'share.checked'>>>;
  /** By share index: the number of the bag a checked share went into, as the witness noted it. */
  readonly newBags: Readonly<Record<number, string>>;
  /** What became of the shares of a set that was given up, by set id and index; 0 is the package. */
  readonly destroyedShares: Readonly<Record<string, Readonly<Record<number, 'destroyed' | 'not-destroyed'>>>>;
  readonly stateChanges: readonly EventOf<'key.state-set'>[];
  readonly rootCertified: boolean;
  readonly rootAttested: boolean;
  readonly retired: readonly EventOf<'hsm.retired'>[];
  readonly target: EventOf<'target.imported'> | null;
  readonly delivered: EventOf<'key.delivered'> | null;
  readonly absent: readonly string[];
  readonly proof: { readonly phase: 'none' | 'started' | 'passed'; readonly keys: readonly RestoredKey[] | null; /** Of the proof that runs or passed. */ readonly shares: readonly number[]; readonly failures: number };
  /** Who confirmed each step, by step id. */
  readonly confirmations: Readonly<Record<string, readonly string[]>>;
  readonly deviations: readonly DeviationState[];
  readonly pause: { readonly by: string; readonly reason: string } | null;
  readonly recordEnded: boolean;
  /** Signatures of the statement over the record as it ended last, by the name of the key (transcript/signer-keys.ts). */
  readonly signatures: Readonly<Record<string, string>>;
}

const freshToken: TokenState = { examined: null, preparing: false, prepared: null, capabilities: null, unlocked: false };

/** The state before the first event. */
export function initialState(plan: Plan, inherited: Inherited, script: readonly Step[]): CeremonyState {
  const planned = newKeys(plan).map((k): [string, KeyState] => [k.name, { phase: 'planned', id: null, evidence: null }]);
  const old = inherited.keys.map((k): [string, KeyState] => [k.name, { phase: k.state === 'destroyed' ? 'destroyed' : 'inherited', id: k.id, evidence: null }]);
  return {
    plan,
    inherited,
    script,
    status: 'new',
    opened: null,
    planReviewed: null,
    environment: null,
    people: {},
    tokens: { primary: freshToken, spare: freshToken },
    keys: Object.fromEntries([...old, ...planned]),
    set: null,
    voidSets: [],
    quorums: {},
    restores: {},
    checks: {},
    newBags: {},
    destroyedShares: {},
    stateChanges: [],
    rootCertified: false,
    rootAttested: false,
    retired: [],
    target: null,
    delivered: null,
    absent: [],
    proof: { phase: 'none', keys: null, shares: [], failures: 0 },
    confirmations: {},
    deviations: [],
    pause: null,
    recordEnded: false,
    signatures: {},
  };
}

/** The signer that is the HSM's root key in force. */
export const HSM_ROOT = 'hsm-root';
export const HSM_ROOT_NAME = 'Root key in the HSM';

/** Whether the root key in force can sign the end of the record: it cannot once this ceremony has destroyed it. */
export function rootSigns(state: CeremonyState): boolean {
  const root = rootInForce(state);
  return root !== null && state.keys[root]?.phase !== 'destroyed';
}

/** Everyone who must sign the statement: the HSM's root key while it exists, and every participant who was there. */
export function requiredSigners(state: CeremonyState): readonly string[] {
  const people = state.plan.participants.map((p) => p.id).filter((id) => !state.absent.includes(id));
  return [...(rootSigns(state) ? [HSM_ROOT] : []), ...people];
}

/** What the plan says of a token. RangeError for a spare where the plan has none. */
export function plannedToken(plan: Plan, token: TokenName): PlanToken {
  const planned = token === 'primary' ? plan.hsm : spareOf(plan);
  if (planned === null) throw new RangeError('this ceremony has no spare token');
  return planned;
}
