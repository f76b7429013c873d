/** A bundle as one ZIP file whose bytes follow from its files alone: stored, in the order of names, without times. Judges no bundle; packs nothing that no bundle holds. */
import { concat, utf8 } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { crc32 } from './crc32.ts';
import type { BundleSource } from './source.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** APPNOTE 4.4.2, 4.4.3: version 2.0; made by Unix (3), so that the mode says: a plain file, rw-r--r--. */
const VERSION = 20;
const MADE_BY = (3 << 8) | VERSION;
const MODE = 0o100644;
/** 1 January 1980, the first day that the format has. */
const DATE = (1 << 5) | 1;
const LARGEST = 0xfffffffe;

type Field = readonly [bytes: 2 | 4, value: number];

function record(fields: readonly Field[], name: Uint8Array = new Uint8Array(0)): Uint8Array {
  const head = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(head.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return concat(head, name);
}

interface Sum {
  readonly bytes: number;
  readonly crc: number;
}

async function sumOf(source: BundleSource, name: string): Promise<Sum> {
  let bytes = 0;
  let crc = 0;
  for await (const chunk of source.open(name)) {
    bytes += chunk.length;
    crc = crc32(chunk, crc);
  }
  return { bytes, crc };
}

/** Flags, method (stored), time, date, checksum and both sizes, as both headers have them. */
function common({ bytes, crc }: Sum, name: Uint8Array): readonly Field[] {
  return [[2, 0], [2, 0], [2, 0], [2, DATE], [4, crc], [4, bytes], [4, bytes], [2, name.length], [2, 0]];
}

/**
 * The bytes of the ZIP file, in chunks, each valid until the next is asked for. Every file is read twice. `isAllowed` says which names a bundle has. Throws RefusalError
 * `transcript.bad-name` (a name no bundle has, a link, a folder with nothing in it), `transcript.too-large-to-pack`, `transcript.changed-meanwhile`, and those of the source.
 */
export async function* packZip(source: BundleSource, isAllowed: (name: string) => boolean): AsyncGenerator<Uint8Array> {
  const files = [...(await source.list())].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, kind } of files) if (kind !== 'file' || !isAllowed(name)) throw new RefusalError('transcript.bad-name', { name });
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    const name = utf8(file.name);
    const sum = await sumOf(source, file.name);
    if (at + sum.bytes > LARGEST - 1024 * 1024) throw new RefusalError('transcript.too-large-to-pack');
    const fields = common(sum, name);
    const local = record([[4, LOCAL], [2, VERSION], ...fields], name);
    yield local;
    let crc = 0;
    let bytes = 0;
    for await (const chunk of source.open(file.name)) {
      crc = crc32(chunk, crc);
      bytes += chunk.length;
      yield chunk;
    }
    if (crc !== sum.crc || bytes !== sum.bytes) throw new RefusalError('transcript.changed-meanwhile');
    directory.push(record([[4, CENTRAL], [2, MADE_BY], [2, VERSION], ...fields, [2, 0], [2, 0], [2, 0], [4, MODE * 0x10000], [4, at]], name));
    at += local.length + bytes;
  }
  const length = directory.reduce((sum, d) => sum + d.length, 0);
  yield* directory;
  yield record([[4, END], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, length], [4, at], [2, 0]]);
}
