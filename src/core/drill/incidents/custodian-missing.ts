/** Incident: a custodian does not come. Where the plan can do without, the absence is a deviation; where it cannot, two people end the ceremony. Both are right, each in its plan. */
import { backupOf, oldSetsOf, officerPinHolders } from '../../plan/parts.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Incident, RecordView, Sign } from '../incident.ts';
import { nameIn } from '../names.ts';
import { stepsOf } from '../places.ts';
import { abandonedSign, after, deviationSigns, first } from '../signs.ts';

/** Whom the machine does not let go missing: holders of PIN halves, of other roles, and of shares that are made. */
export function isNeeded(plan: Plan, id: string): boolean {
  const roles = plan.participants.find((p) => p.id === id)?.roles ?? [];
  const makes = (backupOf(plan)?.shares ?? []).map((s) => s.custodian);
  return roles.some((role) => role !== 'custodian') || [...plan.pins.user, ...officerPinHolders(plan), ...makes].includes(id);
}

/** Somebody the plan can do without, if there is one who brings a share; else the last custodian of the list. */
export function missingIn(plan: Plan): string | null {
  const custodians = plan.participants.filter((p) => p.roles.includes('custodian')).map((p) => p.id);
  const bringing = oldSetsOf(plan).flatMap((set) => set.shares.map((s) => s.custodian));
  const spared = custodians.filter((id) => !isNeeded(plan, id));
  return spared.findLast((id) => bringing.includes(id)) ?? spared.at(-1) ?? custodians.at(-1) ?? null;
}

function signs(view: RecordView): readonly Sign[] {
  const absent = first(view.since, 'participant.absent');
  if (absent === null) return [{ what: 'the ceremony was paused', seen: first(view.since, 'ceremony.paused') }, abandonedSign(view)];
  return [{ what: 'the absence was recorded by somebody else', seen: absent }, ...deviationSigns(after(view.since, absent), 'it is a deviation', (event) => event.automatic)];
}

export const custodianMissing: Incident = {
  id: 'custodian-missing',
  title: 'A custodian does not come',
  readAloud: (plan) => `It is twenty minutes past the hour. ${nameIn(plan, missingIn(plan) ?? '')} has not come, does not answer the telephone, and nobody knows why.`,
  atTable: 'Take the person aside before the ceremony begins and ask them to stay outside, out of reach. Nobody else is told.',
  atWindow: (plan) => ({ how: 'told', sentence: `Ask ${nameIn(plan, missingIn(plan) ?? '')} to stay outside, out of reach. Nobody else is told, and nobody registers for them.` }),
  rightHandling: [
    'Nobody registers for the missing person, and nobody else takes their share.',
    'Where the ceremony can do without: somebody else records the absence, and the security officer or the auditor accepts the deviation.',
    'Where it cannot (all shares are made, or the person holds half of a PIN): the ceremony is paused, and two people abandon it. Another day is found.',
  ],
  question: 'Who would have noticed first, whom would they have called, and who may decide that the ceremony goes on without?',
  places: (plan, script) => (missingIn(plan) === null ? { why: 'no custodian takes part in it.' } : stepsOf(script, ['attendance'], 'nobody registers in it.')),
  ends: (plan) => isNeeded(plan, missingIn(plan) ?? ''),
  signs,
};
