/** Incident: a custodian does not come. Where the plan can do without, the absence is a deviation; where it cannot, two people end the ceremony. Both are right, each in its plan. */
import { backupOf, oldSetsOf, officerPinHolders } from '../../../core/plan/parts.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { nextAct } from '../../rehearsal/scripted-people.ts';
import { abandon, nameIn, pauseAndAbandon } from '../acts.ts';
import type { Incident, Injection, Moment, Next, RecordView, Scene, Sign } from '../incident.ts';
import { stepsOf } from '../places.ts';
import { abandonedSign, after, deviationSigns, first } from '../signs.ts';

/** Whom the machine does not let go missing: holders of PIN halves, of other roles, and of shares that are made. */
function isNeeded(plan: Plan, id: string): boolean {
  const roles = plan.participants.find((p) => p.id === id)?.roles ?? [];
  const makes = (backupOf(plan)?.shares ?? []).map((s) => s.custodian);
  return roles.some((role) => role !== 'custodian') || [...plan.pins.user, ...officerPinHolders(plan), ...makes].includes(id);
}

/** Somebody the plan can do without, if there is one who brings a share; else the last custodian of the list. */
function missing(plan: Plan): string | null {
  const custodians = plan.participants.filter((p) => p.roles.includes('custodian')).map((p) => p.id);
  const bringing = oldSetsOf(plan).flatMap((set) => set.shares.map((s) => s.custodian));
  const spared = custodians.filter((id) => !isNeeded(plan, id));
  return spared.findLast((id) => bringing.includes(id)) ?? spared.at(-1) ?? custodians.at(-1) ?? null;
}

function inject(scene: Scene): Injection {
  const who = missing(scene.plan) ?? '';
  const name = nameIn(scene.plan, who);
  const reason = `${name} has not come and cannot be reached`;

  const atAttendance = (moment: Moment): Next | null => {
    const { snapshot, handlers } = moment;
    const person = snapshot.people.find((p) => p.id === who);
    if (person === undefined || person.absent) return null;
    // The others register first: it takes two to end a ceremony.
    if (snapshot.people.some((p) => p.id !== who && !p.registered && !p.absent)) return null;
    if (!isNeeded(scene.plan, who)) return () => handlers['participant:absent']({ participant: who, by: snapshot.acceptors[0] ?? '', reason: 'did not come and cannot be reached.' });
    return pauseAndAbandon(moment, reason);
  };

  return {
    arrive(snapshot) {
      if (snapshot.step.id === scene.step.id) scene.strike();
    },
    see: (snapshot) => (snapshot.step.id === scene.step.id && snapshot.people.some((p) => p.id === who && !p.absent) ? { ...snapshot, people: snapshot.people.filter((p) => p.id !== who) } : snapshot),
    expects: () => false,
    react(moment) {
      const { snapshot, handlers, room } = moment;
      if (!scene.struck()) return null;
      if (snapshot.step.id === scene.step.id) return atAttendance(moment);
      // Nobody can hand over what they did not bring: it is not destroyed, and that is what is recorded.
      if (snapshot.step.kind === 'share-destroying') {
        const next = snapshot.step.items.find((item) => item.result === null);
        const isTheirs = next !== undefined && next.custodian === who && next.index > 0;
        return isTheirs && !snapshot.step.confirmable ? () => handlers['share:account']({ index: next.index, result: 'not-destroyed', how: `${name} did not come and still has it; it is collected` }) : null;
      }
      if (snapshot.step.kind === 'quorum' && nextAct(snapshot, handlers, room) === null) return abandon(moment, `${reason}; without them there is no quorum`);
      return null;
    },
  };
}

function signs(view: RecordView): readonly Sign[] {
  const absent = first(view.since, 'participant.absent');
  if (absent === null) return [{ what: 'the ceremony was paused', seen: first(view.since, 'ceremony.paused') }, abandonedSign(view)];
  return [{ what: 'the absence was recorded by somebody else', seen: absent }, ...deviationSigns(after(view.since, absent), 'it is a deviation', (event) => event.automatic)];
}

export const custodianMissing: Incident = {
  id: 'custodian-missing',
  title: 'A custodian does not come',
  readAloud: (plan) => `It is twenty minutes past the hour. ${nameIn(plan, missing(plan) ?? '')} has not come, does not answer the telephone, and nobody knows why.`,
  atTable: 'Take the person aside before the ceremony begins and ask them to stay outside, out of reach. Nobody else is told.',
  rightHandling: [
    'Nobody registers for the missing person, and nobody else takes their share.',
    'Where the ceremony can do without: somebody else records the absence, and the security officer or the auditor accepts the deviation.',
    'Where it cannot (all shares are made, or the person holds half of a PIN): the ceremony is paused, and two people abandon it. Another day is found.',
  ],
  question: 'Who would have noticed first, whom would they have called, and who may decide that the ceremony goes on without?',
  places: (plan, script) => (missing(plan) === null ? { why: 'no custodian takes part in it.' } : stepsOf(script, ['attendance'], 'nobody registers in it.')),
  ends: (plan) => isNeeded(plan, missing(plan) ?? ''),
  inject,
  signs,
};
