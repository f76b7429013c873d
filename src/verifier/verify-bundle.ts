/** Judges a bundle as a whole. No network, no clock, nothing kept between calls; what it cannot read it never calls valid. */
import { sha256Hex } from '../core/bytes/digest.ts';
import { readPlanBytes } from '../core/plan/read-plan.ts';
import type { Plan } from '../core/plan/schema.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { decodePackage } from '../core/shares/package-file.ts';
import type { BackupPackage } from '../core/shares/package-file.ts';
import { bundleNames, keyFile } from '../core/transcript/bundle.ts';
import { keysOfSigner } from '../core/transcript/signer-keys.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import type { BundleContext, NewRecordCheck } from './check.ts';
import { completenessCheck } from './checks/completeness.ts';
import { courseCheck } from './checks/course.ts';
import { deliveriesCheck } from './checks/deliveries.ts';
import { fileDigests, fileSet, openable } from './checks/files.ts';
import { keysCheck } from './checks/keys.ts';
import { peopleCheck } from './checks/people.ts';
import { planCheck } from './checks/plan.ts';
import { proofCheck } from './checks/proof.ts';
import { quorumsCheck } from './checks/quorums.ts';
import { replayCheck } from './checks/replay.ts';
import { rootsCheck, rootVouching } from './checks/roots.ts';
import { shareChecksCheck } from './checks/share-checks.ts';
import { sharesCheck } from './checks/shares.ts';
import { signerKey, signerList, signersCheck, signersOf } from './checks/signers.ts';
import { standingKeysCheck } from './checks/standing-keys.ts';
import { tokensCheck } from './checks/tokens.ts';
import { newFindings } from './findings.ts';
import type { Findings } from './findings.ts';
import { allDigests, FirstError, untilFirstError } from './first-error.ts';
import { readInherited } from './inherited.ts';
import { newReader, readSigned } from './reader.ts';
import type { Reader } from './reader.ts';
import { readRecord, recordMatches } from './read-record.ts';
import type { RecordRead } from './read-record.ts';
import { newFacts } from './record-facts.ts';
import type { VerifyReport } from './report.ts';
import { judgeSidecars, rememberKeys } from './sidecars/judge-sidecars.ts';
import { noSidecars } from './sidecars/sidecar-report.ts';
import { signerReports } from './signer-report.ts';
import type { BundleSource } from './source.ts';
import { judgeTrust } from './trust.ts';
import type { Trust } from './trust.ts';
import { verifiedTranscript } from './verified.ts';

export interface VerifyOptions {
  /** Pinned keys. Without them a bundle can be valid, but never trusted. */
  readonly trust?: Trust;
  /** Lets a rehearsal be trusted; without it, it can at most be valid. */
  readonly allowRehearsal?: boolean;
  /** Ends at the first error it meets (two may be told at one place), and the rest of the report is empty. What is valid is judged in full all the same. */
  readonly stopAtFirstError?: boolean;
}

export const recordChecks: readonly NewRecordCheck[] = [
  courseCheck, peopleCheck, signersCheck, tokensCheck, standingKeysCheck, keysCheck, rootsCheck, quorumsCheck, sharesCheck, shareChecksCheck, proofCheck, deliveriesCheck, planCheck, replayCheck, completenessCheck,
];

export function readPlan(findings: Findings, bytes: Uint8Array | null): Plan | null {
  if (bytes === null) return null;
  const result = readPlanBytes(bytes);
  if (result.ok) return result.plan;
  const first = result.problems.find((p) => p.severity === 'error');
  findings.add('R-PLAN-02', { file: bundleNames.plan }, first === undefined ? 'The plan cannot be read.' : `Line ${first.line}: ${first.sentence}`);
  return null;
}

export function readPackage(findings: Findings, bytes: Uint8Array | null): BackupPackage | null {
  if (bytes === null) return null;
  try {
    return decodePackage(bytes);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add('R-SET-03', { file: bundleNames.package }, error.message);
    return null;
  }
}

export async function readKeys(reader: Reader, findings: Findings, statement: CeremonyStatement | null): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>();
  for (const key of (statement?.predicate.signers ?? []).flatMap(keysOfSigner)) {
    const pem = keys.has(key.name) ? null : await reader.read(keyFile(key.name));
    const spki = pem === null ? null : signerKey(findings, key, pem);
    if (spki !== null) keys.set(key.name, spki);
  }
  return keys;
}

/** A report, and what views may be derived from: only where the bundle is valid. */
export interface Judged {
  readonly report: VerifyReport;
  readonly verified: VerifiedTranscript | null;
}

/** Of a bundle that was judged no further than its first error. */
function emptyReport({ trust }: VerifyOptions, { list, errors, warnings }: Findings): VerifyReport {
  return { verdict: 'invalid', rehearsal: false, pinsGiven: trust !== undefined, statementSha256: null, statement: null, record: null, signers: [], ...noSidecars, findings: list, errors, warnings };
}

/** The report on the bundle in `source`, as {@link judgeBundle} gives it. */
export async function verifyBundle(source: BundleSource, options: VerifyOptions = {}): Promise<VerifyReport> {
  return (await judgeBundle(source, options)).report;
}

/**
 * The report on the bundle in `source`, and the transcript where it is valid. What is wrong with the bundle is in the report; a RefusalError is thrown
 * only where there is no bundle to judge: `transcript.not-a-bundle`, `transcript.too-many-files`, `transcript.unreadable` (a folder that cannot be listed).
 */
export async function judgeBundle(source: BundleSource, options: VerifyOptions = {}): Promise<Judged> {
  const findings = newFindings();
  if (options.stopAtFirstError !== true) return judgeWhole(source, options, findings);
  try {
    return await judgeWhole(source, options, untilFirstError(findings));
  } catch (error) {
    if (!(error instanceof FirstError)) throw error;
    return { report: emptyReport(options, findings), verified: null };
  }
}

async function judgeWhole(source: BundleSource, options: VerifyOptions, findings: Findings): Promise<Judged> {
  const files = await source.list();
  const names = openable(findings, files);
  const reader = newReader(source, names, findings);
  const signed = readSigned(findings, bundleNames.statement, await reader.read(bundleNames.statement), 'R-STMT-01', 'R-STMT-02');
  const statement = signed?.statement ?? null;
  fileSet(findings, files, statement);
  if (options.stopAtFirstError === true && statement !== null) fileDigests(findings, statement, await allDigests(source, names));
  if (statement !== null) signerList(findings, statement);
  const keys = await readKeys(reader, findings, statement);
  const signers = signed === null ? new Set<string>() : signersOf(findings, signed.statement, keys, signed.payload, signed.signatures);
  const plan = readPlan(findings, await reader.read(bundleNames.plan));
  const pack = readPackage(findings, await reader.read(bundleNames.package));
  const { inherited, packages } = await readInherited(reader, findings, plan, statement);
  await reader.digestRest();
  const context: BundleContext = { findings, statement, plan, package: pack, inherited, inheritedPackages: packages, digests: new Map(reader.digests), keys };
  const facts = newFacts();
  const registered = new Set<string>();
  let record: RecordRead | null = null;
  if (names.has(bundleNames.transcript)) {
    record = await readRecord(source, findings, [...recordChecks, rememberKeys(registered)].map((check) => check(context)), facts);
    if (record.digest !== null) reader.digests.set(bundleNames.transcript, record.digest);
    if (statement !== null) recordMatches(findings, record, statement);
  }
  if (statement !== null) fileDigests(findings, statement, reader.digests);

  const statementSha256 = signed === null ? null : sha256Hex(signed.payload);
  const warnings = findings.list.filter((f) => f.severity === 'warning');
  const sidecars = signed === null || statementSha256 === null ? noSidecars : await judgeSidecars({ findings, signed, statementSha256, plan, registered, warnings, trust: options.trust ?? null }, reader);

  const vouching = rootVouching(context, facts);
  const pinned = options.trust === undefined || statement === null ? new Set<string>() : judgeTrust(findings, options.trust, statement, signers, vouching);
  // SECURITY: practice wherever anything says so, the first event or the statement; and valid only where everything was read and nothing is wrong.
  const rehearsal = facts.opened?.event.mode === 'rehearsal' || statement?.predicate.mode === 'rehearsal';
  const valid = findings.errors === 0 && statement !== null && record?.digest != null;
  const trusted = valid && pinned.size > 0 && (!rehearsal || options.allowRehearsal === true);
  const report: VerifyReport = {
    verdict: valid ? (trusted ? 'trusted' : 'valid') : 'invalid',
    rehearsal,
    pinsGiven: options.trust !== undefined,
    statementSha256,
    statement,
    record: record === null ? null : { entries: record.entries, head: record.head, merkleRoot: record.merkleRoot },
    signers: signerReports(statement, signers, pinned),
    ...sidecars,
    findings: findings.list,
    errors: findings.errors,
    warnings: findings.warnings,
  };
  const isWhole = valid && signed !== null && plan !== null && inherited !== null;
  return { report, verified: isWhole ? verifiedTranscript({ source, report, signed, plan, inherited, keys }) : null };
}
