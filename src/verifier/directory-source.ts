/** A bundle in a directory. The verifier's only contact with the file system: reads, follows no link, leaves the directory never, writes nothing. */
import { constants } from 'node:fs';
import type { Dirent } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { RefusalError } from '../core/refusals/refusal.ts';
import { limits } from '../core/transcript/limits.ts';
import type { BundleSource, SourceFile } from './source.ts';

const CHUNK = 256 * 1024;
// SECURITY: a link is not followed, and a pipe put in a file's place does not make the verifier wait.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

async function openFile(path: string, name: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, FLAGS);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ELOOP') throw new RefusalError('transcript.symbolic-link', { name }, { cause });
    throw new RefusalError('transcript.unreadable', { name, reason: code }, { cause });
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new RefusalError('transcript.not-a-file', { name });
}

/** Chunks of a plain file, each valid until the next is asked for. Throws RefusalError `transcript.symbolic-link`, `transcript.not-a-file`, `transcript.unreadable`. */
export async function* fileChunks(path: string, name: string): AsyncGenerator<Uint8Array> {
  const handle = await openFile(path, name);
  try {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      let bytesRead: number;
      try {
        ({ bytesRead } = await handle.read(buffer, 0, CHUNK, null));
      } catch (cause) {
        throw new RefusalError('transcript.unreadable', { name, reason: codeOf(cause) }, { cause });
      }
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function entriesOf(folder: string, prefix: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if (prefix === '') throw new RefusalError('transcript.not-a-bundle', { reason: codeOf(cause) }, { cause });
    throw new RefusalError('transcript.unreadable', { name: prefix, reason: codeOf(cause) }, { cause });
  }
}

async function walk(root: string, prefix: string, depth: number, found: SourceFile[]): Promise<void> {
  for (const entry of await entriesOf(`${root}/${prefix}`, prefix)) {
    const name = prefix + entry.name;
    if (entry.isDirectory() && depth > 0) {
      const before = found.length;
      await walk(root, `${name}/`, depth - 1, found);
      // A folder with nothing in it is no part of a bundle either.
      if (found.length === before) found.push({ name: `${name}/`, kind: 'other', bytes: 0 });
      continue;
    }
    const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
    found.push({ name, kind, bytes: kind === 'file' ? (await lstat(`${root}/${name}`)).size : 0 });
    if (found.length > limits.files) throw new RefusalError('transcript.too-many-files', { limit: limits.files });
  }
}

/** The bundle in the directory at `path`. Nothing is opened until asked for. */
export function directorySource(path: string): BundleSource {
  let listed: ReadonlySet<string> | null = null;
  return {
    async list() {
      const info = await stat(path).catch((cause: unknown) => {
        throw new RefusalError('transcript.not-a-bundle', { reason: codeOf(cause) }, { cause });
      });
      if (!info.isDirectory()) throw new RefusalError('transcript.not-a-bundle', { reason: 'it is not a folder' });
      const found: SourceFile[] = [];
      await walk(path, '', limits.folderDepth, found);
      listed = new Set(found.filter((f) => f.kind === 'file').map((f) => f.name));
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async *open(name) {
      // SECURITY: only what the listing found, so that no name from a bundle's own content becomes a path.
      if (listed?.has(name) !== true) throw new RefusalError('transcript.bad-name', { name });
      yield* fileChunks(`${path}/${name}`, name);
    },
  };
}
