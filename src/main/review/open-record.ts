/** Opens one bundle for review: everything is verified before anything of it is shown, and what is shown is derived only where it is valid. Changes no file. */
import { annotate } from '../../exports/annotated/annotate.ts';
import type { AnnotatedScript } from '../../exports/annotated/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { isRedacted, judgeRedacted } from '../../verifier/judge-redacted.ts';
import type { RedactedReport } from '../../verifier/judge-redacted.ts';
import type { VerifyReport } from '../../verifier/report.ts';
import { noSidecars } from '../../verifier/sidecars/sidecar-report.ts';
import type { BundleSource } from '../../verifier/source.ts';
import type { Trust } from '../../verifier/trust.ts';
import { sourceAt } from '../../verifier/zip-file.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';
import type { Judged } from '../../verifier/verify-bundle.ts';

/** The pins of this session, and the name of the file they came from. */
export interface Pins {
  readonly name: string;
  readonly trust: Trust;
}

export interface Place {
  readonly path: string;
  readonly kind: 'folder' | 'zip';
}

/** What the verifier said. SECURITY: `redacted` is a verdict of its own, so that such a bundle is never taken for a whole one. */
export type OpenReport = Omit<VerifyReport, 'verdict' | 'record'> & { readonly verdict: VerifyReport['verdict'] | RedactedReport['verdict']; readonly record: { readonly entries: number } | null };

export interface OpenRecord {
  readonly place: Place;
  readonly token: number;
  readonly pins: Pins | null;
  readonly report: OpenReport;
  /** What is withheld; null of a whole bundle. */
  readonly redaction: Pick<RedactedReport, 'record' | 'withheldFiles' | 'partly' | 'notJudged' | 'unverifiedSignatures'> | null;
  /** Null where the bundle is invalid, and where entries are withheld. */
  readonly content: { readonly verified: VerifiedTranscript; readonly script: AnnotatedScript } | null;
}

/** A folder or one ZIP file; nothing is unpacked. */
export function sourceOf({ path }: Place): BundleSource {
  return sourceAt(path);
}

let tokens = 0;

/** What a pinned officer has still to do is no fault of the record: they could never accept it, were it not shown to them before. */
const officerRules: ReadonlySet<string> = new Set(['R-TRUST-04', 'R-TRUST-05']);

async function judge(place: Place, trust: Trust | null): Promise<Judged> {
  const judged = await judgeBundle(sourceOf(place), trust === null ? {} : { trust });
  const broken = judged.report.findings.filter((f) => f.severity === 'error');
  if (trust?.officers === undefined || judged.report.verdict !== 'invalid' || broken.length !== judged.report.errors || !broken.every((f) => officerRules.has(f.rule))) return judged;
  const { officers: _officers, ...others } = trust;
  const without = await judgeBundle(sourceOf(place), { trust: others });
  const findings = [...broken.map((f) => ({ ...f, severity: 'warning' as const })), ...without.report.findings];
  return { verified: without.verified, report: { ...without.report, signOffs: judged.report.signOffs, findings, warnings: without.report.warnings + broken.length } };
}

/** Verifies the bundle at `place` against `pins`. Throws RefusalError `transcript.not-a-bundle` and its like where there is nothing to judge. */
export async function openRecord(place: Place, pins: Pins | null): Promise<OpenRecord> {
  if (await isRedacted(sourceOf(place))) {
    const redaction = await judgeRedacted(sourceOf(place), pins === null ? {} : { trust: pins.trust });
    return { place, token: ++tokens, pins, report: { ...noSidecars, ...redaction }, redaction, content: null };
  }
  const { report, verified } = await judge(place, pins?.trust ?? null);
  const content = verified === null ? null : { verified, script: await annotate(verified) };
  return { place, token: ++tokens, pins, report, redaction: null, content };
}
