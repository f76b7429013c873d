/** Every event of one complete ceremony of a plan, with invented evidence: what the pure machine is tested with. */
import type { CeremonyEvent } from '../../src/core/ceremony/events.ts';
import { awaited, currentStep, newCeremony, workDone } from '../../src/core/ceremony/script.ts';
import { backedUp, requiredSigners } from '../../src/core/ceremony/state.ts';
import type { CeremonyState } from '../../src/core/ceremony/state.ts';
import { transition } from '../../src/core/ceremony/transition.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { attributeNames } from '../../src/core/ports/hsm.ts';
import type { Capabilities, KeyEvidence, TokenReport, TriState } from '../../src/core/ports/hsm.ts';

export const signature = 'AAAA';
export const SET = 'QX7R04M2';

export const report: TokenReport = {
  library: { description: 'soft', manufacturer: 'soft', version: '2.6', cryptoki: '2.40' },
  slot: { description: 'slot', hardware: '2.6', firmware: '2.6', removable: false },
  token: { initialised: true, label: 'x', manufacturer: 'soft', model: 'SoftHSM v2', serial: '01', hardware: '2.6', firmware: '2.6', protectedAuthenticationPath: false, userPinInitialised: true, writeProtected: false, userPin: 'ok', soPin: 'ok', minPinLength: 4, maxPinLength: 255 },
  mechanisms: [],
};

export const capabilities: Capabilities = { keyTypes: ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096', 'aes-256'], keyWrapPad: 'CKM_AES_KEY_WRAP_PAD', unwrapsPrivateKeys: true, ecdsa: true, cmac: true, dataObjects: true, random: true, trustedWrapping: 'yes', wrapNonExtractable: 'refused' };

export function evidence(plan: Plan, name: string, extractable: TriState): KeyEvidence {
  const key = plan.keys.find((k) => k.name === name);
  if (key === undefined) throw new Error(name);
  const attributes = Object.fromEntries(attributeNames.map((a) => [a, 'true'])) as Record<(typeof attributeNames)[number], TriState>;
  const check = key.type === 'aes-256' ? { kind: 'cmac' as const, value: 'E3B1041AC5' } : { kind: 'spki-sha256' as const, value: 'ab'.repeat(32), spki: 'AAAA' };
  return { name, type: key.type, purpose: key.purpose, id: '0f'.repeat(16), attributes: { ...attributes, EXTRACTABLE: extractable }, keyGenMechanism: 'CKM_X', check };
}

export function openingEvent(plan: Plan): CeremonyEvent {
  return { type: 'ceremony.opened', ceremony: plan.id, kind: 'generate', mode: plan.mode, title: plan.title, organisation: plan.organisation, planSha256: '00'.repeat(32), previous: null, application: 'keyrite test', machine: {} };
}

/** The one event that the state waits for next, or null once it is closed. */
export function nextEvent(state: CeremonyState): CeremonyEvent | null {
  const { plan } = state;
  if (state.status === 'new') return openingEvent(plan);
  if (state.status === 'closed' || state.status === 'abandoned') return null;
  if (state.status === 'paused') return { type: 'ceremony.continued', by: plan.participants[0]?.id ?? '' };
  const step = currentStep(state);
  const pastAttendance = state.script.some((s) => s.kind === 'attendance' && workDone(s, state));
  const absent = plan.participants.find((p) => state.people[p.id]?.present !== true);
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
  const unlock = (name: 'primary' | 'spare'): CeremonyEvent | null => (state.tokens[name].unlocked ? null : { type: 'hsm.unlocked', token: name, by: plan.pins.user });
  switch (step.kind) {
    case 'plan-review':
      return { type: 'plan.reviewed', words: ['a'], warnings: [] };
    case 'preflight':
      return { type: 'environment.checked', findings: [{ id: 'disk', status: 'pass', sentence: 'ok' }] };
    case 'attendance':
      return null;
    case 'hsm-check':
      return { type: 'hsm.examined', token, report, inventory: [] };
    case 'hsm-prepare':
      if (!state.tokens[token].preparing) return { type: 'hsm.prepare-started', token };
      return { type: 'hsm.prepared', token, how: 'initialised', report, capabilities, inventory: [], pinHolders: plan.pins };
    case 'key-generation':
      if (state.keys[key]?.phase === 'planned') return unlock('primary') ?? { type: 'key.generation-started', key, id: '0f'.repeat(16) };
      return { type: 'key.generated', key, evidence: evidence(plan, key, 'true'), inventoryBefore: [], inventoryAfter: [], found: false };
    case 'backup': {
      if (state.set === null) return { type: 'backup.started', set: [SET, 'QX7R04M3', 'QX7R04M4', 'QX7R04M5'][state.voidSets.length] ?? 'ZZZZZZZZ' };
      const commitments = plan.backup.shares.map((_, i) => ({ index: i + 1, salt: '00'.repeat(16), commitment: '00'.repeat(32) }));
      return { type: 'backup.made', set, threshold: plan.backup.threshold, count: plan.backup.shares.length, commitments, package: '00'.repeat(32), trusted: true, wrappingKey: {}, combinations: { total: 3, checked: 3 }, inventoryBefore: [], inventoryAfter: [] };
    }
    case 'share-writing': {
      const planned = plan.backup.shares[index - 1];
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
      const shares = [1, 2, 3].slice(0, plan.backup.threshold);
      if (state.proof.phase === 'none') return unlock('spare') ?? { type: 'proof.started', set, shares };
      const keys = backedUp(plan).map((name) => ({ name, check: evidence(plan, name, 'true').check, matches: true, challengeSignature: null }));
      return { type: 'proof.passed', set, shares, token: report.token, challenge: '00'.repeat(32), keys, inventoryBefore: [], inventoryAfter: [] };
    }
    case 'seal': {
      const name = backedUp(plan).find((n) => state.keys[n]?.phase === 'generated') ?? '';
      return unlock('primary') ?? { type: 'key.sealed', key: name, evidence: evidence(plan, name, 'false') };
    }
    case 'signing': {
      if (!state.recordEnded) return { type: 'record.ended', inventory: plan.keys.map((k) => ({ class: k.type === 'aes-256' ? 'CKO_SECRET_KEY' : 'CKO_PRIVATE_KEY', label: k.name, id: '0f'.repeat(16), token: true, private: true })) };
      const signer = requiredSigners(plan).find((id) => state.signatures[id] === undefined);
      return signer === undefined ? null : { type: 'statement.signed', signer, signature };
    }
    case 'closing':
      return { type: 'ceremony.closed', statement: '00'.repeat(32) };
    default:
      return step.kind satisfies never;
  }
}

export function happyPath(plan: Plan): readonly CeremonyEvent[] {
  const events: CeremonyEvent[] = [];
  let state = newCeremony(plan);
  for (let event = nextEvent(state); event !== null; event = nextEvent(state)) {
    const outcome = transition(state, event);
    if (!outcome.ok) throw new Error(`${event.type}: ${outcome.refusal.code}`);
    state = outcome.state;
    events.push(event);
  }
  return events;
}

/** The state after those events of the happy path before the first one for which `stop` holds. */
export function stateBefore(plan: Plan, stop: (event: CeremonyEvent) => boolean): CeremonyState {
  let state = newCeremony(plan);
  for (const event of happyPath(plan)) {
    if (stop(event)) return state;
    const outcome = transition(state, event);
    if (outcome.ok) state = outcome.state;
  }
  return state;
}
