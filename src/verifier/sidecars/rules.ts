/** Rules about the files under sidecars/ (docs/formats/sidecars.md), gathered with all others in rules.ts. An id, once published, never changes its meaning. */
import { error, warning } from '../rule.ts';
import type { Rule } from '../rule.ts';

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

  'R-STAMP-01': error('A timestamp is a TimeStampResp that was granted, or a token, of RFC 3161, in DER and within the documented form.', remove),
  'R-STAMP-02': error('A timestamp is over the SHA-256, SHA-384 or SHA-512 of the payload of this statement.', `It is the timestamp of something else. ${remove}`),
  'R-STAMP-03': error('The signed attributes of a timestamp cover its content and name the certificate of its signer, and the signature is valid under that certificate.', `Nobody vouches for the time. ${remove}`),
  'R-STAMP-04': error('Where roots are pinned, the certificate that signed the timestamp leads to one of them, and every certificate on the way was valid at the time of the timestamp.', `Nobody you trust vouches for the time. ${remove}`),
  'R-STAMP-05': error('The certificate that signed the timestamp is for time stamping, and for nothing else, as a critical extension says.', `The certificate was not made for this. ${remove}`),
  'R-STAMP-06': warning('A timestamp is made after the ceremony ended.', 'A clock was wrong, most likely that of the ceremony: the statement existed at the time of the timestamp.'),

  'R-LOG-01': error('A log entry has the documented form.', remove),
  'R-LOG-02': error('The inclusion proof of a log entry leads from its body to the root hash (RFC 6962).', `It is not shown that the entry is in the log. ${remove}`),
  'R-LOG-03': error('The checkpoint of a log entry is one, and has the size and the root hash of the proof.', `It is not shown that the entry is in the log. ${remove}`),
  'R-LOG-04': error('A log entry is about this statement: dsse of its payload, or hashedrekord of the payload or of the bytes that were signed.', `It is the entry of something else. ${remove}`),
  'R-LOG-05': error('Where keys of logs are pinned, the checkpoint is signed with one of them.', `No log that you trust vouches for the entry. ${remove}`),
  'R-LOG-06': error('Where keys of logs are pinned and an entry has a signed time, it is signed with one of them.', `No log that you trust vouches for the time. ${remove}`),

  'R-TRUST-04': error('At least the pinned number of different pinned officers accepted the record.', 'Too few of the officers you trust have accepted this. Ask whether it was reviewed.'),
  'R-TRUST-05': error('No pinned officer refused the record.', 'An officer you trust has refused this. Read the reasons, and do not rely on it before they are settled.'),
} as const satisfies Readonly<Record<string, Rule>>;
