/** Rules of the HSM steps: examine, prepare, generate, seal; each accepts only what the device was seen to do. */
import { newKeys, officerPinHolders } from '../../plan/parts.ts';
import type { Capabilities, KeyCheck, KeyEvidence } from '../../ports/hsm.ts';
import type { Plan, PlanToken } from '../../plan/schema.ts';
import type { EventOf, TokenName } from '../events.ts';
import { awaited, currentStep } from '../script.ts';
import { keyFacts, keysToRestore } from '../scope.ts';
import { plannedToken } from '../state.ts';
import type { CeremonyState, KeyState, TokenState } from '../state.ts';
import type { StepKind } from '../steps.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** Refuses unless the current step is of `kind` (and about `subject`), with everyone who must authorise it. */
export function requireStep(state: CeremonyState, kind: StepKind, subject?: string): Outcome | null {
  const step = currentStep(state);
  const about = step.subject?.token ?? step.subject?.key ?? step.subject?.set;
  if (step.kind !== kind || (subject !== undefined && about !== subject)) return refuse('ceremony.wrong-step', { step: step.title });
  if (step.confirmWhen === 'before' && awaited(step, state).length > 0) return refuse('ceremony.confirmations-missing');
  return null;
}

function withToken(state: CeremonyState, token: TokenName, change: Partial<TokenState>): CeremonyState {
  return { ...state, tokens: { ...state.tokens, [token]: { ...state.tokens[token], ...change } } };
}

/** What the plan says of a device beside what it reports; only stated fields are compared. */
export function compareDevice(planned: PlanToken, report: EventOf<'hsm.examined'>['report']): readonly { readonly field: string; readonly planned: string; readonly reported: string; readonly matches: boolean }[] {
  const { token, slot } = report;
  const firmware = token.firmware === '0.0' ? slot.firmware : token.firmware;
  const rows: readonly (readonly [string, string | undefined, string])[] = [
    ['model', planned.model, token.model],
    ['firmware', planned.firmware, firmware],
    // An uninitialised token may report no serial yet, or get a new one by initialisation.
    ['serial', planned.serial, token.serial],
  ];
  return rows.flatMap(([field, want, got]) => (want === undefined ? [] : [{ field, planned: want, reported: got, matches: want.trim() === got.trim() }]));
}

export function examine(state: CeremonyState, event: EventOf<'hsm.examined'>): Outcome {
  const wrong = requireStep(state, 'hsm-check', event.token);
  if (wrong) return wrong;
  const planned = plannedToken(state.plan, event.token);
  const differs = compareDevice(planned, event.report).find((row) => !row.matches);
  if (differs) return refuse('ceremony.device-differs', { field: differs.field, planned: differs.planned, reported: differs.reported });
  return accept(withToken(state, event.token, { examined: event.report }));
}

export function startPreparing(state: CeremonyState, event: EventOf<'hsm.prepare-started'>): Outcome {
  const wrong = requireStep(state, 'hsm-prepare', event.token);
  if (wrong) return wrong;
  return accept(withToken(state, event.token, { preparing: true }), { type: 'prepare-token', token: event.token });
}

export function prepared(state: CeremonyState, event: EventOf<'hsm.prepared'>): Outcome {
  const wrong = requireStep(state, 'hsm-prepare', event.token);
  if (wrong) return wrong;
  if (!state.tokens[event.token].preparing) return refuse('ceremony.wrong-step', { step: currentStep(state).title });
  const halves = [...event.pinHolders.securityOfficer, ...event.pinHolders.user];
  if (new Set(halves).size !== halves.length) return refuse('ceremony.two-people');
  const planned = plannedToken(state.plan, event.token);
  const initialised = planned.prepare === 'initialise';
  const holders = [...(initialised ? officerPinHolders(state.plan) : []), ...state.plan.pins.user];
  if (halves.join() !== holders.join()) return refuse('ceremony.pin-holders');
  if ((event.how === 'initialised') !== initialised || unexpected(state, event)) return refuse('ceremony.evidence-mismatch');
  const what = missingCapability(state.plan, event.token, event.capabilities);
  if (what !== null) return refuse('ceremony.capability-missing', { token: event.token, what });
  return accept(withToken(state, event.token, { preparing: false, prepared: event.report, capabilities: event.capabilities, unlocked: true }));
}

/** Whether the token holds what the record does not explain: on the HSM in use, objects beside the inherited keys; on any other, anything at all. */
function unexpected(state: CeremonyState, { token, inventory }: EventOf<'hsm.prepared'>): boolean {
  // An emergency is not stopped by an object that nobody can explain, such as a key of a ceremony that was abandoned: it is noted as a deviation.
  if (token === 'primary' && state.plan.ceremony === 'revoke') return false;
  const known = token === 'primary' ? knownIds(state) : [];
  return inventory.some((object) => !known.includes(object.id));
}

/** Ids of inherited keys that may be on the HSM before the ceremony has done anything to it: never those it is to bring back. */
export function knownIds(state: CeremonyState): readonly string[] {
  const back = keysToRestore(state);
  return state.inherited.keys.filter((k) => k.state !== 'destroyed' && !back.includes(k.name)).map((k) => k.id);
}

export function sameCheck(one: KeyCheck | undefined, other: KeyCheck | undefined): boolean {
  return one !== undefined && other !== undefined && one.kind === other.kind && one.value === other.value;
}

/** An inherited key as it is on the HSM: the same id, type, purpose and check value as the signed statement says. */
export function found(state: CeremonyState, event: EventOf<'key.found'>): Outcome {
  const wrong = requireStep(state, 'hsm-prepare', 'primary');
  if (wrong) return wrong;
  const life = state.inherited.keys.find((k) => k.name === event.key);
  if (life === undefined || !state.tokens.primary.unlocked) return refuse('ceremony.key-unknown');
  if (state.keys[event.key]?.phase !== 'inherited') return refuse('ceremony.key-exists', { key: event.key });
  const { evidence } = event;
  const same = evidence.name === life.name && evidence.id === life.id && evidence.type === life.type && evidence.purpose === life.purpose && sameCheck(evidence.check, life.check);
  if (!same) return refuse('ceremony.key-differs', { key: event.key });
  if (evidence.attributes.SENSITIVE !== 'true' || evidence.attributes.EXTRACTABLE !== 'false') return refuse('ceremony.evidence-mismatch');
  return accept(withKey(state, event.key, { phase: 'found', id: life.id, evidence }));
}

/** Kinds in which the HSM itself opens wrapped keys, and kinds in which it wraps them for a backup. */
const opensKeys: ReadonlySet<Plan['ceremony']> = new Set(['restore', 'reshare', 'transfer']);
const wrapsKeys: ReadonlySet<Plan['ceremony']> = new Set(['generate', 'rotate', 'reshare']);

/** What the plan needs of a token and this one was not seen to do, in words; null where nothing is missing. Looked at before any key is made. */
export function missingCapability(plan: Plan, token: TokenName, can: Capabilities): string | null {
  const missing = newKeys(plan).find((k) => !can.keyTypes.includes(k.type));
  if (token === 'primary' && missing) return `generate ${missing.type}`;
  if (can.keyWrapPad === null) return 'AES key wrap with padding (RFC 5649)';
  if (!can.random) return 'random numbers';
  if ((token === 'spare' || opensKeys.has(plan.ceremony)) && !can.unwrapsPrivateKeys) return 'unwrap private keys';
  if (token === 'primary' && can.wrapNonExtractable === 'allowed') return 'keep a sealed key from being wrapped';
  if (token === 'primary' && wrapsKeys.has(plan.ceremony) && plan.hsm.trustedWrapping === 'required' && can.trustedWrapping === 'no') return 'wrapping by trusted keys only';
  return null;
}

export function unlocked(state: CeremonyState, event: EventOf<'hsm.unlocked'>): Outcome {
  if (state.tokens[event.token].prepared === null) return refuse('ceremony.token-not-examined');
  if (new Set(event.by).size < 2) return refuse('ceremony.two-people');
  if (event.by.join() !== state.plan.pins.user.join()) return refuse('ceremony.pin-holders');
  return accept(withToken(state, event.token, { unlocked: true }));
}

export function locked(state: CeremonyState, event: EventOf<'hsm.locked'>): Outcome {
  return accept(withToken(state, event.token, { unlocked: false }));
}

export function withKey(state: CeremonyState, name: string, change: KeyState): CeremonyState {
  return { ...state, keys: { ...state.keys, [name]: change } };
}

export function startGeneration(state: CeremonyState, event: EventOf<'key.generation-started'>): Outcome {
  const key = state.keys[event.key];
  if (key === undefined) return refuse('ceremony.key-unknown');
  if (key.phase !== 'planned' && key.phase !== 'started') return refuse('ceremony.key-exists', { key: event.key });
  const wrong = requireStep(state, 'key-generation', event.key);
  if (wrong) return wrong;
  if (!state.tokens.primary.unlocked) return refuse('ceremony.token-locked');
  // The CKA_ID is chosen once, before the HSM is asked: after a crash it tells whether the key was made.
  if (key.id !== null && key.id !== event.id) return refuse('ceremony.key-exists', { key: event.key });
  return accept(withKey(state, event.key, { phase: 'started', id: event.id, evidence: null }), { type: 'generate-key', key: event.key, id: event.id });
}

/** The evidence a key must show before the ceremony accepts it. `not-reported` of these is no pass. */
export function acceptable(state: CeremonyState, name: string, id: string | null, evidence: KeyEvidence): boolean {
  const planned = keyFacts(state, name);
  if (planned === null || evidence.id !== id || evidence.name !== name) return false;
  if (evidence.type !== planned.type || evidence.purpose !== planned.purpose) return false;
  const { LOCAL, SENSITIVE } = evidence.attributes;
  // A key that came back from a package was not made in this device, and must say so.
  const restored = keysToRestore(state).includes(name);
  return LOCAL === (restored ? 'false' : 'true') && SENSITIVE === 'true';
}

export function generated(state: CeremonyState, event: EventOf<'key.generated'>): Outcome {
  const key = state.keys[event.key];
  if (key?.phase !== 'started') return key?.phase === undefined ? refuse('ceremony.key-unknown') : refuse('ceremony.key-exists', { key: event.key });
  const planned = newKeys(state.plan).find((k) => k.name === event.key);
  const wantExtractable = planned?.backup === true ? 'true' : 'false';
  if (!acceptable(state, event.key, key.id, event.evidence) || event.evidence.attributes.EXTRACTABLE !== wantExtractable) return refuse('ceremony.evidence-mismatch');
  return accept(withKey(state, event.key, { phase: 'generated', id: key.id, evidence: event.evidence }));
}

export function sealed(state: CeremonyState, event: EventOf<'key.sealed'>): Outcome {
  const wrong = requireStep(state, 'seal');
  if (wrong) return wrong;
  const key = state.keys[event.key];
  if ((key?.phase !== 'generated' && key?.phase !== 'restored') || key.evidence === null) return refuse('ceremony.key-unknown');
  if (!sameCheck(key.evidence.check, event.evidence.check) || !acceptable(state, event.key, key.id, event.evidence) || event.evidence.attributes.EXTRACTABLE !== 'false') return refuse('ceremony.evidence-mismatch');
  return accept(withKey(state, event.key, { phase: 'sealed', id: key.id, evidence: event.evidence }));
}
