/** Decides whether what was read from a carrier is the share that is meant, and says by name what else it is. It must never accept a share that no commitment names. */
import { wipe } from '../bytes/bytes.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { refusal, RefusalError } from '../refusals/refusal.ts';
import { opens } from './commitment.ts';
import { decodeShare, encodeShare, showSetId } from './share-format.ts';
import type { Commitment, Share } from './types.ts';

export interface Expectation {
  /** The set in force. */
  readonly set: string;
  /** One a share of that set, from the record. */
  readonly commitments: readonly Commitment[];
  /** Sets of this ceremony that were abandoned. */
  readonly voidSets: readonly string[];
  /** Indices that were accepted before in this act. */
  readonly alreadyRead: readonly number[];
  /** Whose turn it is; left out where any share of the set will do. */
  readonly expectedIndex?: number;
}

export type Judgement = { readonly ok: true; readonly share: Share } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Judges `bytes`: the 50-byte record or the contents of its printed code; they stay the caller's. On success the caller owns and wipes
 * `share.value`. Refusals, in this order: `share.unreadable`, `share.other-version`, `share.damaged`, `share.void-set`, `share.other-set`,
 * `share.altered`, `share.not-yours`, `share.duplicate`.
 */
export function judgeShare(bytes: Uint8Array, against: Expectation): Judgement {
  let share: Share;
  try {
    share = decodeShare(bytes);
  } catch (error) {
    if (error instanceof RefusalError) return { ok: false, refusal: error.refusal };
    throw error;
  }
  const why = fault(share, against);
  if (why === null) return { ok: true, share };
  wipe(share.value);
  return { ok: false, refusal: why };
}

function fault(share: Share, against: Expectation): Refusal | null {
  const { set, index } = share;
  if (against.voidSets.includes(set)) return refusal('share.void-set', { set: showSetId(set), current: showSetId(against.set) });
  if (set !== against.set) return refusal('share.other-set', { set: showSetId(set), current: showSetId(against.set) });
  const commitment = against.commitments.find((one) => one.index === index);
  const record = encodeShare(share);
  // SECURITY: the commitment covers every byte, so index, threshold and count are believed only after it.
  const genuine = commitment !== undefined && opens(commitment, record);
  wipe(record);
  if (!genuine) return refusal('share.altered', { index });
  if (against.expectedIndex !== undefined && index !== against.expectedIndex) return refusal('share.not-yours', { index, expected: against.expectedIndex });
  if (against.alreadyRead.includes(index)) return refusal('share.duplicate', { index });
  return null;
}
