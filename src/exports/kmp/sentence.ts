/** How a sentence of a key management plan is put together with its evidence. A sentence without evidence cannot be made. */
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import type { GatheredRecord } from '../common/gather.ts';
import { visible } from '../common/text.ts';
import type { KmpEvidence, KmpSentence } from './types.ts';

export interface KmpSource {
  readonly verified: VerifiedTranscript;
  readonly record: GatheredRecord;
}

export const entry = (seq: number): KmpEvidence => ({ kind: 'entry', seq });
export const statement = (field: string): KmpEvidence => ({ kind: 'statement', field });
export const plan = (field: string): KmpEvidence => ({ kind: 'plan', field });
export const page = (file: string): KmpEvidence => ({ kind: 'page', file });

export function say(text: string, first: KmpEvidence, ...more: readonly KmpEvidence[]): KmpSentence {
  return { text: visible(text), evidence: [first, ...more] };
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? 'nobody') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

/** The name of a participant; of somebody of an earlier ceremony who is not in this plan, the id. */
export function personOf({ verified }: KmpSource, id: string): string {
  return verified.plan.participants.find((p) => p.id === id)?.name ?? id;
}

export function people(source: KmpSource, ids: readonly string[]): string {
  return listed(ids.map((id) => personOf(source, id)));
}

/** Who confirmed a step, each with a key of their own, and the numbers of those entries. */
export function confirmers(source: KmpSource, step: string): { readonly who: string; readonly count: number; readonly evidence: readonly KmpEvidence[] } {
  const confirmed = [...(source.record.confirmed.get(step) ?? [])];
  return { who: people(source, confirmed.map(([id]) => id)), count: confirmed.length, evidence: confirmed.map(([, seq]) => entry(seq)) };
}

export const day = (time: string | null): string => (time === null ? 'on a day that is not known' : `on ${time.slice(0, 10)}`);
