/** A ZIP file on the disk, read at any place, and whatever the reader of a bundle named: a folder or such a file. Writes nothing. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { RefusalError } from '../core/refusals/refusal.ts';
import { directorySource } from './directory-source.ts';
import type { BundleSource } from './source.ts';
import type { ZipHandle } from './zip-directory.ts';
import { zipSource } from './zip-source.ts';

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

/** Throws RefusalError `transcript.not-a-bundle`, `transcript.unreadable`. */
export async function openZipFile(path: string): Promise<ZipHandle> {
  const refuse = (cause: unknown): never => {
    throw new RefusalError('transcript.not-a-bundle', { reason: reasonOf(cause) }, { cause });
  };
  // A pipe put in the file's place does not make the verifier wait.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(refuse);
  const info = await file.stat();
  if (!info.isFile()) {
    await file.close();
    throw new RefusalError('transcript.not-a-bundle', { reason: 'it is neither a folder nor a file' });
  }
  return {
    size: info.size,
    async read(at, length) {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, at + done).catch((cause: unknown) => {
          throw new RefusalError('transcript.unreadable', { name: path, reason: reasonOf(cause) }, { cause });
        });
        if (bytesRead === 0) throw new RefusalError('transcript.unreadable', { name: path, reason: 'it became shorter' });
        done += bytesRead;
      }
      return bytes;
    },
    close: () => file.close(),
  };
}

/** The bundle at `path`: a folder, or one ZIP file. Which of both is looked up when it is listed. */
export function sourceAt(path: string): BundleSource {
  let chosen: BundleSource | null = null;
  return {
    async list() {
      const info = await stat(path).catch(() => null);
      chosen = info?.isFile() === true ? zipSource(() => openZipFile(path)) : directorySource(path);
      return chosen.list();
    },
    open(name) {
      if (chosen === null) throw new RefusalError('transcript.bad-name', { name });
      return chosen.open(name);
    },
  };
}
