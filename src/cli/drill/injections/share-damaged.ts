/** Injects a share that does not read: its sheet is torn through the code, or its card gives other bytes, at every try. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../../core/bytes/digest.ts';
import type { DeskPorts } from '../../../main/runtime/ports.ts';
import { nextAct } from '../../rehearsal/scripted-people.ts';
import { abandon, declareVoid, recordDeviation } from '../acts.ts';
import type { Injection, Moment, Next, Scene } from '../injection.ts';
import { tearSheet } from '../torn-sheet.ts';

/** The share whose turn it is: the step's own, or that of the next custodian of a quorum. */
function turn({ step, people }: Moment['snapshot']): number {
  if (step.kind === 'share-reading' || step.kind === 'share-check') return step.share.index;
  if (step.kind !== 'quorum') return 0;
  const there = (id: string): boolean => people.some((p) => p.id === id && p.registered);
  return step.expected.find((s) => there(s.custodian) && !step.presented.some((p) => p.index === s.index || p.participant === s.custodian))?.index ?? 0;
}

export function injectShareDamaged(scene: Scene): Injection {
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
