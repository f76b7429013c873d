/** Where a share lies on a smartcard. */
import type { OldShare, PlanShare } from '../../core/plan/schema.ts';
import type { TokenAddress } from '../../core/ports/hsm.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';

/** The address of a share's smartcard. RefusalError `ceremony.share-unknown` where the plan has it on paper. */
export function cardOf(planned: PlanShare | OldShare): TokenAddress {
  if (planned.carrier !== 'smartcard') throw new RefusalError('ceremony.share-unknown');
  return { module: planned.card.module, label: planned.card.label };
}

/** Label of the data object that holds a share on a card: set and index, so that a card can hold shares of several sets. */
export function cardObjectLabel(set: string, index: number): string {
  return `keyrite-share-${set}-${String(index)}`;
}
