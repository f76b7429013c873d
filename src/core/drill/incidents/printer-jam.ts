/** Incident: a share sheet jams. Half of it is in the printer, where anybody may find it: printing it again makes a second copy of a secret. */
import { backupOf } from '../../plan/parts.ts';
import type { Incident } from '../incident.ts';
import { nameIn } from '../names.ts';
import { stepsOf } from '../places.ts';
import { newSetSigns } from '../signs.ts';

export const printerJam: Incident = {
  id: 'printer-jam',
  title: 'A share sheet jams in the printer',
  readAloud: (plan, step) => `The printer stops half-way through the sheet of ${nameIn(plan, step.actors[0] ?? '')} and reports a paper jam. A corner of the sheet looks out of the tray; the rest is inside.`,
  atTable: 'Open the printer\'s cover while the sheet is drawn in.',
  atWindow: () => ({ how: 'real', sentence: 'The printer refuses the sheet as one that jams does, once. Hold up a torn sheet of paper: half of it is in the printer.' }),
  rightHandling: [
    'Nobody prints the sheet a second time. The printer is opened in front of everybody, and every scrap is collected.',
    'Two people declare the set void; what was printed or written of it is destroyed in front of the witness.',
    'A new set is made over the same keys, and every share of it is read back.',
    'The printer\'s memory is dealt with as the room and kit list says.',
  ],
  question: 'Where do the scraps and the printer go, and who saw the shredder work?',
  places: (plan, script) => {
    const printed = script.filter((step) => step.kind === 'share-writing' && backupOf(plan)?.shares[(step.subject?.share ?? 0) - 1]?.carrier === 'paper');
    // The second sheet rather than the first: then one that is printed already is void too.
    const ordered = printed.length < 2 ? printed : [printed[1]!, printed[0]!, ...printed.slice(2)];
    return stepsOf(ordered, ['share-writing'], 'no share is printed in it.');
  },
  ends: () => false,
  signs: newSetSigns,
};
