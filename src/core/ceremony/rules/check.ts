/** Rules of the yearly check: one result a share, and a bag that is not the one noted is never "readable". */
import type { EventOf } from '../events.ts';
import { standingSet } from '../scope.ts';
import { currentStep } from '../script.ts';
import type { CeremonyState } from '../state.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** A bag number as people write it: case and spaces do not matter, and neither does the word before it. */
export function sameBag(noted: string, seen: string): boolean {
  const plain = (text: string): string => text.toUpperCase().replace(/^\s*BAG\b/, '').replace(/[^A-Z0-9]/g, '');
  return plain(noted) === plain(seen);
}

export function shareChecked(state: CeremonyState, event: EventOf<'share.checked'>): Outcome {
  const step = currentStep(state);
  if (step.kind !== 'share-check' || step.subject?.share !== event.index || step.subject.set !== event.set) return refuse('ceremony.wrong-step', { step: step.title });
  if (state.checks[event.index] !== undefined) return refuse('ceremony.share-read-twice');
  const noted = standingSet(state, event.set)?.custodians.find((c) => c.index === event.index);
  if (noted === undefined) return refuse('ceremony.share-unknown');
  const readable = event.result === 'readable' || event.result === 'bag-mismatch';
  // Only a share that was read by its commitment has a source; the others have a note of what was seen.
  if (readable !== (event.from !== undefined) || (!readable && event.note === undefined)) return refuse('ceremony.evidence-mismatch');
  const bagDiffers = noted.bag !== null && (event.bag === null || !sameBag(noted.bag, event.bag));
  // A share that is on a card is there only where it was read from that card, and one on paper never comes from a card.
  if (readable && (noted.carrier === 'smartcard') !== (event.from === 'smartcard')) return refuse('ceremony.evidence-mismatch');
  const cardDiffers = noted.card !== null && event.card?.serial !== noted.card;
  if (readable && (event.result === 'bag-mismatch') !== (bagDiffers || cardDiffers)) return refuse('ceremony.bag-mismatch');
  return accept({ ...state, checks: { ...state.checks, [event.index]: event } });
}
