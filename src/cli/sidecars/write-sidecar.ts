/** Puts one file under sidecars/ of a bundle's folder. Never overwrites, never follows a link, and changes nothing else. */
import { constants } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusalError } from '../../core/refusals/refusal.ts';
import { sidecarPart } from '../../core/sidecars/names.ts';
import type { BundleFile } from '../../core/transcript/bundle.ts';

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error');

/** Throws RefusalError `transcript.bad-name`, `sidecar.there-already`, `sidecar.not-written`. */
export async function writeSidecar(bundle: string, { name, bytes }: BundleFile): Promise<void> {
  if (sidecarPart(name) === null) throw new RefusalError('transcript.bad-name', { name });
  const folder = join(bundle, 'sidecars');
  const refuse = (cause: unknown): never => {
    throw new RefusalError('sidecar.not-written', { reason: reasonOf(cause) }, { cause });
  };
  await mkdir(folder).catch((error: unknown) => (reasonOf(error) === 'EEXIST' ? undefined : refuse(error)));
  // SECURITY: a link in its place could lead out of the bundle.
  if (!(await lstat(folder).catch(refuse)).isDirectory()) throw new RefusalError('sidecar.not-written', { reason: 'sidecars is no folder' });
  const file = await open(join(bundle, name), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644).catch((error: unknown) => {
    if (reasonOf(error) === 'EEXIST') throw new RefusalError('sidecar.there-already', { name });
    return refuse(error);
  });
  try {
    await file.writeFile(bytes).catch(refuse);
    await file.sync().catch(refuse);
  } finally {
    await file.close();
  }
}
