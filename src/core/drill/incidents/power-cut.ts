/** Incident: the power fails. The application is gone without a word, in the middle of an act where there is one; the ceremony's file is opened again. */
import type { Incident, RecordView, Sign } from '../incident.ts';
import { stepsOf } from '../places.ts';
import { after, deviationSigns, first } from '../signs.ts';
import { deviceAct, devicePlaces } from './device-acts.ts';

function signs(view: RecordView): readonly Sign[] {
  const resumed = first(view.since, 'ceremony.resumed');
  const later = after(view.since, resumed);
  const [noted, accepted] = deviationSigns(later, 'the interruption is a deviation', (event) => event.automatic);
  const absent = new Set(view.entries.flatMap(({ event }) => (event.type === 'participant.absent' ? [event.participant] : [])));
  const back = new Set<string>();
  const last = later.find(({ event }) => event.type === 'participant.registered' && back.add(event.participant).size === view.plan.participants.length - absent.size) ?? null;
  const goesOn = after(later, noted.seen).find(({ event }) => event.type === 'step.confirmed' || event.type === 'ceremony.closed' || event.type === deviceAct(view.step)?.done) ?? null;
  return [
    { what: 'the ceremony was opened again from its file', seen: resumed },
    noted,
    { what: 'everybody registered again', seen: last },
    accepted,
    { what: 'the ceremony went on', seen: goesOn },
  ];
}

export const powerCut: Incident = {
  id: 'power-cut',
  title: 'The power fails',
  readAloud: (_plan, step) => `The light goes out, and the computer with it, in the step "${step.title}". After a minute the power is back.`,
  atTable: 'Take the computer off its power, or end the application\'s process, while the screen says that it is working. Then start it again.',
  atWindow: () => ({ how: 'told', sentence: 'Take the computer off its power, or end the application, while the screen says that it is working. Then start it again.' }),
  rightHandling: [
    'Everybody stays in the room and in sight while it is dark; sheets, cards and bags stay where they are seen.',
    'The ceremony is opened again from its file; it goes on in the same step. Nobody begins a new one.',
    'Everybody registers again, the PIN holders unlock the HSM, and the deviation that the application noted is accepted.',
    'A share set that was not finished is void; what was printed of it is destroyed.',
  ],
  question: 'What could have left the room while it was dark, and who can say that it did not?',
  places: (plan, script) => {
    const busy = devicePlaces(plan, script);
    const calm = stepsOf(script, ['share-check', 'quorum', 'target', 'set-void', 'share-destroying', 'key-states', 'root-succession', 'hsm-check'], 'nothing is under way in it that a power cut could interrupt.');
    if ('why' in busy) return calm;
    return 'why' in calm ? busy : { steps: [...busy.steps, ...calm.steps] };
  },
  ends: () => false,
  signs,
};
