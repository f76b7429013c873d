/** Every event of one complete ceremony of a plan, with invented evidence: what the pure machine is tested with. */
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { quorumPurpose } from '../../src/core/ceremony/rules/quorum.ts';
import { keyFacts, keysInUse, keysToRestore, keysToSeal, oldSets, plannedStates, provenKeys, rootInForce } from '../../src/core/ceremony/scope.ts';
import type { Scope } from '../../src/core/ceremony/scope.ts';
import { awaited, currentStep, newCeremony, workDone } from '../../src/core/ceremony/script.ts';
import { plannedToken, requiredSigners } from '../../src/core/ceremony/state.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import type { Step } from '../../src/core/ceremony/steps.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import { lifecycleAfter, setsAfter } from '../../src/core/lineage/lifecycle.ts';
import { nothingInherited } from '../../src/core/lineage/types.ts';
import type { Inherited } from '../../src/core/lineage/types.ts';
import { backupOf, newKeys, officerPinHolders, oldSetsOf, retiredBy } from '../../src/core/plan/parts.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { attributeNames } from '../../src/core/ports/hsm.ts';
import type { Capabilities, KeyCheck, KeyEvidence, ObjectSummary, TokenReport, TriState } from '../../src/core/ports/hsm.ts';

export const signature = 'AAAA';
export const SET = 'QX7R04M2';

export const report: TokenReport = {
  library: { description: 'soft', manufacturer: 'soft', version: '2.6', cryptoki: '2.40' },
  slot: { description: 'slot', hardware: '2.6', firmware: '2.6', removable: false },
  token: { initialised: true, label: 'x', manufacturer: 'soft', model: 'SoftHSM v2', serial: '01', hardware: '2.6', firmware: '2.6', protectedAuthenticationPath: false, userPinInitialised: true, writeProtected: false, userPin: 'ok', soPin: 'ok', minPinLength: 4, maxPinLength: 255 },
  mechanisms: [],
};

export const capabilities: Capabilities = { keyTypes: ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096', 'aes-256'], keyWrapPad: 'CKM_AES_KEY_WRAP_PAD', unwrapsPrivateKeys: true, ecdsa: true, cmac: true, dataObjects: true, random: true, trustedWrapping: 'yes', wrapNonExtractable: 'refused' };

/** 16 bytes, hex, of its own for each name. */
export function keyId(name: string): string {
  return sha256Hex(utf8(`id ${name}`)).slice(0, 32);
}

const checkOf = (name: string, type: string): KeyCheck => {
  const digest = sha256Hex(utf8(`check ${name}`));
  return type === 'aes-256' ? { kind: 'cmac', value: digest.slice(0, 10).toUpperCase() } : { kind: 'spki-sha256', value: digest, spki: 'AAAA' };
};

/** Invented evidence of a key of the plan or of the lineage. */
export function evidence(scope: Scope, name: string, extractable: TriState, local: TriState = 'true'): KeyEvidence {
  const key = keyFacts(scope, name);
  if (key === null) throw new Error(name);
  const attributes = Object.fromEntries(attributeNames.map((a) => [a, 'true'])) as Record<(typeof attributeNames)[number], TriState>;
  return { name, type: key.type, purpose: key.purpose, id: keyId(name), attributes: { ...attributes, EXTRACTABLE: extractable, LOCAL: local }, keyGenMechanism: 'CKM_X', check: checkOf(name, key.type) };
}

/** The key as it lies on the HSM. */
export function objectOf(scope: Scope, name: string): ObjectSummary {
  const type = keyFacts(scope, name)?.type ?? 'aes-256';
  return { class: type === 'aes-256' ? 'CKO_SECRET_KEY' : 'CKO_PRIVATE_KEY', label: name, id: keyId(name), token: true, private: true };
}

const onHsm: ReadonlySet<string> = new Set(['generated', 'sealed', 'found', 'restored']);

/** What the HSM holds by the state's own account. */
function inventoryOf(state: CeremonyState): readonly ObjectSummary[] {
  return Object.entries(state.keys).flatMap(([name, key]) => (onHsm.has(key.phase) ? [objectOf(state, name)] : []));
}

/** What the ceremony after this one begins with. */
export function leftBehind(state: CeremonyState): Inherited {
  const ended = '2026-01-15T09:00:00.000Z';
  return { statement: sha256Hex(utf8(state.plan.id)), ceremony: state.plan.id, mode: state.plan.mode, keys: lifecycleAfter(state, ended), sets: setsAfter(state, ended) };
}

export function openingEvent(plan: Plan, inherited: Inherited = nothingInherited): CeremonyEvent {
  return { type: 'ceremony.opened', ceremony: plan.id, kind: plan.ceremony, mode: plan.mode, title: plan.title, organisation: plan.organisation, planSha256: '00'.repeat(32), previous: inherited.statement, inherited: [], application: 'keyrite test', machine: {} };
}

/** The one event that the state waits for next, or null once it is closed. */
export function nextEvent(state: CeremonyState): CeremonyEvent | null {
  const { plan } = state;
  if (state.status === 'new') return openingEvent(plan, state.inherited);
  if (state.status === 'closed' || state.status === 'abandoned') return null;
  if (state.status === 'paused') return { type: 'ceremony.continued', by: plan.participants[0]?.id ?? '' };
  const step = currentStep(state);
  const pastAttendance = state.script.some((s) => s.kind === 'attendance' && workDone(s, state));
  const absent = plan.participants.find((p) => state.people[p.id]?.present !== true && !state.absent.includes(p.id));
  if (absent && (pastAttendance || step.kind === 'attendance') && !state.recordEnded) return { type: 'participant.registered', participant: absent.id, roles: absent.roles, publicKey: 'AAAA', again: state.people[absent.id] !== undefined, signature };
  const deviation = state.deviations.find((d) => d.acceptedBy.length === 0);
  const acceptor = plan.participants.find((p) => p.roles.includes('auditor') && p.id !== deviation?.by) ?? plan.participants.find((p) => p.roles.includes('security-officer'));
  if (deviation && acceptor && !state.recordEnded && pastAttendance) return { type: 'deviation.accepted', id: deviation.id, participant: acceptor.id, signature };
  const toConfirm = awaited(step, state)[0];
  if (toConfirm !== undefined && (step.confirmWhen === 'before' || workDone(step, state))) return { type: 'step.confirmed', step: step.id, participant: toConfirm, signature };
  return work(state);
}

function work(state: CeremonyState): CeremonyEvent | null {
  const { plan } = state;
  const step = currentStep(state);
  const token = step.subject?.token ?? 'primary';
  const key = step.subject?.key ?? '';
  const index = step.subject?.share ?? 0;
  const set = state.set?.id ?? '';
  const backup = backupOf(plan) ?? { threshold: 0, shares: [] };
  const unlock = (name: 'primary' | 'spare'): CeremonyEvent | null => (state.tokens[name].unlocked ? null : { type: 'hsm.unlocked', token: name, by: plan.pins.user });
  switch (step.kind) {
    case 'plan-review':
      return { type: 'plan.reviewed', words: ['a'], warnings: [] };
    case 'preflight':
      return { type: 'environment.checked', findings: [{ id: 'disk', status: 'pass', sentence: 'ok' }] };
    case 'attendance':
      return null;
    case 'hsm-check':
      return { type: 'hsm.examined', token, report: reportOf(token), inventory: [] };
    case 'hsm-prepare':
      if (state.tokens[token].prepared !== null) {
        const name = keysInUse(state).find((n) => state.keys[n]?.phase === 'inherited') ?? '';
        return unlock(token) ?? { type: 'key.found', key: name, evidence: evidence(state, name, 'false') };
      }
      if (!state.tokens[token].preparing) return { type: 'hsm.prepare-started', token };
      return prepared(state, token);
    case 'key-generation':
      if (state.keys[key]?.phase === 'planned') return unlock('primary') ?? { type: 'key.generation-started', key, id: keyId(key) };
      return { type: 'key.generated', key, evidence: evidence(state, key, 'true'), inventoryBefore: [], inventoryAfter: [], found: false };
    case 'backup': {
      if (state.set === null) return { type: 'backup.started', set: freshSet(state) };
      const { threshold, shares } = backup;
      const commitments = shares.map((_, i) => ({ index: i + 1, salt: '00'.repeat(16), commitment: '00'.repeat(32) }));
      return { type: 'backup.made', set, threshold, count: shares.length, commitments, package: '00'.repeat(32), trusted: true, wrappingKey: {}, combinations: { total: 3, checked: 3 }, inventoryBefore: [], inventoryAfter: [] };
    }
    case 'share-writing': {
      const planned = backup.shares[index - 1];
      if (planned === undefined) return null;
      const card = planned.carrier === 'smartcard' ? { card: { label: 'c', model: 'm', serial: 's', removable: true } } : {};
      return { type: 'share.written', set, index, custodian: planned.custodian, carrier: planned.carrier, where: 'room', ...card };
    }
    case 'share-reading': {
      const share = state.set?.shares[index];
      if (share?.written?.card !== undefined && !share.removed) return { type: 'share.removed', set, index };
      return { type: 'share.read', set, index, from: share?.written?.carrier === 'smartcard' ? 'smartcard' : 'image' };
    }
    case 'proof': {
      const old = oldSets(state)[0]?.standing;
      const presented = (state.quorums[old?.id ?? '']?.presented ?? []).map((p) => p.index);
      const proven = backupOf(plan) === null ? { id: old?.id ?? '', shares: presented } : { id: set, shares: [1, 2, 3].slice(0, backup.threshold) };
      if (state.proof.phase === 'none') return unlock('spare') ?? { type: 'proof.started', set: proven.id, shares: proven.shares };
      const keys = provenKeys(state).map((name) => ({ name, check: evidence(state, name, 'true').check, matches: true, challengeSignature: null }));
      return { type: 'proof.passed', set: proven.id, shares: state.proof.shares, token: report.token, challenge: '00'.repeat(32), keys, inventoryBefore: [], inventoryAfter: [] };
    }
    case 'seal': {
      const name = keysToSeal(state).find((n) => state.keys[n]?.phase === 'generated' || state.keys[n]?.phase === 'restored') ?? '';
      return unlock('primary') ?? { type: 'key.sealed', key: name, evidence: evidence(state, name, 'false', plan.ceremony === 'restore' ? 'false' : 'true') };
    }
    case 'signing': {
      if (!state.recordEnded) return { type: 'record.ended', inventory: inventoryOf(state) };
      const signer = requiredSigners(state).find((id) => state.signatures[id] === undefined);
      return signer === undefined ? null : { type: 'statement.signed', signer, signature };
    }
    case 'closing':
      return { type: 'ceremony.closed', statement: '00'.repeat(32) };
    default:
      return laterWork(state, { ...step, kind: step.kind }, unlock('primary'));
  }
}

/** A set id that the lineage has not seen. */
function freshSet(state: CeremonyState): string {
  const used = [...state.voidSets, ...state.inherited.sets.map((s) => s.id)];
  return [SET, 'QX7R04M3', 'QX7R04M4', 'QX7R04M5', 'QX7R04M6'].find((id) => !used.includes(id)) ?? 'ZZZZZZZZ';
}

type LaterKind = 'quorum' | 'restore' | 'old-hsm' | 'share-check' | 'check-result' | 'set-void' | 'share-destroying' | 'key-states' | 'root-succession' | 'key-destroying' | 'target' | 'delivery';

/** Work of the steps that only ceremonies after the first have. */
function laterWork(state: CeremonyState, step: Step & { readonly kind: LaterKind }, unlock: CeremonyEvent | null): CeremonyEvent | null {
  const { plan } = state;
  const set = step.subject?.set ?? '';
  const key = step.subject?.key ?? '';
  const by = plan.participants[0]?.id ?? '';
  const spki = { spkiSha256: plan.ceremony === 'transfer' && 'publicKey' in plan.target ? plan.target.publicKey : '' };
  switch (step.kind) {
    case 'quorum': {
      const { joined = [], presented = [] } = state.quorums[set] ?? {};
      const next = oldSetsOf(plan).find((s) => s.id === set)?.shares.find((s) => !presented.some((p) => p.index === s.index) && !state.absent.includes(s.custodian));
      if (next === undefined) return null;
      if (!joined.includes(next.custodian)) return { type: 'quorum.joined', set, purpose: quorumPurpose(state), participant: next.custodian, signature };
      return { type: 'share.presented', set, index: next.index, participant: next.custodian, from: next.carrier === 'smartcard' ? 'smartcard' : 'image' };
    }
    case 'restore': {
      const shares = (state.quorums[set]?.presented ?? []).map((p) => p.index);
      const restore = state.restores[set];
      if (restore === undefined) return unlock ?? { type: 'restore.started', set, shares };
      const names = keysToRestore(state, set);
      const keys = names.map((name) => ({ name, check: evidence(state, name, 'false').check, matches: true, challengeSignature: null }));
      return { type: 'restore.passed', set, shares: restore.shares, challenge: '00'.repeat(32), keys, evidence: names.map((name) => evidence(state, name, 'false', 'false')), inventoryBefore: [], inventoryAfter: names.map((name) => objectOf(state, name)) };
    }
    case 'old-hsm': {
      const planned = retiredBy(plan)[state.retired.length];
      return planned === undefined ? null : { type: 'hsm.retired', label: planned.label, serial: planned.serial ?? '', fate: planned.fate, note: '', by };
    }
    case 'share-check': {
      const index = step.subject?.share ?? 0;
      const noted = oldSets(state)[0]?.standing.custodians.find((c) => c.index === index);
      const source = noted?.carrier === 'smartcard' ? { from: 'smartcard', card: { label: 'c', model: 'm', serial: noted.card ?? 's', removable: true } } as const : { from: 'image' } as const;
      return { type: 'share.checked', set, index, result: 'readable', bag: noted?.bag ?? null, ...source };
    }
    case 'check-result': return null;
    case 'set-void': return { type: 'set.voided', set, reason: 'planned' };
    case 'share-destroying': {
      const gone = state.destroyedShares[set] ?? {};
      const count = oldSets(state).find(({ standing }) => standing.id === set)?.standing.count ?? 0;
      const index = Array.from({ length: count }, (_, i) => i + 1).find((n) => gone[n] === undefined);
      return index === undefined ? { type: 'package.destroyed', set, result: 'destroyed', how: 'shredded' } : { type: 'share.destroyed', set, index, result: 'destroyed', how: 'shredded' };
    }
    case 'key-states': {
      const change = plannedStates(state).find((c) => !state.stateChanges.some((e) => e.key === c.key));
      return change === undefined ? null : { type: 'key.state-set', key: change.key, state: change.state, until: change.until, reason: 'planned' };
    }
    case 'root-succession': {
      const next = newKeys(plan).find((k) => k.purpose === 'root-signing')?.name ?? '';
      return unlock ?? { type: 'root.certified', old: evidence(state, rootInForce(state) ?? '', 'false').check.value, next: evidence(state, next, 'false').check.value, byOld: signature, byNext: signature };
    }
    case 'key-destroying': {
      if (unlock) return unlock;
      if (key === rootInForce(state) && !state.rootAttested) return { type: 'root.attested', signature };
      const before = inventoryOf(state);
      return { type: 'key.destroyed', key, failedUse: 'CKR_KEY_HANDLE_INVALID', inventoryBefore: before, inventoryAfter: before.filter((o) => o.id !== keyId(key)) };
    }
    case 'target': return { type: 'target.imported', kind: plan.ceremony === 'transfer' ? plan.target.kind : '', ...spki, spki: 'AAAA' };
    case 'delivery': return unlock ?? { type: 'key.delivered', key, target: plan.ceremony === 'transfer' ? plan.target.kind : '', ...spki, files: [{ name: 'README.txt', sha256: '00'.repeat(32) }] };
    default: return step.kind satisfies never;
  }
}

/** Two tokens, told apart by their serials. */
function reportOf(token: 'primary' | 'spare'): TokenReport {
  return { ...report, token: { ...report.token, serial: token === 'primary' ? '01' : '02' } };
}

function prepared(state: CeremonyState, token: 'primary' | 'spare'): CeremonyEvent {
  const { plan } = state;
  const initialised = plannedToken(plan, token).prepare === 'initialise';
  const inventory = token === 'primary' ? keysInUse(state).map((name) => objectOf(state, name)) : [];
  return { type: 'hsm.prepared', token, how: initialised ? 'initialised' : 'adopted', report: reportOf(token), capabilities, inventory, pinHolders: { securityOfficer: initialised ? officerPinHolders(plan) : [], user: plan.pins.user } };
}

/** Every event of a whole ceremony in which everybody does what is asked. */
export function happyPath(plan: Plan, inherited: Inherited = nothingInherited): readonly CeremonyEvent[] {
  const events: CeremonyEvent[] = [];
  let state = newCeremony(plan, inherited);
  for (let event = nextEvent(state); event !== null; event = nextEvent(state)) {
    const outcome = transition(state, event);
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.refusal.code}`);
    state = outcome.state;
    events.push(event);
  }
  return events;
}

/** The state at the end of the happy path. */
export function closedState(plan: Plan, inherited: Inherited = nothingInherited): CeremonyState {
  return stateBefore(plan, () => false, inherited);
}

/** The state after those events of the happy path before the first one for which `stop` holds. */
export function stateBefore(plan: Plan, stop: (event: CeremonyEvent) => boolean, inherited: Inherited = nothingInherited): CeremonyState {
  let state = newCeremony(plan, inherited);
  for (const event of happyPath(plan, inherited)) {
    if (stop(event)) return state;
    const outcome = transition(state, event);
    if (outcome.ok) state = outcome.state;
  }
  return state;
}
