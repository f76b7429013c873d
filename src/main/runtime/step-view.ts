/** What the screen of the current step needs to show: public facts only. */
import { fromHex } from '../../core/bytes/bytes.ts';
import { sha256Hex } from '../../core/bytes/digest.ts';
import { compareDevice } from '../../core/ceremony/rules/hsm.ts';
import { currentStep, isConfirmable } from '../../core/ceremony/script.ts';
import { coveredKeys, keysToSeal, oldSets, provenKeys } from '../../core/ceremony/scope.ts';
import { HSM_ROOT, HSM_ROOT_NAME, plannedToken, requiredSigners } from '../../core/ceremony/state.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import { backupOf, newKeys, oldSetsOf, spareOf } from '../../core/plan/parts.ts';
import type { KeyPurpose } from '../../core/plan/schema.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import type { ShareView, StepView } from '../../contract/snapshot.ts';
import { checkInWords, typeWords } from '../../core/words/key-words.ts';
import { lastGivenUp } from './given-up.ts';
import { laterView } from './later-views.ts';
import { pinRequests } from './pin-requests.ts';
import type { Session } from './session.ts';
import { statementOf } from './statement.ts';

const purposeSentences: Readonly<Record<KeyPurpose, string>> = {
  'root-signing': 'It signs other keys and this record, and nothing else.',
  signing: 'It signs, and nothing else.',
  'master-wrapping': 'It wraps the keys that protect data, and nothing else.',
  'key-wrapping': 'It wraps other keys, and nothing else.',
  'data-encryption': 'It encrypts data, and nothing else.',
};

function shareViews(session: Session, state: CeremonyState): readonly ShareView[] {
  return (backupOf(session.plan)?.shares ?? []).map((planned, i) => {
    const share = state.set?.shares[i + 1];
    return {
      index: i + 1,
      custodian: planned.custodian,
      carrier: planned.carrier,
      ...(planned.carrier === 'smartcard' ? { card: planned.card.label } : {}),
      written: share?.written != null,
      ...(share?.written == null ? {} : { where: share.written.where }),
      ...(share?.written?.card?.removable === false ? { fixed: true } : {}),
      read: share?.read != null,
    };
  });
}

const kindWords = {
  generate: 'Generate keys',
  restore: 'Restore keys onto a new HSM',
  check: 'Check the shares',
  reshare: 'Make a new share set over the same keys',
  rotate: 'Make a new version of a key',
  destroy: 'Destroy keys',
  revoke: 'Emergency revocation',
  transfer: 'Deliver a key',
} as const;

const noShare: ShareView = { index: 0, custodian: '', carrier: 'paper', written: false, read: false };

/** The shares that a proof may be made with: of the new set, or those of the set under check as they were presented. */
function provingShares(session: Session, state: CeremonyState): readonly ShareView[] {
  if (backupOf(session.plan) !== null) return shareViews(session, state);
  return oldSetsOf(session.plan).flatMap((set) => set.shares.map((s): ShareView => ({ index: s.index, custodian: s.custodian, carrier: s.carrier, written: true, read: state.quorums[set.id]?.presented.some((p) => p.index === s.index) ?? false })));
}

/** How many shares the proof needs: of the set it is of. */
function thresholdOf(session: Session): number {
  return backupOf(session.plan)?.threshold ?? oldSets(session.recorder.state)[0]?.standing.threshold ?? 0;
}

function summary(session: Session): readonly { readonly label: string; readonly value: string }[] {
  const { plan } = session;
  const backup = backupOf(plan);
  const spare = spareOf(plan);
  const made = newKeys(plan);
  const destroyed = 'destroys' in plan ? plan.destroys : [];
  return [
    { label: 'Ceremony', value: kindWords[plan.ceremony] },
    ...(made.length === 0 ? [] : [{ label: 'Keys', value: made.map((k) => `${k.name} (${typeWords[k.type]})`).join(', ') }]),
    ...(destroyed.length === 0 ? [] : [{ label: 'Destroys', value: destroyed.join(', ') }]),
    ...(plan.ceremony === 'transfer' ? [{ label: 'Delivers', value: `${plan.key} to ${plan.target.kind}` }] : []),
    ...oldSetsOf(plan).map((set) => ({ label: 'Uses share set', value: showSetId(set.id) })),
    ...(backup === null ? [] : [
      { label: 'Backup', value: `${String(backup.shares.length)} shares, any ${String(backup.threshold)} restore` },
      { label: 'Carriers', value: [...new Set(backup.shares.map((s) => s.carrier))].join(', ') },
    ]),
    { label: 'HSM', value: plan.hsm.label },
    ...(spare === null ? [] : [{ label: 'Spare HSM', value: spare.label }]),
    { label: 'People', value: String(plan.participants.length) },
  ];
}

/** What `step` shows. `planWords` are the plan's fingerprint as read aloud; `bundle` is where the bundle lies, once it does. */
export function stepView(session: Session, step: Step, planWords: readonly string[], bundle: string | null): StepView {
  const { plan, recorder } = session;
  const { state } = recorder;
  const now = currentStep(state).id === step.id;
  const done = state.confirmations[step.id] ?? [];
  const base = {
    id: step.id,
    number: step.number,
    title: step.title,
    actors: step.actors,
    confirmations: step.confirmedBy.map((participant) => ({ participant, done: done.includes(participant) })),
    confirmable: isConfirmable(step, state),
    pins: now ? pinRequests(session) : [],
  };
  const token = step.subject?.token ?? 'primary';
  const shares = shareViews(session, state);
  const share = shares[(step.subject?.share ?? 0) - 1] ?? noShare;
  const set = state.set === null ? '' : showSetId(state.set.id);
  switch (step.kind) {
    case 'plan-review':
      return { ...base, kind: step.kind, fingerprint: session.planSha256, words: planWords, warnings: session.planWarnings, brought: session.broughtProblems.map(({ file, refusal }) => ({ file, code: refusal.code, sentence: refusal.sentence })), summary: summary(session) };
    case 'preflight':
      return { ...base, kind: step.kind, findings: state.environment };
    case 'attendance':
      return { ...base, kind: step.kind, words: planWords };
    case 'hsm-check': {
      const { examined } = state.tokens[token];
      const expected = examined === null ? [] : compareDevice(plannedToken(plan, token), examined).map(({ field, ...row }) => ({ label: field, ...row }));
      const inventory = recorder.entries.findLast((e) => e.event.type === 'hsm.examined' && e.event.token === token)?.event;
      return { ...base, kind: step.kind, token, report: examined, expected, inventory: inventory?.type === 'hsm.examined' ? inventory.inventory : [] };
    }
    case 'hsm-prepare': {
      const planned = plannedToken(plan, token);
      return { ...base, kind: step.kind, token, label: planned.label, how: planned.prepare, done: state.tokens[token].prepared !== null, capabilities: state.tokens[token].capabilities };
    }
    case 'key-generation': {
      const planned = newKeys(plan).find((k) => k.name === step.subject?.key);
      const key = planned === undefined
        ? { name: '', type: '', purpose: '', purposeSentence: '', cryptoperiodDays: 0, backup: false }
        : { name: planned.name, type: typeWords[planned.type], purpose: planned.purpose, purposeSentence: purposeSentences[planned.purpose], cryptoperiodDays: planned.cryptoperiodDays, backup: planned.backup };
      return { ...base, kind: step.kind, key, words: planWords, evidence: state.keys[key.name]?.evidence ?? null };
    }
    case 'backup':
      return { ...base, kind: step.kind, threshold: thresholdOf(session), count: shares.length, keys: coveredKeys(state), set: state.set?.made == null ? null : set, combinations: state.set?.made?.combinations ?? null, voidSets: state.voidSets.map(showSetId), givenUp: lastGivenUp(session) };
    case 'share-writing':
      return { ...base, kind: step.kind, share, set };
    case 'share-reading':
      return { ...base, kind: step.kind, share, set, shares, removed: removedOrFixed(state, share.index) };
    case 'proof': {
      const originals = provenKeys(state).flatMap((name) => {
        const check = state.keys[name]?.evidence?.check;
        return check === undefined ? [] : [{ name, check: checkInWords(check) }];
      });
      const restored = (state.proof.keys ?? []).map((k) => ({ name: k.name, check: checkInWords(k.check) }));
      return { ...base, kind: step.kind, threshold: thresholdOf(session), presented: presentedIn(session), shares: provingShares(session, state), result: state.proof.keys, originals, restored };
    }
    case 'seal':
      return { ...base, kind: step.kind, keys: keysToSeal(state).map((name) => ({ name, sealed: state.keys[name]?.phase === 'sealed', extractable: state.keys[name]?.evidence?.attributes.EXTRACTABLE ?? 'not-reported' })) };
    case 'signing': {
      const statementSha256 = state.recordEnded ? sha256Hex(statementOf(session)) : null;
      const signers = requiredSigners(state).map((id) => ({ id, name: id === HSM_ROOT ? HSM_ROOT_NAME : (plan.participants.find((p) => p.id === id)?.name ?? id), signed: state.signatures[id] !== undefined, required: true }));
      return { ...base, kind: step.kind, statementSha256, words: statementSha256 === null ? [] : fingerprintWords(fromHex(statementSha256)), entries: recorder.count, signers, openDeviations: state.deviations.filter((d) => d.acceptedBy.length === 0).map((d) => d.id) };
    }
    case 'closing':
      return { ...base, kind: step.kind, bundle };
    default:
      return laterView(session, { ...step, kind: step.kind }, base);
  }
}

/** Indexes of the shares at hand for the proof. */
function presentedIn(session: Session): readonly number[] {
  if (backupOf(session.plan) !== null) return session.presented.indexes;
  return oldSetsOf(session.plan).flatMap((set) => session.quorum(set.id).indexes);
}

function removedOrFixed(state: CeremonyState, index: number): boolean {
  const share = state.set?.shares[index];
  return share?.written?.card?.removable === true ? share.removed : true;
}
