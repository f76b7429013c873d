/** Incident: the tamper bag is not the one that was noted. The share in it reads; whether somebody has copied it nobody can tell. */
import type { Incident, RecordView, Sign } from '../incident.ts';
import { nameIn } from '../names.ts';
import { stepsOf } from '../places.ts';
import { after, first, ownDeviationSigns } from '../signs.ts';

/** What stands on the bag that is on the table. */
export const OTHER_BAG = 'bag X-7731';

function signs(view: RecordView): readonly Sign[] {
  if (view.step.kind !== 'share-check') return ownDeviationSigns(view, 'the other bag was recorded as a deviation');
  const recorded = first(view.since, 'share.checked', (event) => event.result === 'bag-mismatch' && event.index === view.step.subject?.share);
  return [
    { what: 'the bag was recorded as not the one noted', seen: recorded },
    { what: 'the result was read aloud and attested', seen: first(after(view.since, recorded), 'step.confirmed', (event) => event.step === 'check-result') },
  ];
}

export const tamperedBag: Incident = {
  id: 'tampered-bag',
  title: 'A tamper bag is not the one that was noted',
  readAloud: (plan, step) => `${step.kind === 'quorum' ? 'The first custodian' : nameIn(plan, step.actors[0] ?? '')} lays the bag on the table. It is closed and looks whole. The number on it is ${OTHER_BAG}.`,
  atTable: 'Before the ceremony move the custodian\'s share into a bag with another number.',
  atWindow: () => ({ how: 'told', sentence: `Lay a bag with the number ${OTHER_BAG} over the custodian\'s own. Whatever is read from it counts as its number.` }),
  rightHandling: [
    'The number is read from the bag and compared with the one noted; it is not taken on trust.',
    'At the yearly check: what stands on the bag is entered, and the record calls it a mismatch. A new set is planned (PCI practice: a tampered bag means a new set).',
    'At a quorum: it is a deviation that the security officer or the auditor accepts; the share is judged by its commitment and may be used. A new set is planned.',
    'The bag and its seal are kept as evidence.',
  ],
  question: 'Who could have opened the bag since it was sealed, and what else was within their reach?',
  places: (_plan, script) => stepsOf(script, ['share-check', 'quorum'], 'no bag is opened in it.'),
  ends: () => false,
  signs,
};
