/** Judges what a reader was given, whole bundle or redacted one, and says which of both it was. */
import { isRedacted, judgeRedacted } from './judge-redacted.ts';
import type { RedactedReport } from './judge-redacted.ts';
import type { BundleSource } from './source.ts';
import { judgeBundle } from './verify-bundle.ts';
import type { Judged, VerifyOptions } from './verify-bundle.ts';

export type AnyJudged = ({ readonly kind: 'whole' } & Judged) | { readonly kind: 'redacted'; readonly report: RedactedReport };

/** Throws RefusalError as judgeBundle does, where there is nothing to judge. */
export async function judge(source: BundleSource, options: VerifyOptions = {}): Promise<AnyJudged> {
  if (await isRedacted(source)) return { kind: 'redacted', report: await judgeRedacted(source, options) };
  return { kind: 'whole', ...(await judgeBundle(source, options)) };
}
