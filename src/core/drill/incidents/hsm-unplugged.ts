/** Incident: the HSM is unplugged in the middle of an act. It has done what it was asked, and the answer is lost: the hardest moment. */
import type { Incident, RecordView, Sign } from '../incident.ts';
import { after, first, ownDeviationSigns } from '../signs.ts';
import { deviceAct, devicePlaces } from './device-acts.ts';

function signs(view: RecordView): readonly Sign[] {
  const failed = first(view.since, 'step.failed', (event) => event.step === view.step.id);
  const locked = first(after(view.since, failed), 'hsm.locked', (event) => event.why === 'device');
  const unlocked = first(after(view.since, locked), 'hsm.unlocked', (event) => new Set(event.by).size === 2);
  const done = deviceAct(view.step)?.done;
  const key = view.step.subject?.key;
  const completed = after(view.since, failed).find(({ event }) => event.type === done && (key === undefined || !('key' in event) || event.key === key)) ?? null;
  return [
    { what: 'the failed act is in the record', seen: failed },
    { what: 'the device counted as locked', seen: locked },
    ...ownDeviationSigns(view, 'it was recorded as a deviation'),
    { what: 'both holders of the PIN unlocked it again', seen: unlocked },
    { what: 'the act was completed, from what the device really held', seen: completed },
  ];
}

export const hsmUnplugged: Incident = {
  id: 'hsm-unplugged',
  title: 'The HSM is unplugged in the middle of an act',
  readAloud: (_plan, step) => `Somebody catches the cable with a foot. The lamp on the HSM goes out while it is busy with "${step.title}". Nobody knows how far it had got.`,
  atTable: 'Pull the cable of the HSM (or end its soft token\'s process) while the screen says that it is working.',
  atWindow: () => ({ how: 'real', sentence: 'The HSM is cut off for this application: whatever is asked of it is answered as by a device that is gone, until the facilitator plugs it in again.' }),
  rightHandling: [
    'Nobody repeats the act by hand, with another program, or on another device.',
    'It is recorded as a deviation, which the security officer or the auditor accepts.',
    'The device is connected again, and both holders of its PIN unlock it. Record and device are compared before anything goes on.',
    'The act is completed: what was made already is adopted, nothing is made twice.',
  ],
  question: 'How would you have known, without the comparison, whether the act had been done?',
  places: devicePlaces,
  ends: () => false,
  signs,
};
