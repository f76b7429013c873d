/** Compliance Finding (class 2003): what the verifier remarked, each with the requirements its rule serves; of a record without remarks, one that passes. */
import { requirements, servedBy } from '../../core/requirements/requirements.ts';
import type { Requirement } from '../../core/requirements/requirements.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { signingKeys } from '../common/signed-by.ts';
import { marked, metadata, severities } from './classes.ts';
import type { Severity } from './classes.ts';

const CATEGORY = 2;
const CLASS = 2003;
const CREATE = 1;

/** compliance.status_id; a rehearsal is neither a pass nor a failure. */
const statuses = { Pass: 1, Warning: 2, Rehearsal: 99 } as const;

interface Judged {
  readonly rule: string | null;
  /** Number among the findings. */
  readonly at: number;
  readonly event: number | null;
  readonly title: string;
  readonly desc: string;
  readonly status: keyof typeof statuses;
  readonly severity: Severity;
  readonly serves: readonly Requirement[];
}

/** Every signature of the statement that was found valid: of a person with two keys, two. */
function signaturesOf(verified: VerifiedTranscript): readonly unknown[] {
  return signingKeys(verified).map(({ signer, algorithm, keySha256 }) => ({ signer: signer.id, algorithm, key_sha256: keySha256 }));
}

function finding(verified: VerifiedTranscript, application: string, judged: Judged): unknown {
  const { predicate } = verified.statement;
  const place = { seq: judged.event, time: predicate.ended, what: `finding/${judged.rule ?? 'pass'}/${String(judged.at)}` };
  const meta = metadata(verified, application, place) as { readonly uid: string };
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: CATEGORY,
    category_name: 'Findings',
    class_uid: CLASS,
    class_name: 'Compliance Finding',
    type_uid: CLASS * 100 + CREATE,
    type_name: 'Compliance Finding: Create',
    time: Date.parse(predicate.ended),
    severity_id: severities[judged.severity],
    severity: judged.severity,
    status_id: 1,
    status: 'New',
    message: marked(verified, judged.title),
    metadata: meta,
    finding_info: { uid: meta.uid, title: marked(verified, judged.title), desc: judged.desc, created_time: Date.parse(predicate.ended), types: ['Key Ceremony Record'] },
    compliance: {
      control: judged.rule ?? 'Every rule of the verifier',
      standards: [...new Set(judged.serves.map((r) => r.standard))],
      requirements: judged.serves.map((r) => r.source),
      status_id: statuses[judged.status],
      status: judged.status,
      status_details: [judged.desc],
      ...(judged.rule === null ? {} : { checks: [{ uid: judged.rule, name: judged.title, desc: judged.desc, status_id: 2, status: 'Warning' }] }),
    },
    resources: [{ uid: verified.statementSha256, name: marked(verified, `Record of ceremony ${predicate.ceremony}`), type: 'Key Ceremony Record', role_id: 1, role: 'Target', data: { signatures: signaturesOf(verified) } }],
    observables: [{ name: 'resources[0].uid', type_id: 10, type: 'Resource UID', value: verified.statementSha256 }],
  };
}

export function* findings(verified: VerifiedTranscript, application: string): Generator {
  const { warnings } = verified;
  for (const [at, { rule, event, found, means }] of warnings.entries()) {
    yield finding(verified, application, { rule, at, event, title: found, desc: means, status: 'Warning', severity: 'Medium', serves: servedBy(rule) });
  }
  if (warnings.length > 0) return;
  const desc = verified.verdict === 'trusted' ? 'The pinned keys have signed it.' : 'No keys were pinned: whether the right people signed it is not shown.';
  yield finding(verified, application, { rule: null, at: 0, event: null, title: 'The record holds every rule of the verifier', desc, status: verified.rehearsal ? 'Rehearsal' : 'Pass', severity: 'Informational', serves: requirements });
}
