/** Acts on the HSM: examine, prepare, unlock, generate, seal. A success code is never enough: what is recorded was read back. */
import { toHex } from '../../../core/bytes/bytes.ts';
import type { TokenName } from '../../../core/ceremony/events.ts';
import { knownIds, missingCapability } from '../../../core/ceremony/rules/hsm.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import { keyFacts, keysInUse, keysToSeal } from '../../../core/ceremony/scope.ts';
import type { KeyFacts } from '../../../core/ceremony/scope.ts';
import { plannedToken } from '../../../core/ceremony/state.ts';
import { newKeys, officerPinHolders } from '../../../core/plan/parts.ts';
import type { PlanKey } from '../../../core/plan/schema.ts';
import type { HsmPort, TokenReport } from '../../../core/ports/hsm.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { requireAuthorised } from '../authorised.ts';
import { noteStrange, reconcile } from '../reconcile.ts';
import type { Session } from '../session.ts';

/** What the plan says of the key that is to be made. RefusalError `ceremony.key-unknown`. */
function plannedKey(session: Session, name: string): PlanKey {
  const key = newKeys(session.plan).find((k) => k.name === name);
  if (key === undefined) throw new RefusalError('ceremony.key-unknown');
  return key;
}

/** Facts and CKA_ID of a key of the plan or of the lineage, as the HSM is asked for it. RefusalError `ceremony.key-unknown`. */
export function keyReference(session: Session, name: string): KeyFacts & { readonly id: string } {
  const facts = keyFacts(session.recorder.state, name);
  const id = session.recorder.state.keys[name]?.id ?? null;
  if (facts === null || id === null) throw new RefusalError('ceremony.key-unknown');
  return { name: facts.name, type: facts.type, purpose: facts.purpose, id };
}

/** Whether backup wrapping goes through a CKA_TRUSTED key: always where the plan requires it, else where the module can. */
export function usesTrusted(session: Session): boolean {
  if (session.plan.hsm.trustedWrapping === 'required') return true;
  return session.recorder.state.tokens.primary.capabilities?.trustedWrapping === 'yes';
}

function subjectToken(session: Session): TokenName {
  return currentStep(session.recorder.state).subject?.token ?? 'primary';
}

export async function examine(session: Session): Promise<void> {
  const token = subjectToken(session);
  const hsm = session.hsm(token);
  const report = await hsm.describe();
  const inventory = report.token.initialised ? await hsm.inventory() : [];
  session.recorder.append({ type: 'hsm.examined', token, report, inventory });
}

async function bringUp(session: Session, token: TokenName, hsm: HsmPort, how: 'initialise' | 'adopt', before: TokenReport): Promise<void> {
  const pinPad = before.token.protectedAuthenticationPath;
  const userPin = pinPad ? null : session.pins.take(token, 'user');
  if (how === 'adopt') return hsm.login(userPin);
  const soPin = pinPad ? null : session.pins.take(token, 'so');
  // After an interruption the token may have been initialised already, by this ceremony and with these PINs.
  const resumed = before.token.initialised && before.token.userPinInitialised && session.recorder.entries.some((e) => e.event.type === 'hsm.prepare-started' && e.event.token === token && e.seq < session.recorder.count - 1);
  if (resumed) {
    soPin?.fill(0);
    return hsm.login(userPin);
  }
  await hsm.initialise({ soPin, userPin });
}

export async function prepareToken(session: Session): Promise<void> {
  const token = subjectToken(session);
  // Prepared already, and interrupted while its keys were looked at.
  if (session.recorder.state.tokens[token].prepared !== null) {
    await ensureUnlocked(session, token);
    return findKeys(session);
  }
  const planned = plannedToken(session.plan, token);
  const hsm = session.hsm(token);
  const before = await hsm.describe();
  const needed = planned.prepare === 'initialise' ? (['so', 'user'] as const) : (['user'] as const);
  if (!before.token.protectedAuthenticationPath && needed.some((pin) => session.pins.entered(token, pin).includes(false))) throw new RefusalError('ceremony.pin-half-missing');
  session.recorder.append({ type: 'hsm.prepare-started', token });
  await bringUp(session, token, hsm, planned.prepare, before);
  const capabilities = await hsm.probe();
  const what = missingCapability(session.plan, token, capabilities);
  if (what !== null) throw new RefusalError('ceremony.capability-missing', { token, what });
  const inventory = await hsm.inventory();
  const known = token === 'primary' ? knownIds(session.recorder.state) : [];
  const strange = inventory.filter((object) => !known.includes(object.id));
  if (strange.length > 0 && session.plan.ceremony !== 'revoke') throw new RefusalError('hsm.token-not-empty', { label: planned.label, count: strange.length });
  session.recorder.append({
    type: 'hsm.prepared',
    token,
    how: planned.prepare === 'initialise' ? 'initialised' : 'adopted',
    report: await hsm.describe(),
    capabilities,
    inventory,
    pinHolders: { securityOfficer: planned.prepare === 'initialise' ? officerPinHolders(session.plan) : [], user: session.plan.pins.user },
  });
  if (strange.length > 0) noteStrange(session, strange);
  if (token === 'primary') await findKeys(session);
}

/** Looks at every inherited key that must be on the HSM in use. RefusalError `ceremony.key-missing`, `ceremony.key-differs`. */
async function findKeys(session: Session): Promise<void> {
  for (const name of keysInUse(session.recorder.state)) {
    if (session.recorder.state.keys[name]?.phase !== 'inherited') continue;
    const evidence = await session.hsm('primary').find(keyReference(session, name));
    if (evidence === null) throw new RefusalError('ceremony.key-missing', { key: name });
    session.recorder.append({ type: 'key.found', key: name, evidence });
  }
}

/** Unlocks with the halves typed so far, where the token is locked; then compares record and HSM, once a run. */
export async function ensureUnlocked(session: Session, token: TokenName, again?: 'needed-again'): Promise<void> {
  if (!session.recorder.state.tokens[token].unlocked) {
    const hsm = session.hsm(token);
    const report = await hsm.describe();
    await hsm.login(report.token.protectedAuthenticationPath ? null : session.pins.take(token, 'user', again));
    session.recorder.append({ type: 'hsm.unlocked', token, by: session.plan.pins.user });
  }
  if (token === 'primary' && session.unreconciled) await reconcile(session);
}

export async function generateKey(session: Session): Promise<void> {
  const step = currentStep(session.recorder.state);
  const name = step.subject?.key ?? '';
  if (step.kind !== 'key-generation') throw new RefusalError('ceremony.wrong-step', { step: step.title });
  await ensureUnlocked(session, 'primary');
  // The comparison after an interruption may just have found the key.
  if (session.recorder.state.keys[name]?.phase === 'generated') return;
  const key = plannedKey(session, name);
  const id = session.recorder.state.keys[name]?.id ?? toHex(session.ports.random(16));
  const again = session.recorder.state.keys[name]?.phase === 'started';
  const hsm = session.hsm('primary');
  const start = { type: 'key.generation-started', key: name, id } as const;
  session.recorder.require(start);
  const inventoryBefore = await hsm.inventory();
  session.recorder.append(start);
  const facts = { name, type: key.type, purpose: key.purpose, id };
  const found = again ? await hsm.find(facts) : null;
  const evidence = found ?? (await hsm.generate({ ...facts, backup: key.backup, trusted: key.backup && usesTrusted(session) }));
  session.recorder.append({ type: 'key.generated', key: name, evidence, inventoryBefore, inventoryAfter: await hsm.inventory(), found: found !== null });
}

export async function sealKeys(session: Session): Promise<void> {
  requireAuthorised(session, 'seal');
  await ensureUnlocked(session, 'primary');
  for (const name of keysToSeal(session.recorder.state)) {
    const phase = session.recorder.state.keys[name]?.phase;
    if (phase !== 'generated' && phase !== 'restored') continue;
    const evidence = await session.hsm('primary').seal(keyReference(session, name));
    session.recorder.append({ type: 'key.sealed', key: name, evidence });
  }
}
