/** A bundle in one ZIP file, read in place: nothing is unpacked to a disk, no name becomes a path, and no more comes out than the directory says. */
import { Inflate } from 'fflate';
import { RefusalError } from '../core/refusals/refusal.ts';
import { limits } from '../core/transcript/limits.ts';
import { crc32 } from './crc32.ts';
import type { BundleSource, SourceFile } from './source.ts';
import { readZipDirectory } from './zip-directory.ts';
import type { ZipHandle, ZipMember } from './zip-directory.ts';

/** Small, since one piece may unpack to a thousand times its size. */
const CHUNK = 8 * 1024;

/** Opens the ZIP file for one reading. */
export type OpenZip = () => Promise<ZipHandle>;

async function* packed(zip: ZipHandle, { dataAt, packedBytes }: ZipMember): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < packedBytes; at += CHUNK) yield await zip.read(dataAt + at, Math.min(CHUNK, packedBytes - at));
}

async function* inflated(zip: ZipHandle, member: ZipMember): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  const inflate = new Inflate((piece) => void out.push(piece));
  let left = member.packedBytes;
  try {
    for await (const piece of packed(zip, member)) {
      left -= piece.length;
      inflate.push(piece, left === 0);
      yield* out.splice(0);
    }
  } catch (cause) {
    if (cause instanceof RefusalError) throw cause;
    throw new RefusalError('transcript.unreadable', { name: member.name, reason: 'it does not unpack' }, { cause });
  }
}

/** The bytes of a member. SECURITY: counted as they come, so that a size that lies costs nothing. */
async function* contentOf(zip: ZipHandle, member: ZipMember): AsyncGenerator<Uint8Array> {
  const wrong = (reason: string): RefusalError => new RefusalError('transcript.unreadable', { name: member.name, reason });
  let bytes = 0;
  let crc = 0;
  for await (const piece of member.method === 'stored' ? packed(zip, member) : inflated(zip, member)) {
    bytes += piece.length;
    if (bytes > member.bytes) throw wrong('it unpacks to more than the ZIP file says');
    crc = crc32(piece, crc);
    yield piece;
  }
  if (bytes !== member.bytes) throw wrong('it unpacks to less than the ZIP file says');
  if (crc !== member.crc32) throw wrong('its checksum is not the one in the ZIP file');
}

/** A folder is no file of a bundle; one with nothing in it is no part of a bundle either, as in a directory. */
function listOf(members: readonly ZipMember[]): readonly SourceFile[] {
  return members
    .filter(({ name, kind }) => kind !== 'folder' || !members.some((m) => m.name !== name && m.name.startsWith(name)))
    .map(({ name, kind, bytes }): SourceFile => ({ name, kind: kind === 'folder' ? 'other' : kind, bytes: kind === 'file' ? bytes : 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The bundle in the ZIP file that `open` opens. `list` throws RefusalError `transcript.bad-zip`, `transcript.too-many-files` and what `open` throws; two files of one name are
 * listed twice, which no bundle survives (R-FILE-01). Reading throws `transcript.unreadable`, `transcript.bad-name` for what was not listed.
 */
export function zipSource(open: OpenZip): BundleSource {
  let listed: ReadonlyMap<string, ZipMember> | null = null;
  const opened = async <T>(act: (zip: ZipHandle) => Promise<T>): Promise<T> => {
    const zip = await open();
    try {
      return await act(zip);
    } finally {
      await zip.close();
    }
  };
  return {
    async list() {
      const members = await opened(readZipDirectory);
      listed = new Map(members.filter((m) => m.kind === 'file').map((m) => [m.name, m]));
      const files = listOf(members);
      if (files.length > limits.files) throw new RefusalError('transcript.too-many-files', { limit: limits.files });
      return files;
    },
    async *open(name) {
      const member = listed?.get(name);
      if (member === undefined) throw new RefusalError('transcript.bad-name', { name });
      const zip = await open();
      try {
        yield* contentOf(zip, member);
      } finally {
        await zip.close();
      }
    },
  };
}
