/** R-STAMP: RFC 3161 timestamps over the statement. Without pinned roots only what needs no trust is judged, and the report says so. */
import { equalBytes, fromBase64 } from '../../core/bytes/bytes.ts';
import { digestAlgorithms, nameText, readCertificate } from '../../core/sidecars/der/certificate.ts';
import { DerError } from '../../core/sidecars/der/der.ts';
import { isForTimestamps, isSignedBy, isSigners, leadsToRoot, readTimestamp } from '../../core/sidecars/der/timestamp.ts';
import type { Timestamp } from '../../core/sidecars/der/timestamp.ts';
import type { Findings } from '../findings.ts';
import type { RuleId } from '../rules.ts';
import type { TimestampReport } from './sidecar-report.ts';

export interface TimestampOptions {
  readonly findings: Findings;
  /** Certificates in base64; null where none is pinned. */
  readonly roots: readonly string[] | null;
  /** What must be stamped: the DSSE payload. */
  readonly payload: Uint8Array;
  /** Time before which no timestamp can be: UTC, ISO 8601; null where there is none. */
  readonly ended: string | null;
}

/** The report on one timestamp, or null where its form cannot be read; what is wrong is a finding. */
export function judgeTimestamp({ findings, roots, payload, ended }: TimestampOptions, file: string, bytes: Uint8Array): TimestampReport | null {
  let stamp: Timestamp;
  try {
    stamp = readTimestamp(bytes);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    findings.add('R-STAMP-01', { file }, `It cannot be read: ${error.message}.`);
    return null;
  }
  let valid = true;
  const add = (rule: RuleId, found: string): void => {
    valid = false;
    findings.add(rule, { file }, found);
  };
  const digest = digestAlgorithms.get(stamp.imprint.algorithm);
  if (digest === undefined || !equalBytes(digest(payload), stamp.imprint.digest)) add('R-STAMP-02', 'What was stamped is not this statement.');
  const time = new Date(stamp.time).toISOString();
  if (ended !== null && time < ended) findings.add('R-STAMP-06', { file }, `The timestamp is of ${time}; the ceremony ended at ${ended}, by the machine's clock.`);
  const pinned = (roots ?? []).map((root) => readCertificate(fromBase64(root)));
  const named = [...stamp.certificates, ...pinned].filter((certificate) => isSigners(stamp, certificate));
  const certificate = named.find((one) => isSignedBy(stamp, one)) ?? null;
  if (certificate !== null) {
    if (!isForTimestamps(certificate)) add('R-STAMP-05', `The certificate of "${nameText(certificate.subject)}" is not one for timestamps alone.`);
    if (roots !== null && !leadsToRoot(certificate, stamp.certificates, pinned, stamp.time)) add('R-STAMP-04', `The certificate of "${nameText(certificate.subject)}" did not lead to a pinned root at ${time}.`);
  } else if (named.length > 0) add('R-STAMP-03', 'The signature is not valid, or is not over this content and certificate.');
  // A token need not hold its certificate (RFC 3161 section 2.4.1, certReq). Where nothing is pinned, there is nothing to judge it by.
  else if (roots !== null) add('R-STAMP-03', 'The certificate of the signer is neither in the timestamp nor pinned.');
  return { file, time, authority: certificate === null ? '' : nameText(certificate.subject), judged: roots !== null, valid };
}
