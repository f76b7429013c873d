/** Incident: a share does not read. A sheet is torn through its code; a card gives other bytes than were written. The sheet or card stays damaged however often it is read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../../core/bytes/digest.ts';
import type { DeskPorts } from '../../../main/runtime/ports.ts';
import { nextAct } from '../../rehearsal/scripted-people.ts';
import { abandon, declareVoid, nameIn, recordDeviation } from '../acts.ts';
import type { Incident, Injection, Moment, Next, RecordView, Scene, Sign } from '../incident.ts';
import { stepsOf } from '../places.ts';
import { after, first, newSetSigns, ownDeviationSigns } from '../signs.ts';
import { tearSheet } from '../torn-sheet.ts';

/** The share whose turn it is: the step's own, or that of the next custodian of a quorum. */
function turn({ step, people }: Moment['snapshot']): number {
  if (step.kind === 'share-reading' || step.kind === 'share-check') return step.share.index;
  if (step.kind !== 'quorum') return 0;
  const there = (id: string): boolean => people.some((p) => p.id === id && p.registered);
  return step.expected.find((s) => there(s.custodian) && !step.presented.some((p) => p.index === s.index || p.participant === s.custodian))?.index ?? 0;
}

function inject(scene: Scene): Injection {
  let index = 0;
  let set = '';
  let noted = false;
  /** The damaged sheet by its digest, the damaged card by the label of its object. */
  let damaged: string | null = null;
  let torn: Promise<Uint8Array> | null = null;
  const here = (what: string): boolean => {
    if (damaged === null && scene.now() === scene.step.id) {
      damaged = what;
      scene.strike();
    }
    return damaged === what;
  };

  const ports = (real: DeskPorts): DeskPorts => ({
    ...real,
    paper: {
      ...real.paper,
      readCodes: async (file) => {
        if (!here(sha256Hex(file))) return real.paper.readCodes(file);
        torn ??= tearSheet(file).then((picture) => {
          writeFileSync(join(scene.roomFolder, 'torn-sheet.png'), picture, { mode: 0o600 });
          return picture;
        });
        return real.paper.readCodes((await torn).slice());
      },
    },
    cards: {
      ...real.cards,
      read: async (card, pin, objectLabel) => {
        const read = await real.cards.read(card, pin, objectLabel);
        if (here(`${card.label} ${objectLabel}`)) read.share[read.share.length >> 1]! ^= 0xff;
        return read;
      },
    },
  });

  const atQuorum = (moment: Moment): Next => {
    const { snapshot } = moment;
    if (snapshot.step.kind !== 'quorum') throw new RangeError('only at a quorum');
    if (!noted) {
      noted = true;
      return recordDeviation(moment, `Share ${String(index)} does not read: it is damaged.`, 'It is put back into its bag. Another custodian presents a share; a new set is made soon.');
    }
    const step = { ...snapshot.step, expected: snapshot.step.expected.filter((s) => s.index !== index) };
    return nextAct({ ...snapshot, step }, moment.handlers, moment.room) ?? abandon(moment, 'without the damaged share there is no quorum');
  };

  return {
    ports,
    arrive(snapshot) {
      if (scene.struck() || snapshot.step.id !== scene.step.id) return;
      index = turn(snapshot);
      set = 'set' in snapshot.step && snapshot.step.set !== null ? snapshot.step.set : '';
    },
    expects: (code) => code.startsWith('share.') || code.startsWith('paper.'),
    react(moment) {
      const { snapshot, handlers } = moment;
      if (!scene.struck() || snapshot.step.id !== scene.step.id) return null;
      if (snapshot.step.kind === 'quorum') return atQuorum(moment);
      if (snapshot.step.kind === 'share-check') return snapshot.step.result === null ? () => handlers['check:record']({ result: 'damaged', bag: null, note: 'it does not read, also at the second try' }) : null;
      // A share that cannot be read back was never a backup: the set goes, not only the share. The next set's is another.
      return snapshot.step.kind === 'share-reading' && snapshot.step.set === set ? declareVoid(moment, `share ${String(index)} cannot be read back`) : null;
    },
  };
}

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
  rightHandling: [
    'The share is tried twice, calmly; nobody repairs a sheet or types what cannot be read.',
    'When it was just made: two people declare the whole set void, what exists of it is destroyed, and a new set is made over the same keys.',
    'At the yearly check: it is recorded as damaged, and a reshare is planned.',
    'At a quorum: it is a deviation, another custodian presents, and a reshare is planned.',
  ],
  question: 'How many more shares may be lost before the keys are, and by when is the new set made?',
  places: (_plan, script) => stepsOf(script, ['share-check', 'quorum', 'share-reading'], 'no share is read in it.'),
  ends: () => false,
  inject,
  signs,
};
