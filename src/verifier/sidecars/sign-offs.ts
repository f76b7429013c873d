/** R-SIGNOFF, R-TRUST-04, R-TRUST-05: what officers decided about the record afterwards. A sign-off never makes a ceremony better than its own record. */
import { fromBase64 } from '../../core/bytes/bytes.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { decodeSignOff, endorsementMessage, signOffMessage } from '../../core/sidecars/sign-off.ts';
import type { SignOff } from '../../core/sidecars/sign-off.ts';
import { tookPart } from '../../core/sidecars/took-part.ts';
import { bundleNames } from '../../core/transcript/bundle.ts';
import { spkiSha256, verifyP256 } from '../../core/transcript/signature.ts';
import type { RuleId } from '../rules.ts';
import type { SidecarContext } from './context.ts';
import type { SignOffReport } from './sidecar-report.ts';

function decode({ findings }: SidecarContext, file: string, bytes: Uint8Array): SignOff | null {
  try {
    return decodeSignOff(bytes);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add('R-SIGNOFF-01', { file }, error.message);
    return null;
  }
}

/** R-SIGNOFF-05. */
function endorsed(context: SidecarContext, { statement, spki }: SignOff): string | null {
  const { decision, endorsement } = statement.predicate;
  if (decision === 'refused') return endorsement === null ? null : 'The record is refused, and yet endorsed.';
  if (endorsement === null) return 'The record is accepted, and not endorsed.';
  return verifyP256(fromBase64(endorsement), endorsementMessage(context.signed.payload), spki) ? null : 'The endorsement is not valid under the key of the officer.';
}

/** R-SIGNOFF-06, R-SIGNOFF-08, R-SIGNOFF-09: what is no fault of the sign-off, and is to be known. */
function remarks({ findings, signed, warnings }: SidecarContext, file: string, { statement }: SignOff): void {
  const { decision, officer, reasons, time, verified } = statement.predicate;
  const { ended } = signed.statement.predicate;
  if (decision === 'refused') findings.add('R-SIGNOFF-06', { file }, `"${officer.name}" (${officer.role}) refused: ${reasons}`);
  // ISO 8601 in UTC with milliseconds sorts as text.
  if (time < ended) findings.add('R-SIGNOFF-09', { file }, `"${officer.name}" signed off at ${time}; the ceremony ended at ${ended}.`);
  if (decision === 'refused') return;
  const seen = new Set(verified.warnings.map((w) => `${w.rule} ${String(w.event)}`));
  const unseen = new Set(warnings.filter((w) => !seen.has(`${w.rule} ${String(w.event)}`)).map((w) => (w.event === null ? w.rule : `${w.rule} at event ${w.event}`)));
  if (unseen.size > 0) findings.add('R-SIGNOFF-08', { file }, `"${officer.name}" accepted without having seen: ${[...unseen].slice(0, 20).join(', ')}${unseen.size > 20 ? `, and ${unseen.size - 20} more` : ''}.`);
}

/** The report on one sign-off, or null where its form cannot be read; what is wrong is a finding. */
export function judgeSignOff(context: SidecarContext, file: string, bytes: Uint8Array): SignOffReport | null {
  const { findings, signed, statementSha256, plan, registered, trust } = context;
  const signOff = decode(context, file, bytes);
  if (signOff === null) return null;
  const { predicate, subject } = signOff.statement;
  const { officer, decision, reasons, time } = predicate;
  let valid = true;
  const add = (rule: RuleId, found: string): void => {
    valid = false;
    findings.add(rule, { file }, found);
  };
  const keySha256 = spkiSha256(signOff.spki);
  if (keySha256 !== officer.keySha256) add('R-SIGNOFF-02', `The key has SHA-256 ${keySha256}, and ${officer.keySha256} is given for it.`);
  else if (!verifyP256(signOff.signature, signOffMessage(signOff.payload), signOff.spki)) add('R-SIGNOFF-02', 'The signature is not valid under the key of the officer.');
  const transcript = signed.statement.subject.find((s) => s.name === bundleNames.transcript)?.digest.sha256;
  if (subject[0]?.digest.sha256 !== statementSha256) add('R-SIGNOFF-03', `It is of the statement ${subject[0]?.digest.sha256 ?? ''}; this one is ${statementSha256}.`);
  else if (predicate.ceremony !== signed.statement.predicate.ceremony) add('R-SIGNOFF-03', `It is of ceremony ${predicate.ceremony}.`);
  else if (predicate.verified.transcriptSha256 !== transcript) add('R-SIGNOFF-03', 'The officer had another transcript.jsonl before them.');
  const why = tookPart(signed.statement, plan, { name: officer.name, keySha256 }, registered);
  if (why !== null) add('R-SIGNOFF-04', `"${officer.name}" took part in the ceremony: ${why}.`);
  const problem = endorsed(context, signOff);
  if (problem !== null) add('R-SIGNOFF-05', problem);
  remarks(context, file, signOff);
  const pinned = trust?.officers?.keys.includes(keySha256) === true;
  return { file, officer: { name: officer.name, role: officer.role }, decision, reasons, time, keySha256, valid, pinned };
}

/** R-SIGNOFF-07, R-TRUST-04, R-TRUST-05: all sign-offs together. */
export function judgeOfficers({ findings, trust }: SidecarContext, signOffs: readonly SignOffReport[]): void {
  const valid = signOffs.filter((s) => s.valid);
  const seen = new Set<string>();
  for (const { file, keySha256, officer } of valid) {
    if (seen.has(keySha256)) findings.add('R-SIGNOFF-07', { file }, `The officer "${officer.name}", key ${keySha256}, has signed off already.`);
    seen.add(keySha256);
  }
  if (trust?.officers === undefined) return;
  const { threshold } = trust.officers;
  const refusing = new Set(valid.filter((s) => s.pinned && s.decision === 'refused').map((s) => s.keySha256));
  for (const { file, officer, pinned, decision } of valid) {
    if (pinned && decision === 'refused') findings.add('R-TRUST-05', { file }, `The pinned officer "${officer.name}" refused.`);
  }
  // SECURITY: keys are counted, not files; and who refused once does not count as one who accepts.
  const accepting = new Set(valid.filter((s) => s.pinned && s.decision === 'accepted' && !refusing.has(s.keySha256)).map((s) => s.keySha256)).size;
  if (accepting < threshold) findings.add('R-TRUST-04', { file: bundleNames.statement }, `${accepting} pinned officers accepted; ${threshold} are needed.`);
}
