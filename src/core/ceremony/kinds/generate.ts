/** The generate ceremony: new keys, their backup, the proof that it restores, the seal, the signatures. */
import type { Plan } from '../../plan/schema.ts';
import { firstHolder } from '../roles.ts';
import { backedUp, requiredSigners } from '../state.ts';
import type { CeremonyState } from '../state.ts';
import type { Step } from '../steps.ts';
import type { CeremonyKind } from './kind.ts';

type Draft = Omit<Step, 'number' | 'confirmWhen'> & { readonly confirmWhen?: Step['confirmWhen'] };

function people(...ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

function script(plan: Plan): readonly Step[] {
  const everyone = plan.participants.map((p) => p.id);
  const administrator = firstHolder(plan, 'administrator');
  const officer = firstHolder(plan, 'security-officer');
  const witness = firstHolder(plan, 'witness');
  const auditor = firstHolder(plan, 'auditor');
  const authorisers = people(officer, ...plan.pins.user);
  const pinHolders = people(...plan.pins.securityOfficer, ...plan.pins.user);

  const tokenSteps = (token: 'primary' | 'spare', name: string, how: string): readonly Draft[] => [
    { id: `hsm:${token}:check`, kind: 'hsm-check', title: `Examine the ${name}`, actors: people(administrator, officer), confirmedBy: people(officer, witness), subject: { token } },
    { id: `hsm:${token}:prepare`, kind: 'hsm-prepare', title: `${how === 'initialise' ? 'Initialise' : 'Unlock'} the ${name}`, actors: pinHolders, confirmedBy: people(officer, plan.pins.user[0]), confirmWhen: 'before', subject: { token } },
  ];

  const drafts: readonly Draft[] = [
    { id: 'plan', kind: 'plan-review', title: 'Review the plan', actors: everyone, confirmedBy: [] },
    { id: 'preflight', kind: 'preflight', title: 'Check room and kit', actors: people(administrator, witness), confirmedBy: [] },
    { id: 'attendance', kind: 'attendance', title: 'Register participants', actors: everyone, confirmedBy: [] },
    ...tokenSteps('primary', 'HSM', plan.hsm.prepare),
    ...tokenSteps('spare', 'spare HSM', plan.spare.prepare),
    ...plan.keys.map((key): Draft => ({ id: `key:${key.name}`, kind: 'key-generation', title: `Generate the ${key.name} key`, actors: authorisers, confirmedBy: authorisers, confirmWhen: 'before', subject: { key: key.name } })),
    { id: 'backup', kind: 'backup', title: 'Make the backup', actors: pinHolders, confirmedBy: authorisers, confirmWhen: 'before' },
    ...plan.backup.shares.map((share, i): Draft => ({ id: `share:${String(i + 1)}:write`, kind: 'share-writing', title: `${share.carrier === 'paper' ? 'Print' : 'Write'} share ${String(i + 1)}`, actors: [share.custodian], confirmedBy: [share.custodian], subject: { share: i + 1 } })),
    ...plan.backup.shares.map((share, i): Draft => ({ id: `share:${String(i + 1)}:read`, kind: 'share-reading', title: `Read share ${String(i + 1)} back`, actors: people(share.custodian, witness), confirmedBy: people(share.custodian, witness), subject: { share: i + 1 } })),
    { id: 'proof', kind: 'proof', title: 'Prove the recovery', actors: everyone, confirmedBy: people(auditor, witness) },
    { id: 'seal', kind: 'seal', title: 'Seal the keys', actors: authorisers, confirmedBy: authorisers, confirmWhen: 'before' },
    { id: 'signing', kind: 'signing', title: 'Sign the record', actors: everyone, confirmedBy: [] },
    { id: 'closing', kind: 'closing', title: 'Close the ceremony', actors: people(administrator, officer), confirmedBy: [] },
  ];
  return drafts.map((draft, i) => ({ confirmWhen: 'after', ...draft, number: i + 1 }));
}

function workDone(step: Step, state: CeremonyState): boolean {
  const { plan } = state;
  switch (step.kind) {
    case 'plan-review':
      return state.planReviewed !== null;
    case 'preflight':
      return state.environment !== null && !state.environment.some((f) => f.status === 'fail');
    case 'attendance':
      return plan.participants.every((p) => state.people[p.id] !== undefined);
    case 'hsm-check':
      return state.tokens[step.subject?.token ?? 'primary'].examined !== null;
    case 'hsm-prepare':
      return state.tokens[step.subject?.token ?? 'primary'].prepared !== null;
    case 'key-generation': {
      const phase = state.keys[step.subject?.key ?? '']?.phase;
      return phase === 'generated' || phase === 'sealed';
    }
    case 'backup':
      return state.set?.made != null;
    case 'share-writing':
      return state.set?.shares[step.subject?.share ?? 0]?.written != null;
    case 'share-reading':
      return state.set?.shares[step.subject?.share ?? 0]?.read != null;
    case 'proof':
      return state.proof.phase === 'passed';
    case 'seal':
      return backedUp(plan).every((name) => state.keys[name]?.phase === 'sealed');
    case 'signing':
      return state.recordEnded && requiredSigners(plan).every((id) => state.signatures[id] !== undefined);
    case 'closing':
      return state.status === 'closed';
    default:
      return step.kind satisfies never;
  }
}

export const generate: CeremonyKind = { kind: 'generate', script, workDone };
