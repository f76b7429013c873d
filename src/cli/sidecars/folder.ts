/** The folder of a bundle to which a file is to be added. Opens nothing else: a ZIP file is refused, since nothing is added to one. */
import { stat } from 'node:fs/promises';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { directorySource } from '../../verifier/directory-source.ts';
import type { BundleSource } from '../../verifier/source.ts';

/** Throws RefusalError `sidecar.folder-only`; what is neither folder nor file is refused when it is listed. */
export async function folderOf(path: string): Promise<BundleSource> {
  const info = await stat(path).catch(() => null);
  if (info?.isFile() === true) throw new RefusalError('sidecar.folder-only');
  return directorySource(path);
}
