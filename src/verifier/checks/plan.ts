/** R-PLAN, R-PLAY: what was done is what was approved. The record is replayed through the ceremony's own rules, from the plan in the bundle. */
import type { Plan } from '../../core/plan/schema.ts';
import { currentStep, newCeremony } from '../../core/ceremony/script.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import { transition } from '../../core/ceremony/transition.ts';
import { fromHex } from '../../core/bytes/bytes.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { canonicalText } from '../../core/transcript/canonical-json.ts';
import type { BundleContext, NewRecordCheck, RecordCheck } from '../check.ts';
import { standingSet } from '../record-facts.ts';
import type { RecordFacts } from '../record-facts.ts';

/** R-PLAN-03: plan and record side by side, independent of the order of events. */
function followsPlan({ findings }: BundleContext, plan: Plan, facts: RecordFacts): void {
  const { opened } = facts;
  const say = (found: string, event = opened?.seq ?? 0): void => findings.add('R-PLAN-03', { event, file: bundleNames.plan }, found);
  if (opened !== null) {
    const { ceremony, kind, title, organisation } = opened.event;
    if (canonicalText([ceremony, kind, title, organisation]) !== canonicalText([plan.id, plan.ceremony, plan.title, plan.organisation])) say('Ceremony, kind, title or organisation are not those of the plan.');
  }
  const known = new Map(plan.keys.map((k) => [k.name, k]));
  for (const [name, key] of facts.keys) {
    const planned = known.get(name);
    const made = key.generated;
    if (planned === undefined) say(`Key "${name}" is not in the plan.`, made?.seq);
    else if (made !== null) {
      const { type, purpose, attributes } = made.event.evidence;
      if (type !== planned.type || purpose !== planned.purpose) say(`Key "${name}" is a ${type} for ${purpose}; the plan says ${planned.type} for ${planned.purpose}.`, made.seq);
      if (attributes.EXTRACTABLE !== 'not-reported' && (attributes.EXTRACTABLE === 'true') !== planned.backup) say(`Key "${name}" was made extractable "${attributes.EXTRACTABLE}"; the plan says backup ${planned.backup ? 'yes' : 'no'}.`, made.seq);
    }
  }
  for (const { name } of plan.keys) if (facts.keys.get(name)?.generated == null) say(`Key "${name}" of the plan was not made.`);
  for (const [id, person] of facts.people) {
    const planned = plan.participants.find((p) => p.id === id);
    if (planned === undefined || canonicalText(planned.roles) !== canonicalText(person.event.roles)) say(`"${id}" is not in the plan with these roles.`, person.seq);
  }
  for (const { id } of plan.participants) if (!facts.people.has(id)) say(`"${id}" of the plan did not register.`);
  const set = standingSet(facts);
  if (set?.made == null) return;
  const { made } = set;
  if (made.event.threshold !== plan.backup.threshold || made.event.count !== plan.backup.shares.length) say(`${made.event.threshold} of ${made.event.count} shares were made; the plan says ${plan.backup.threshold} of ${plan.backup.shares.length}.`, made.seq);
  if (!made.event.trusted && plan.hsm.trustedWrapping === 'required') say('The plan demands a trusted wrapping key; none was used.', made.seq);
  plan.backup.shares.forEach((share, i) => {
    const written = set.written.get(i + 1);
    if (written !== undefined && (written.event.custodian !== share.custodian || written.event.carrier !== share.carrier)) say(`Share ${i + 1} is on ${written.event.carrier} with "${written.event.custodian}"; the plan says ${share.carrier} with "${share.custodian}".`, written.seq);
  });
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

/** R-PLAY: stops at the first event that is not allowed, because everything after it follows from it. */
export const replayCheck: NewRecordCheck = ({ findings, plan }): RecordCheck => {
  if (plan === null) return {};
  let state: CeremonyState | null = newCeremony(plan);
  return {
    entry: ({ seq, event }) => {
      if (state === null) return;
      const outcome = transition(state, event);
      if (!outcome.ok) findings.add('R-PLAY-01', { event: seq }, `${event.type} is not allowed here (${outcome.refusal.code}): ${outcome.refusal.sentence}`);
      state = outcome.ok ? outcome.state : null;
    },
    end: (facts) => {
      if (state === null) return;
      const step = currentStep(state);
      if (step.kind !== 'signing' || !state.recordEnded) findings.add('R-PLAY-02', { event: facts.last?.seq ?? 0 }, `At the end of the record the step "${step.title}" is not complete.`);
    },
  };
};
