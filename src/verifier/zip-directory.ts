/** Reads the directory of a ZIP file (PKWARE APPNOTE 6.3) in the one strict form that has one meaning for every reader. Unpacks nothing, and repairs nothing. */
import { RefusalError } from '../core/refusals/refusal.ts';
import { limits } from '../core/transcript/limits.ts';

/** Bytes of a ZIP file, wherever they lie. */
export interface ZipHandle {
  readonly size: number;
  /** Exactly `length` bytes from `at`; both are within `size`. */
  read(at: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface ZipMember {
  /** As the directory spells it; a folder's ends with a slash. Not judged: no path may be made of it. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly method: 'stored' | 'deflated';
  /** Unpacked. */
  readonly bytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  /** Where the packed bytes begin. */
  readonly dataAt: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const END_BYTES = 22;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
/** Most members: the files of a bundle and the folders they lie in. */
const MEMBERS = limits.files + 64;
const DIRECTORY_BYTES = 1024 * 1024;
/** Deflate packs zeros a thousandfold; nothing that belongs in a bundle comes near this. */
const RATIO = 200;
const SMALL = 1024 * 1024;

export function badZip(reason: string): RefusalError {
  return new RefusalError('transcript.bad-zip', { reason });
}

function must(holds: boolean, reason: string): void {
  if (!holds) throw badZip(reason);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

interface Central extends Omit<ZipMember, 'dataAt'> {
  readonly localAt: number;
  readonly flags: number;
  readonly methodNumber: number;
  readonly nameBytes: Uint8Array;
}

/** SECURITY: Unicode Path (0x7075) gives a file a second name, ZIP64 (0x0001) a second size: a reader that heeds them would see another bundle. */
function judgeExtra(extra: Uint8Array): void {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    const id = view.getUint16(at, true);
    must(id !== 0x7075, 'a file has a second name');
    must(id !== 0x0001, 'it is of the form ZIP64');
  }
}

function kindOf(name: string, mode: number): ZipMember['kind'] {
  const type = mode & 0xf000;
  if (type === 0xa000) return 'link';
  if (name.endsWith('/')) return type === 0x4000 || type === 0 ? 'folder' : 'other';
  return type === 0x8000 || type === 0 ? 'file' : 'other';
}

function centralAt(directory: Uint8Array, at: number): { readonly central: Central; readonly next: number } {
  must(at + CENTRAL_BYTES <= directory.length, 'its directory ends early');
  const view = viewOf(directory);
  must(view.getUint32(at, true) === CENTRAL, 'its directory is damaged');
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number];
  const next = at + CENTRAL_BYTES + nameLength + extraLength + commentLength;
  must(next <= directory.length, 'its directory ends early');
  const nameBytes = directory.slice(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
  // Bytes that are no text become U+FFFD, which is in no name of a bundle.
  const name = new TextDecoder().decode(nameBytes);
  const flags = view.getUint16(at + 8, true);
  const methodNumber = view.getUint16(at + 10, true);
  must((flags & 1) === 0, `"${name}" is encrypted`);
  // Bits 1 and 2 tell how hard it was packed, 3 that the sizes follow the data, 11 that the name is UTF-8.
  must((flags & ~0x080e) === 0, `"${name}" needs a feature that no bundle uses`);
  must(methodNumber === 0 || methodNumber === 8, `"${name}" is packed by method ${methodNumber}, not stored or deflated`);
  must(view.getUint16(at + 34, true) === 0, 'it is one part of several');
  must(commentLength === 0, `"${name}" has a comment`);
  judgeExtra(directory.subarray(at + CENTRAL_BYTES + nameLength, next));
  const [crc32, packedBytes, bytes] = [16, 20, 24].map((field) => view.getUint32(at + field, true)) as [number, number, number];
  const kind = kindOf(name, view.getUint32(at + 38, true) >>> 16);
  must(methodNumber === 8 || packedBytes === bytes, `"${name}" has two sizes`);
  must(kind !== 'folder' || bytes === 0, `the folder "${name}" has content`);
  must(bytes <= Math.max(SMALL, packedBytes * RATIO), `"${name}" unpacks to more than ${RATIO} times its size`);
  return { central: { name, nameBytes, kind, method: methodNumber === 0 ? 'stored' : 'deflated', methodNumber, flags, bytes, packedBytes, crc32, localAt: view.getUint32(at + 42, true) }, next };
}

/** Where the data begin and where what follows them begins. The header before the data says what the directory says, or the file has two meanings. */
async function localOf(zip: ZipHandle, central: Central, directoryAt: number): Promise<{ readonly dataAt: number; readonly end: number }> {
  const { name, nameBytes, localAt, packedBytes, bytes, crc32, flags } = central;
  must(localAt + LOCAL_BYTES + nameBytes.length <= directoryAt, `"${name}" begins outside the file`);
  const head = await zip.read(localAt, LOCAL_BYTES + nameBytes.length);
  const view = viewOf(head);
  must(view.getUint32(0, true) === LOCAL, `"${name}" does not begin where the directory says`);
  const hasDescriptor = (flags & 8) !== 0;
  const sizes = [14, 18, 22].map((field) => view.getUint32(field, true));
  const isSame = view.getUint16(6, true) === flags && view.getUint16(8, true) === central.methodNumber && view.getUint16(26, true) === nameBytes.length && nameBytes.every((byte, i) => head[LOCAL_BYTES + i] === byte);
  const sameSizes = [crc32, packedBytes, bytes].every((value, i) => value === sizes[i]);
  must(isSame && (sameSizes || (hasDescriptor && sizes.every((size) => size === 0))), `"${name}" is described in two ways`);
  const extraBytes = view.getUint16(28, true);
  const dataAt = localAt + LOCAL_BYTES + nameBytes.length + extraBytes;
  let end = dataAt + packedBytes;
  must(end <= directoryAt, `"${name}" ends outside the file`);
  judgeExtra(await zip.read(dataAt - extraBytes, extraBytes));
  if (hasDescriptor) {
    must(end + 12 <= directoryAt, `"${name}" ends outside the file`);
    // APPNOTE 4.3.9: the signature in front is optional.
    if (viewOf(await zip.read(end, 4)).getUint32(0, true) === DESCRIPTOR) end += 4;
    must(end + 12 <= directoryAt, `"${name}" ends outside the file`);
    const behind = viewOf(await zip.read(end, 12));
    must([crc32, packedBytes, bytes].every((value, i) => value === behind.getUint32(4 * i, true)), `"${name}" is described in two ways`);
    end += 12;
  }
  return { dataAt, end };
}

/**
 * Every member of the ZIP file. Throws RefusalError `transcript.not-a-bundle` (no ZIP file), `transcript.bad-zip`: data between or after the members and the directory, members that overlap,
 * encrypted ones, other methods than stored and deflated, ZIP64, several parts, comments, a second name, a ratio beyond 200; `transcript.too-many-files`.
 */
export async function readZipDirectory(zip: ZipHandle): Promise<readonly ZipMember[]> {
  const begins = zip.size < END_BYTES ? 0 : viewOf(await zip.read(0, 4)).getUint32(0, true);
  if (begins !== LOCAL && begins !== END) throw new RefusalError('transcript.not-a-bundle', { reason: 'it is neither a folder nor a ZIP file' });
  const end = viewOf(await zip.read(zip.size - END_BYTES, END_BYTES));
  // SECURITY: the end record is the last thing in the file, without a comment: so there is one, and nothing after it.
  must(end.getUint32(0, true) === END && end.getUint16(20, true) === 0, 'it does not end as a ZIP file does, or something follows its end');
  const count = end.getUint16(10, true);
  const [directoryBytes, directoryAt] = [end.getUint32(12, true), end.getUint32(16, true)];
  must(end.getUint16(4, true) === 0 && end.getUint16(6, true) === 0 && end.getUint16(8, true) === count, 'it is one part of several');
  if (count > MEMBERS) throw new RefusalError('transcript.too-many-files', { limit: limits.files });
  must(directoryAt + directoryBytes === zip.size - END_BYTES, 'its directory is not where it says, or it is of the form ZIP64');
  must(directoryBytes <= DIRECTORY_BYTES, 'its directory is larger than that of any bundle');
  const directory = await zip.read(directoryAt, directoryBytes);
  const found: Central[] = [];
  let at = 0;
  while (found.length < count) {
    const { central, next } = centralAt(directory, at);
    found.push(central);
    at = next;
  }
  must(at === directory.length, 'its directory holds something else');
  const members: ZipMember[] = [];
  // SECURITY: members lie side by side from the first byte to the directory: none overlaps another (a bomb), and nothing is hidden between them.
  let expected = 0;
  for (const central of [...found].sort((a, b) => a.localAt - b.localAt)) {
    must(central.localAt === expected, 'its files overlap, or something lies between them');
    const { dataAt, end: next } = await localOf(zip, central, directoryAt);
    const { name, kind, method, bytes, packedBytes, crc32 } = central;
    members.push({ name, kind, method, bytes, packedBytes, crc32, dataAt });
    expected = next;
  }
  must(expected === directoryAt, 'something lies between its files and its directory');
  return members;
}
