/** What a check of shares can find, and what is done about each: the rule that is read aloud at the check, as data (PCI PIN security practice: a tampered bag means a new set). The window and the printed result say the same. */
import type { CheckResult } from '../../core/ceremony/events.ts';

export const checkRules: Readonly<Record<CheckResult, { readonly found: string; readonly rule: string }>> = {
  readable: { found: 'readable', rule: 'Nothing. It goes back into its bag, and the bag number is noted.' },
  missing: { found: 'MISSING', rule: 'Find it within five working days. If it is not found, the set counts as exposed: plan a reshare.' },
  damaged: { found: 'DAMAGED', rule: 'Plan a reshare now; until then the quorum must be met without it. Keep the damaged share locked away.' },
  'bag-mismatch': { found: 'BAG DIFFERS', rule: 'Treat the share as seen by others: plan a reshare now, and look into who had access.' },
};
