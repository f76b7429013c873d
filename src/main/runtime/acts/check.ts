/** The act of the yearly check: what a share was found to be is recorded, once. */
import { sameBag } from '../../../core/ceremony/rules/check.ts';
import { standingSet } from '../../../core/ceremony/scope.ts';
import { currentStep } from '../../../core/ceremony/script.ts';
import type { CheckResult } from '../../../core/ceremony/events.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import type { RequestOf } from '../../../contract/table.ts';
import type { Session } from '../session.ts';

/** "Readable" needs a share that was read just now; whether bag and card are the ones noted, the record decides and not the person. */
export function recordCheck(session: Session, request: RequestOf<'check:record'>): void {
  const { state } = session.recorder;
  const step = currentStep(state);
  const set = standingSet(state, step.subject?.set ?? '');
  const index = step.subject?.share;
  if (step.kind !== 'share-check' || set === null || index === undefined) throw new RefusalError('ceremony.wrong-step', { step: step.title });
  const bag = request.bag === null || request.bag.trim() === '' ? null : request.bag.trim();
  const note = request.note === undefined || request.note.trim() === '' ? {} : { note: request.note.trim() };
  const about = { type: 'share.checked', set: set.id, index, bag } as const;
  if (request.result !== 'readable') {
    session.recorder.append({ ...about, result: request.result, ...note });
  } else {
    const seen = session.seen?.index === index ? session.seen : null;
    if (seen === null) throw new RefusalError('ceremony.share-not-seen');
    const noted = set.custodians.find((c) => c.index === index);
    const bagFits = noted?.bag == null || (bag !== null && sameBag(noted.bag, bag));
    const cardFits = noted?.card == null || seen.card === null || seen.card.serial === noted.card;
    const result: CheckResult = bagFits && cardFits ? 'readable' : 'bag-mismatch';
    session.recorder.append({ ...about, result, from: seen.from, ...(seen.card === null ? {} : { card: seen.card }), ...note });
  }
  session.seen = null;
}
