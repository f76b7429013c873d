/** Injects another bag than the one that was noted: scripted people say what stands on it. */
import { OTHER_BAG } from '../../../core/drill/incidents/tampered-bag.ts';
import { recordDeviation } from '../acts.ts';
import type { Injection, Scene } from '../injection.ts';

export function injectTamperedBag(scene: Scene): Injection {
  let noted = false;
  return {
    arrive(snapshot) {
      if (snapshot.step.id === scene.step.id) scene.strike();
    },
    expects: () => false,
    react(moment) {
      const { snapshot, handlers } = moment;
      if (!scene.struck() || snapshot.step.id !== scene.step.id) return null;
      const { step } = snapshot;
      // The people say what they see; that it is a mismatch the record finds out by itself.
      if (step.kind === 'share-check') return step.read !== null && step.result === null ? () => handlers['check:record']({ result: 'readable', bag: OTHER_BAG, note: 'the bag is another one and its seal was closed' }) : null;
      if (noted) return null;
      noted = true;
      return recordDeviation(moment, `The first custodian's share lies in ${OTHER_BAG}, which is not the one that was noted.`, 'It is used, since it is judged by its commitment; the bag is kept, and a new set is made soon.');
    },
  };
}
