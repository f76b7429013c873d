/** What a rule of the machine answers: changes to the state, or why not. */
import type { RefusalCode } from '../../refusals/codes.ts';
import { refusal } from '../../refusals/refusal.ts';
import type { Refusal } from '../../refusals/refusal.ts';
import type { CeremonyState } from '../state.ts';

/** What must now be done outside the machine; its result comes back as further events. */
export type Effect =
  | { readonly type: 'prepare-token'; readonly token: 'primary' | 'spare' }
  | { readonly type: 'generate-key'; readonly key: string; readonly id: string }
  | { readonly type: 'make-backup'; readonly set: string }
  | { readonly type: 'run-proof'; readonly set: string; readonly shares: readonly number[] };

export type Outcome = { readonly ok: true; readonly state: CeremonyState; readonly effects: readonly Effect[] } | { readonly ok: false; readonly refusal: Refusal };

export function accept(state: CeremonyState, ...effects: readonly Effect[]): Outcome {
  return { ok: true, state, effects };
}

export function refuse(code: RefusalCode, detail?: Refusal['detail']): Outcome {
  return { ok: false, refusal: refusal(code, detail) };
}
