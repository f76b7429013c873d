/** R-FULL: whether the record shows what an officer must find in it: dual control of each act, somebody who watched, cryptoperiods, a backup of what protects data. */
import type { CeremonyEvent } from '../../core/ceremony/events.ts';
import type { KeyLife } from '../../core/lineage/types.ts';
import { officerPinHolders } from '../../core/plan/parts.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import type { CeremonyPredicate } from '../../core/transcript/types.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import type { RecordFacts } from '../record-facts.ts';

const DAY = 86_400_000;
const statementFile = { file: bundleNames.statement };

/** The step in which people authorise an event that does something to a key; null for any other event. Steps as in docs/formats/transcript.md. */
function authorisedIn(event: CeremonyEvent): string | null {
  switch (event.type) {
    case 'key.generated': return `key:${event.key}`;
    case 'backup.made': return 'backup';
    case 'restore.passed': return `restore:${event.set}`;
    case 'key.sealed': return 'seal';
    case 'key.state-set': return 'states';
    case 'root.certified': return 'root-succession';
    case 'key.destroyed': return `destroy:${event.key}`;
    case 'key.delivered': return 'delivery';
    default: return null;
  }
}

/** R-FULL-02. */
function watched({ findings, plan }: BundleContext, facts: RecordFacts, confirmed: ReadonlySet<string>): void {
  const acting = new Set(plan === null ? [] : [...plan.pins.user, ...officerPinHolders(plan)]);
  const independent = [...facts.people.values()].some(({ event: { participant, roles } }) => {
    const watches = roles.includes('auditor') || roles.includes('witness');
    return watches && !roles.includes('custodian') && !acting.has(participant) && confirmed.has(participant);
  });
  if (!independent) findings.add('R-FULL-02', { event: facts.last?.seq ?? 0 }, 'No auditor or witness without a part in the keys confirmed a step.');
}

/** Purposes of keys without which data cannot be read any more. */
const protects: ReadonlySet<KeyLife['purpose']> = new Set(['master-wrapping', 'key-wrapping', 'data-encryption']);

/** R-FULL-03, R-FULL-05, R-FULL-07. */
function keysInUse({ findings }: BundleContext, { lifecycle, shareSets, ended }: CeremonyPredicate): void {
  for (const { name, state, purpose, cryptoperiodDays, made } of lifecycle) {
    if (state === 'destroyed') continue;
    if (cryptoperiodDays === null) findings.add('R-FULL-03', statementFile, `Key "${name}" has no cryptoperiod.`);
    else if (state === 'active' && made !== null && Math.floor((Date.parse(ended) - Date.parse(made)) / DAY) > cryptoperiodDays) findings.add('R-FULL-07', statementFile, `Key "${name}" was made ${made} for ${cryptoperiodDays} days and is active at ${ended}.`);
    if (state !== 'compromised' && protects.has(purpose) && !shareSets.some((set) => set.keys.includes(name))) findings.add('R-FULL-05', statementFile, `No share set in force restores key "${name}".`);
  }
}

/** R-FULL-06. */
function sets({ findings }: BundleContext, { shareSets }: CeremonyPredicate): void {
  for (const { id, threshold, count } of shareSets) {
    if (threshold < 2 || threshold >= count) findings.add('R-FULL-06', statementFile, `Share set ${id} needs ${threshold} of ${count} shares.`);
  }
}

export const completenessCheck: NewRecordCheck = (context) => {
  const { findings, statement, plan } = context;
  const acts = new Map<string, number>();
  const confirmed = new Map<string, Set<string>>();
  return {
    entry: ({ seq, event }) => {
      const step = authorisedIn(event);
      if (step !== null && !acts.has(step)) acts.set(step, seq);
      if (event.type !== 'step.confirmed') return;
      const people = confirmed.get(event.step) ?? new Set();
      confirmed.set(event.step, people.add(event.participant));
    },
    end: (facts) => {
      for (const [step, seq] of acts) {
        const people = confirmed.get(step)?.size ?? 0;
        if (people < 2) findings.add('R-FULL-01', { event: seq }, `${people === 0 ? 'Nobody' : 'One person'} confirmed step "${step}".`);
      }
      watched(context, facts, new Set([...confirmed.values()].flatMap((people) => [...people])));
      if (plan?.mode === 'production' && plan.hsm.certificate.standard === 'none') findings.add('R-FULL-04', { file: bundleNames.plan }, 'The plan names no certificate of the module.');
      if (statement === null) return;
      keysInUse(context, statement.predicate);
      sets(context, statement.predicate);
    },
  };
};
