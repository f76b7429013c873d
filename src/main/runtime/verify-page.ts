/** The page that verifies a bundle, as the build made it: it is laid into every ceremony at its beginning, so that all its bundles hold the same one. Written nowhere by this file. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RefusalError } from '../../core/refusals/refusal.ts';

const isSource = import.meta.url.endsWith('.ts');

/** Two folders up from the source is src/; out/ lies beside it. The build's own files lie one folder below out/. */
export const verifyPagePath = fileURLToPath(new URL(isSource ? '../../../out/verifier/verify.html' : '../verifier/verify.html', import.meta.url));

/**
 * The bytes of verify.html, or null where the application runs from its sources and was not built: its bundles then come without the page, and are as valid. RefusalError
 * `ceremony.page-missing` where a built application lacks it.
 */
export function verifyPage(): Uint8Array | null {
  if (existsSync(verifyPagePath)) return new Uint8Array(readFileSync(verifyPagePath));
  if (isSource) return null;
  throw new RefusalError('ceremony.page-missing');
}
