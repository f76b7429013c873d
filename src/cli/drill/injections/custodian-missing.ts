/** Injects that a custodian does not come, and lets scripted people handle it: somebody is not there to register. */
import { missingIn, isNeeded } from '../../../core/drill/incidents/custodian-missing.ts';
import { nameIn } from '../../../core/drill/names.ts';
import { nextAct } from '../../rehearsal/scripted-people.ts';
import { abandon, pauseAndAbandon } from '../acts.ts';
import type { Injection, Moment, Next, Scene } from '../injection.ts';

export function injectCustodianMissing(scene: Scene): Injection {
  const who = missingIn(scene.plan) ?? '';
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
