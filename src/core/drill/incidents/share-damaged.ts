/** Incident: a share does not read. A sheet is torn through its code; a card gives other bytes than were written. The sheet or card stays damaged however often it is read. */
import type { Incident, RecordView, Sign } from '../incident.ts';
import { nameIn } from '../names.ts';
import { stepsOf } from '../places.ts';
import { after, first, newSetSigns, ownDeviationSigns } from '../signs.ts';

function signs(view: RecordView): readonly Sign[] {
  switch (view.step.kind) {
    case 'share-reading':
      return newSetSigns(view);
    case 'share-check': {
      const recorded = first(view.since, 'share.checked', (event) => event.result === 'damaged' && event.index === view.step.subject?.share);
      return [{ what: 'the share was recorded as damaged', seen: recorded }, { what: 'the result was read aloud and attested', seen: first(after(view.since, recorded), 'step.confirmed', (event) => event.step === 'check-result') }];
    }
    default: {
      const [recorded, accepted] = ownDeviationSigns(view, 'it was recorded as a deviation');
      const other = first(after(view.since, recorded.seen), 'share.presented');
      return [recorded, accepted, { what: 'another custodian presented a share', seen: other }];
    }
  }
}

export const shareDamaged: Incident = {
  id: 'share-damaged',
  title: 'A share does not read',
  readAloud: (plan, step) => `${step.kind === 'quorum' ? 'The first custodian' : nameIn(plan, step.actors[0] ?? '')} opens the bag. The sheet is torn through the middle of its code, or the card answers with something that is no share. It does not read, however often it is tried.`,
  atTable: 'Print the sheet once more from the rehearsal\'s room folder, tear it through the code, and exchange it for the whole one. For a card: hand over an empty one.',
  atWindow: () => ({ how: 'real', sentence: 'What is read of this share is altered as it is read, at every try and on every way: file, camera, typed, card.' }),
  rightHandling: [
    'The share is tried twice, calmly; nobody repairs a sheet or types what cannot be read.',
    'When it was just made: two people declare the whole set void, what exists of it is destroyed, and a new set is made over the same keys.',
    'At the yearly check: it is recorded as damaged, and a reshare is planned.',
    'At a quorum: it is a deviation, another custodian presents, and a reshare is planned.',
  ],
  question: 'How many more shares may be lost before the keys are, and by when is the new set made?',
  places: (_plan, script) => stepsOf(script, ['share-check', 'quorum', 'share-reading'], 'no share is read in it.'),
  ends: () => false,
  signs,
};
