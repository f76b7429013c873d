/** The state in which a verified record ends: what devices reported last, what checks found, which deviations there were. Folds the record once and keeps no entry. */
import { newCeremony } from '../../core/ceremony/script.ts';
import type { CeremonyState } from '../../core/ceremony/state.ts';
import { transition } from '../../core/ceremony/transition.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';

/** RefusalError `transcript.changed-meanwhile` as `entries()` throws it, and where an entry does not follow by the rules: a verified record cannot do that. */
export async function recordEnd(verified: Pick<VerifiedTranscript, 'plan' | 'inherited' | 'entries'>): Promise<CeremonyState> {
  let state = newCeremony(verified.plan, verified.inherited);
  for await (const { event } of verified.entries()) {
    const outcome = transition(state, event);
    if (!outcome.ok) throw new RefusalError('transcript.changed-meanwhile', undefined, { cause: outcome.refusal });
    state = outcome.state;
  }
  return state;
}
