/** Rules about the files under sidecars/ (docs/formats/sidecars.md), gathered with all others in rules.ts. An id, once published, never changes its meaning. */
import type { Rule } from '../rules.ts';

const error = (must: string, means: string): Rule => ({ severity: 'error', must, means });
const warning = (must: string, means: string): Rule => ({ severity: 'warning', must, means });

const remove = 'Do not rely on this file, and remove it from sidecars/. The statement itself is untouched.';

export const sidecarRules = {
  'R-SIDE-01': error('The name of each file under sidecars/ has the first 16 digits of the SHA-256 of its bytes.', remove),
  'R-SIDE-02': error('At most 64 files are under sidecars/.', 'Those beyond were not judged. Remove what does not belong there; the statement itself is untouched.'),

  'R-SIGNOFF-01': error('A sign-off is a DSSE envelope with one signature over a sign-off statement, both of the documented form.', remove),
  'R-SIGNOFF-02': error('A sign-off holds a key with the SHA-256 that it gives, and its signature is valid under it.', `Nobody signed this off. ${remove}`),
  'R-SIGNOFF-03': error('A sign-off is of this statement: same payload, ceremony and transcript.', `It is the sign-off of another record. ${remove}`),
  'R-SIGNOFF-04': error('An officer who signs off took no part in the ceremony: no signer and no participant of the plan has the name or the key.', `Nobody judges their own work. ${remove}`),
  'R-SIGNOFF-05': error('An acceptance holds an endorsement, which is valid under the officer\'s key over the statement of the ceremony, and a refusal holds none.', `The decision is not what the officer signed. ${remove}`),
  'R-SIGNOFF-06': warning('No officer has refused the record.', 'Read the reasons before you rely on this ceremony, and ask what was done about them.'),
  'R-SIGNOFF-07': warning('Each officer signs off once.', 'Read every sign-off of this officer. Where one of them is a refusal, the refusal counts.'),
  'R-SIGNOFF-08': warning('An officer who accepts had seen every warning that the verifier gives of the ceremony.', 'The officer decided without this warning, perhaps with an older verifier. Decide yourself, or ask them.'),
  'R-SIGNOFF-09': warning('A sign-off is made after the ceremony ended.', 'A clock was wrong, the one of the ceremony or the officer\'s. Ask when the decision was made.'),

  'R-TRUST-04': error('At least the pinned number of different pinned officers accepted the record.', 'Too few of the officers you trust have accepted this. Ask whether it was reviewed.'),
  'R-TRUST-05': error('No pinned officer refused the record.', 'An officer you trust has refused this. Read the reasons, and do not rely on it before they are settled.'),
} as const satisfies Readonly<Record<string, Rule>>;
