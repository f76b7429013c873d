/** Opens one bundle for review: everything is verified before anything of it is shown, and what is shown is derived only where it is valid. Changes no file. */
import { annotate } from '../../exports/annotated/annotate.ts';
import type { AnnotatedScript } from '../../exports/annotated/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { directorySource } from '../../verifier/directory-source.ts';
import type { VerifyReport } from '../../verifier/report.ts';
import type { BundleSource } from '../../verifier/source.ts';
import type { Trust } from '../../verifier/trust.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';

/** The pins of this session, and the name of the file they came from. */
export interface Pins {
  readonly name: string;
  readonly trust: Trust;
}

export interface Place {
  readonly path: string;
  readonly kind: 'folder' | 'zip';
}

export interface OpenRecord {
  readonly place: Place;
  readonly token: number;
  readonly pins: Pins | null;
  readonly report: VerifyReport;
  /** Null where the bundle is invalid. */
  readonly content: { readonly verified: VerifiedTranscript; readonly script: AnnotatedScript } | null;
}

export type SourceOf = (place: Place) => BundleSource | Promise<BundleSource>;

export const sourceOf: SourceOf = ({ path }) => directorySource(path);

let tokens = 0;

/** Verifies the bundle at `place` against `pins`. Throws RefusalError `transcript.not-a-bundle` and its like where there is nothing to judge. */
export async function openRecord(place: Place, pins: Pins | null, source: SourceOf = sourceOf): Promise<OpenRecord> {
  const { report, verified } = await judgeBundle(await source(place), pins === null ? {} : { trust: pins.trust });
  const content = verified === null ? null : { verified, script: await annotate(verified) };
  return { place, token: ++tokens, pins, report, content };
}
