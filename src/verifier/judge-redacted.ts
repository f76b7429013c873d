/** Judges a redacted bundle: proves by the Merkle root that it is the signed record, and says what is withheld. SECURITY: its answer has a type and a verdict of its own, so that it is never taken for that of a whole bundle. */
import { sha256Hex } from '../core/bytes/digest.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { sidecarPart } from '../core/sidecars/names.ts';
import { bundleNames } from '../core/transcript/bundle.ts';
import { isRedactedName, parseManifest, redactedNames, redactedPartOf } from '../core/transcript/redaction.ts';
import type { RedactionManifest } from '../core/transcript/redaction.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { BundleContext } from './check.ts';
import { fileDigests, fileSet, openable } from './checks/files.ts';
import { rootVouching } from './checks/roots.ts';
import { signerList, signersOf } from './checks/signers.ts';
import { newFindings } from './findings.ts';
import type { Findings } from './findings.ts';
import { readInherited } from './inherited.ts';
import { note } from './note-facts.ts';
import { readRedacted, redactedMatches } from './read-redacted.ts';
import type { Run } from './read-redacted.ts';
import { newReader, readSigned } from './reader.ts';
import { newFacts } from './record-facts.ts';
import { judgedRules } from './redacted-rules.ts';
import type { VerifyReport } from './report.ts';
import type { RuleId } from './rules.ts';
import { shownEntries } from './shown-entries.ts';
import { judgeSidecars, rememberKeys } from './sidecars/judge-sidecars.ts';
import { noSidecars } from './sidecars/sidecar-report.ts';
import type { SidecarReport } from './sidecars/sidecar-report.ts';
import { readWhole } from './source.ts';
import type { BundleSource } from './source.ts';
import { signerReports } from './signer-report.ts';
import { judgeTrust } from './trust.ts';
import { readKeys, readPackage, readPlan, recordChecks } from './verify-bundle.ts';
import type { VerifyOptions } from './verify-bundle.ts';

export interface RedactedReport extends Pick<VerifyReport, 'rehearsal' | 'pinsGiven' | 'statementSha256' | 'statement' | 'signers' | 'findings' | 'errors' | 'warnings'>, SidecarReport {
  /** `redacted`: what is shown is part of the signed record, unchanged. Never more than that: what is withheld was not judged. */
  readonly verdict: 'redacted' | 'invalid';
  /** Whether pins were given, and are met. */
  readonly pinsMet: boolean;
  readonly record: { readonly entries: number; readonly merkleRoot: string; readonly withheld: number; readonly runs: readonly Run[] } | null;
  readonly withheldFiles: readonly string[];
  /** Judged of what is shown only. */
  readonly partly: readonly RuleId[];
  readonly notJudged: readonly RuleId[];
  /** Shown entries with a signature whose key is not shown. */
  readonly unverifiedSignatures: readonly number[];
}

/** 3 at most: the reader has not seen the whole. */
export function redactedExitCode(report: RedactedReport): 1 | 3 {
  return report.verdict === 'redacted' ? 3 : 1;
}

/** Whether the files in `source` are those of a redacted bundle. Throws what `source.list` throws. */
export async function isRedacted(source: BundleSource): Promise<boolean> {
  return (await source.list()).some(({ name }) => isRedactedName(name));
}

async function readManifest(source: BundleSource, findings: Findings, names: ReadonlySet<string>): Promise<RedactionManifest | null> {
  const name = redactedNames.manifest;
  for (const needed of Object.values(redactedNames)) if (!names.has(needed)) findings.add('R-FILE-02', { file: needed }, 'The file is not there.');
  if (!names.has(name)) return null;
  try {
    return parseManifest(await readWhole(source, name, redactedPartOf(name)?.maxBytes ?? 0));
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add('R-REDACT-01', { file: name }, error.message);
    return null;
  }
}

/** R-REDACT-01: what is said to be withheld beside what the statement names and what is there. The keys of signers are never withheld. */
function judgeManifest(findings: Findings, manifest: RedactionManifest, statement: CeremonyStatement, statementSha256: string, there: ReadonlySet<string>): void {
  const where = { file: redactedNames.manifest };
  if (manifest.statement !== statementSha256) findings.add('R-REDACT-01', where, `It is of statement ${manifest.statement}; the one here is ${statementSha256}.`);
  const signed = new Set(statement.subject.map((s) => s.name));
  for (const name of manifest.withheld.files) {
    if (!signed.has(name) || name === bundleNames.transcript) findings.add('R-REDACT-01', where, `"${name}" is said to be withheld, and is no such file of the bundle.`);
    if (there.has(name)) findings.add('R-REDACT-01', where, `"${name}" is said to be withheld, and is there.`);
    if (name.startsWith('keys/')) findings.add('R-FILE-02', { file: name }, 'The key of a signer is withheld.');
  }
}

/** The report on the redacted bundle in `source`. Throws RefusalError as judgeBundle does, where there is nothing to judge. */
export async function judgeRedacted(source: BundleSource, options: VerifyOptions = {}): Promise<RedactedReport> {
  const findings = newFindings();
  const files = await source.list();
  const names = openable(findings, files, redactedPartOf);
  const manifest = await readManifest(source, findings, names);
  const withheldFiles = manifest?.withheld.files ?? [];
  const reader = newReader(source, new Set([...names].filter((name) => !isRedactedName(name))), findings);
  const signed = readSigned(findings, bundleNames.statement, await reader.read(bundleNames.statement), 'R-STMT-01', 'R-STMT-02');
  const statement = signed?.statement ?? null;
  const statementSha256 = signed === null ? null : sha256Hex(signed.payload);
  // For the three lists, what is said to be withheld counts as there; the transcript as a whole always is.
  const withheldToo = [bundleNames.transcript, ...withheldFiles].map((name) => ({ name, kind: 'file' as const, bytes: 0 }));
  fileSet(findings, [...files.filter(({ name }) => !isRedactedName(name)), ...withheldToo], statement);
  if (statement !== null && statementSha256 !== null && manifest !== null) judgeManifest(findings, manifest, statement, statementSha256, names);
  if (statement !== null) signerList(findings, statement);
  const keys = await readKeys(reader, findings, statement);
  const signers = signed === null ? new Set<string>() : signersOf(findings, signed.statement, keys, signed.payload, signed.signatures);
  const plan = readPlan(findings, await reader.read(bundleNames.plan));
  // Rules go by these files: where one is withheld, no rule may take it for missing.
  const hasAll = withheldFiles.every((name) => name.startsWith('documents/'));
  const pack = hasAll ? readPackage(findings, await reader.read(bundleNames.package)) : null;
  const { inherited, packages } = hasAll ? await readInherited(reader, findings, plan, statement) : { inherited: null, packages: new Map<string, never>() };
  await reader.digestRest();
  const context: BundleContext = { findings, statement, plan, package: pack, inherited, inheritedPackages: packages, digests: new Map(reader.digests), keys };
  const facts = newFacts();
  const checks = hasAll ? recordChecks.map((check) => check(context)) : [];
  const local = statement === null ? null : shownEntries(findings, statement, keys);
  const registered = new Set<string>();
  const remembered = rememberKeys(registered)(context);
  const read = !names.has(redactedNames.record) ? null : await readRedacted(source, findings, (entry, allBefore) => {
    remembered.entry?.(entry, facts);
    if (allBefore && hasAll) {
      for (const check of checks) check.entry?.(entry, facts);
      note(facts, entry);
    } else local?.entry(entry);
  });
  const wholeRecord = hasAll && read?.whole === true && read.withheld === 0;
  if (wholeRecord) for (const check of checks) check.end?.(facts);
  if (read !== null && statement !== null) redactedMatches(findings, read, statement);
  if (read !== null && manifest !== null && read.withheld !== manifest.withheld.entries) {
    findings.add('R-REDACT-02', { file: redactedNames.record }, `${read.withheld} entries are withheld; redaction.json says ${manifest.withheld.entries}.`);
  }
  if (statement !== null) fileDigests(findings, statement, reader.digests);
  const warnings = findings.list.filter((f) => f.severity === 'warning');
  const sidecars = signed === null || statementSha256 === null ? noSidecars : await judgeSidecars({ findings, signed, statementSha256, plan, registered, warnings, trust: options.trust ?? null }, reader);
  const pinned = options.trust === undefined || statement === null ? new Set<string>() : judgeTrust(findings, options.trust, statement, signers, rootVouching(context, facts));
  const valid = findings.errors === 0 && statement !== null && manifest !== null && read?.whole === true;
  return {
    verdict: valid ? 'redacted' : 'invalid',
    pinsMet: valid && pinned.size > 0,
    rehearsal: facts.opened?.event.mode === 'rehearsal' || statement?.predicate.mode === 'rehearsal',
    pinsGiven: options.trust !== undefined,
    statementSha256,
    statement,
    record: read === null ? null : { entries: read.entries, merkleRoot: read.merkleRoot, withheld: read.withheld, runs: read.runs },
    signers: signerReports(statement, signers, pinned),
    withheldFiles,
    ...sidecars,
    ...judgedRules({ wholeRecord, inherited: hasAll && plan !== null, plan: plan !== null, head: read?.head != null, pins: options.trust !== undefined, signOffs: [...names].some((name) => sidecarPart(name) === 'signOff') }),
    unverifiedSignatures: local?.unverified ?? [],
    findings: findings.list,
    errors: findings.errors,
    warnings: findings.warnings,
  };
}
