/** Rules of a delivery: only under the public key that the plan names, and only of the key that the plan names. */
import type { EventOf } from '../events.ts';
import type { CeremonyState } from '../state.ts';
import { requireStep } from './hsm.ts';
import { accept, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export function importTarget(state: CeremonyState, event: EventOf<'target.imported'>): Outcome {
  const wrong = requireStep(state, 'target');
  if (wrong) return wrong;
  const { plan } = state;
  if (plan.ceremony !== 'transfer' || !('publicKey' in plan.target)) return refuse('ceremony.other-plan');
  if (plan.target.kind !== event.kind || plan.target.publicKey !== event.spkiSha256) return refuse('transfer.other-key');
  return accept({ ...state, target: event });
}

export function delivered(state: CeremonyState, event: EventOf<'key.delivered'>): Outcome {
  const wrong = requireStep(state, 'delivery', event.key);
  if (wrong) return wrong;
  const { plan } = state;
  if (plan.ceremony !== 'transfer' || plan.target.kind !== event.target) return refuse('ceremony.other-plan');
  if (event.spkiSha256 !== (state.target?.spkiSha256 ?? '') || event.files.length === 0) return refuse('ceremony.evidence-mismatch');
  return accept({ ...state, delivered: event });
}
