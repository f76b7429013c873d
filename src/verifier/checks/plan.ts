/** R-PLAN: what was done is what was approved, plan and record side by side, independent of the order of events. */
import { fromHex } from '../../core/bytes/bytes.ts';
import { backupOf, followsOf, newKeys } from '../../core/plan/parts.ts';
import type { Plan } from '../../core/plan/schema.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import type { BundleContext, NewRecordCheck } from '../check.ts';
import { standingSet } from '../record-facts.ts';
import type { RecordFacts } from '../record-facts.ts';

type Say = (found: string, event?: number) => void;

function keys(say: Say, plan: Plan, facts: RecordFacts): void {
  const planned = newKeys(plan);
  const known = new Map(planned.map((k) => [k.name, k]));
  for (const [name, { generated: made, startedId }] of facts.keys) {
    const key = known.get(name);
    if (made === null && startedId === null) continue;
    if (key === undefined) say(`Key "${name}" is not to be made by the plan.`, made?.seq);
    else if (made !== null) {
      const { type, purpose, attributes } = made.event.evidence;
      if (type !== key.type || purpose !== key.purpose) say(`Key "${name}" is a ${type} for ${purpose}; the plan says ${key.type} for ${key.purpose}.`, made.seq);
      if (attributes.EXTRACTABLE !== 'not-reported' && (attributes.EXTRACTABLE === 'true') !== key.backup) say(`Key "${name}" was made extractable "${attributes.EXTRACTABLE}"; the plan says backup ${key.backup ? 'yes' : 'no'}.`, made.seq);
    }
  }
  for (const { name } of planned) if (facts.keys.get(name)?.generated == null) say(`Key "${name}" of the plan was not made.`);
}

function people(say: Say, plan: Plan, facts: RecordFacts): void {
  for (const [id, person] of facts.people) {
    const planned = plan.participants.find((p) => p.id === id);
    if (planned === undefined || canonicalText(planned.roles) !== canonicalText(person.event.roles)) say(`"${id}" is not in the plan with these roles.`, person.seq);
  }
  for (const { id } of plan.participants) if (!facts.people.has(id) && !facts.absent.has(id)) say(`"${id}" of the plan did not register, and is not recorded as absent.`);
}

function shares(say: Say, plan: Plan, facts: RecordFacts): void {
  const set = standingSet(facts);
  const backup = backupOf(plan);
  if (set?.made == null) return;
  const { made } = set;
  if (backup === null) {
    say('A share set was made; the plan makes none.', made.seq);
    return;
  }
  if (made.event.threshold !== backup.threshold || made.event.count !== backup.shares.length) say(`${made.event.threshold} of ${made.event.count} shares were made; the plan says ${backup.threshold} of ${backup.shares.length}.`, made.seq);
  if (!made.event.trusted && plan.hsm.trustedWrapping === 'required') say('The plan demands a trusted wrapping key; none was used.', made.seq);
  backup.shares.forEach((share, i) => {
    const written = set.written.get(i + 1);
    if (written !== undefined && (written.event.custodian !== share.custodian || written.event.carrier !== share.carrier)) say(`Share ${i + 1} is on ${written.event.carrier} with "${written.event.custodian}"; the plan says ${share.carrier} with "${share.custodian}".`, written.seq);
  });
}

function followsPlan({ findings }: BundleContext, plan: Plan, facts: RecordFacts): void {
  const { opened } = facts;
  const say: Say = (found, event = opened?.seq ?? 0) => findings.add('R-PLAN-03', { event, file: bundleNames.plan }, found);
  if (opened !== null) {
    const { ceremony, kind, title, organisation, previous } = opened.event;
    if (canonicalText([ceremony, kind, title, organisation, previous]) !== canonicalText([plan.id, plan.ceremony, plan.title, plan.organisation, followsOf(plan)])) say('Ceremony, kind, title, organisation or predecessor are not those of the plan.');
  }
  keys(say, plan, facts);
  people(say, plan, facts);
  shares(say, plan, facts);
}

function names({ findings, statement }: BundleContext, plan: Plan): void {
  for (const signer of statement?.predicate.signers ?? []) {
    const planned = plan.participants.find((p) => p.id === signer.id);
    if (planned !== undefined && planned.name !== signer.name) findings.add('R-PLAN-03', { file: bundleNames.statement }, `"${signer.id}" signs as "${signer.name}"; the plan says "${planned.name}".`);
  }
}

export const planCheck: NewRecordCheck = (context) => {
  const { findings, plan, digests } = context;
  return {
    entry: ({ seq, event }, facts) => {
      const digest = facts.opened?.event.planSha256;
      if (event.type === 'plan.reviewed' && digest !== undefined && fingerprintWords(fromHex(digest)).join(' ') !== event.words.join(' ')) findings.add('R-PLAN-04', { event: seq }, 'The words read aloud are not those of the plan digest in the first event.');
    },
    end: (facts) => {
      const digest = digests.get(bundleNames.plan);
      if (facts.opened !== null && digest !== undefined && digest !== facts.opened.event.planSha256) findings.add('R-PLAN-01', { event: facts.opened.seq, file: bundleNames.plan }, 'The SHA-256 of the file is not the one in the first event.');
      if (plan === null) return;
      followsPlan(context, plan, facts);
      names(context, plan);
    },
  };
};
