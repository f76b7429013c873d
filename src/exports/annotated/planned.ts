/** What the plan says of one step, so that it can be held against what was recorded. Says nothing of what happened. */
import { coveredKeys, keyFacts, keysToSeal, oldSets, plannedStates, provenKeys } from '../../core/ceremony/scope.ts';
import type { Scope } from '../../core/ceremony/scope.ts';
import { plannedToken } from '../../core/ceremony/state.ts';
import type { Step } from '../../core/ceremony/steps.ts';
import { backupOf, newKeys, oldSetsOf, retiredBy } from '../../core/plan/parts.ts';
import type { OldShare, PlanShare, PlanToken } from '../../core/plan/schema.ts';
import { purposes } from '../../core/plan/tables/key-types.ts';
import { showSetId } from '../../core/shares/share-format.ts';
import { typeWords } from '../../core/words/key-words.ts';
import { exact, listed, maybe, said } from './fact.ts';
import { peopleInWords } from './people-words.ts';
import type { Fact } from './types.ts';

function tokenFacts({ label, model, serial, firmware, certificate, prepare }: PlanToken): readonly Fact[] {
  const { standard, number, level } = certificate;
  return [
    exact('Label', label),
    ...maybe(said, 'Model', model),
    ...maybe(exact, 'Serial number', serial),
    ...maybe(exact, 'Firmware', firmware),
    said('Certificate', standard === 'none' ? 'none' : `${standard}${number === undefined ? '' : ` number ${number}`}${level === undefined ? '' : `, level ${String(level)}`}`),
    said('Is to be', prepare === 'initialise' ? 'initialised: everything on it is lost' : 'used as it is set up'),
  ];
}

function carrier(share: PlanShare | OldShare): string {
  return share.carrier === 'paper' ? 'paper' : `smartcard ${share.card.label}`;
}

function shareFacts(scope: Scope, index: number): readonly Fact[] {
  const name = peopleInWords(scope.plan);
  const share = backupOf(scope.plan)?.shares[index - 1];
  if (share !== undefined) return [said('Share', String(index)), said('Custodian', name(share.custodian)), said('Carrier', carrier(share))];
  return oldSetsOf(scope.plan).flatMap((set) => set.shares).filter((s) => s.index === index).flatMap((s) => [said('Share', String(index)), said('Custodian', name(s.custodian)), said('Carrier', carrier(s))]);
}

function keyPlan(scope: Scope, name: string): readonly Fact[] {
  const planned = newKeys(scope.plan).find((k) => k.name === name);
  const facts = keyFacts(scope, name);
  return [
    exact('Key', name),
    ...maybe(said, 'Type', facts === null ? null : typeWords[facts.type]),
    ...maybe(said, 'Purpose', facts === null ? null : `${facts.purpose}: it ${purposes[facts.purpose].sentence}`),
    ...(planned === undefined ? [] : [said('In use for', `${String(planned.cryptoperiodDays)} days`), said('Backup', planned.backup ? 'yes' : 'no')]),
    ...maybe(exact, 'Takes the place of', planned?.replaces),
  ];
}

function setFacts(scope: Scope, id: string): readonly Fact[] {
  const standing = oldSets(scope).find((set) => set.standing.id === id)?.standing;
  return [exact('Share set', showSetId(id)), ...(standing === undefined ? [] : [said('Shares', `${String(standing.count)}, of which any ${String(standing.threshold)} restore`), said('Keys', listed(standing.keys))])];
}

/** The plan's facts of `step`; empty where the plan says no more than the title. */
export function plannedFacts(scope: Scope, step: Step): readonly Fact[] {
  const { plan } = scope;
  const { token = 'primary', key = '', share = 0, set = '' } = step.subject ?? {};
  switch (step.kind) {
    case 'plan-review': return [said('Title', plan.title), ...maybe(exact, 'Planned for', plan.scheduled)];
    case 'attendance': return [said('Participants', String(plan.participants.length))];
    case 'hsm-check': case 'hsm-prepare': return tokenFacts(plannedToken(plan, token));
    case 'key-generation': case 'key-destroying': return keyPlan(scope, key);
    case 'backup': {
      const backup = backupOf(plan);
      return backup === null ? [] : [said('Shares', `${String(backup.shares.length)}, of which any ${String(backup.threshold)} restore`), said('Keys', listed(coveredKeys(scope)))];
    }
    case 'share-writing': case 'share-reading': case 'share-check': return [...(set === '' ? [] : [exact('Share set', showSetId(set))]), ...shareFacts(scope, share)];
    case 'proof': return [said('Keys that must come back equal', listed(provenKeys(scope)))];
    case 'seal': return [said('Keys', listed(keysToSeal(scope)))];
    case 'quorum': case 'restore': case 'set-void': case 'share-destroying': case 'check-result': return set === '' ? [] : setFacts(scope, set);
    case 'old-hsm': return retiredBy(plan).map((device) => said(device.label, device.fate));
    case 'key-states': return plannedStates(scope).map((change) => said(change.key, `${change.state}${change.until === null ? '' : ` until ${change.until}`}`));
    case 'target': case 'delivery': return plan.ceremony === 'transfer' ? [said('Target', plan.target.kind), exact('Key', plan.key)] : [];
    case 'preflight': case 'root-succession': case 'signing': case 'closing': return [];
    default: return step.kind satisfies never;
  }
}
