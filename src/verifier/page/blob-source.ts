/** Files that a browser was given, as a source: a folder by its files, a ZIP file by its bytes. Reads them in pieces; nothing is sent anywhere. */
import { RefusalError } from '../../core/refusals/refusal.ts';
import { limits } from '../../core/transcript/limits.ts';
import type { BundleSource } from '../source.ts';
import { zipSource } from '../zip-source.ts';

export interface GivenFile {
  /** Path as the browser gives it, with the name of the folder that was chosen in front. */
  readonly path: string;
  readonly blob: Blob;
}

const CHUNK = 256 * 1024;

async function bytesOf(blob: Blob, name: string, at: number, length: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.slice(at, at + length).arrayBuffer());
  } catch (cause) {
    throw new RefusalError('transcript.unreadable', { name, reason: 'the browser could not read it' }, { cause });
  }
}

/** The files of a folder; names are below the folder that was given. A browser shows no links and no empty folders. */
export function filesSource(files: readonly GivenFile[]): BundleSource {
  const byName = new Map(files.map(({ path, blob }) => [path.split('/').slice(1).join('/'), blob]));
  return {
    async list() {
      if (byName.size > limits.files) throw new RefusalError('transcript.too-many-files', { limit: limits.files });
      return [...byName].map(([name, blob]) => ({ name, kind: 'file' as const, bytes: blob.size })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async *open(name) {
      const blob = byName.get(name);
      if (blob === undefined) throw new RefusalError('transcript.bad-name', { name });
      for (let at = 0; at < blob.size; at += CHUNK) yield await bytesOf(blob, name, at, CHUNK);
    },
  };
}

export function blobZipSource(blob: Blob): BundleSource {
  return zipSource(async () => ({ size: blob.size, read: (at, length) => bytesOf(blob, 'the ZIP file', at, length), close: async () => undefined }));
}

/** One file alone is a ZIP file; more, or one in a folder, are a bundle's own. */
export function sourceOf(files: readonly GivenFile[]): BundleSource {
  const [only] = files;
  return files.length === 1 && only !== undefined && !only.path.includes('/') ? blobZipSource(only.blob) : filesSource(files);
}
