/** For tests: ZIP files built field by field, so that each can lie in one place. Shares no code with what reads or packs them. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { ZipHandle } from '../../src/verifier/zip-directory.ts';

export interface Member {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  /** Changes to the fields of the directory; those of the header in front of the data are left as they were. */
  readonly central?: { readonly flags?: number; readonly method?: number; readonly bytes?: number; readonly packedBytes?: number; readonly crc?: number; readonly mode?: number; readonly localAt?: number; readonly name?: string; readonly extra?: Buffer; readonly comment?: string };
  /** Changes to both. */
  readonly both?: { readonly flags?: number; readonly method?: number; readonly bytes?: number; readonly crc?: number };
  readonly descriptor?: boolean;
  /** Unpacked size in the descriptor. */
  readonly behind?: number;
  /** Extra field in front of the data only. */
  readonly localExtra?: Buffer;
}

export interface Whole {
  readonly before?: Uint8Array;
  readonly betweenMembers?: Uint8Array;
  readonly beforeDirectory?: Uint8Array;
  readonly after?: Uint8Array;
  readonly comment?: string;
  readonly disk?: number;
  readonly count?: number;
}

const le = (bytes: 2 | 4, value: number): Buffer => {
  const out = Buffer.alloc(bytes);
  if (bytes === 2) out.writeUInt16LE(value & 0xffff);
  else out.writeUInt32LE(value >>> 0);
  return out;
};

export function zipOf(members: readonly Member[], whole: Whole = {}): Buffer {
  const parts: Buffer[] = whole.before === undefined ? [] : [Buffer.from(whole.before)];
  const directory: Buffer[] = [];
  const at = (): number => parts.reduce((sum, p) => sum + p.length, 0);
  members.forEach((member, i) => {
    if (i > 0 && whole.betweenMembers !== undefined) parts.push(Buffer.from(whole.betweenMembers));
    const { name, data, deflate = true, central = {}, both = {}, descriptor = false, localExtra = Buffer.alloc(0) } = member;
    const packed = deflate ? deflateRawSync(data) : Buffer.from(data);
    const localAt = at();
    const flags = both.flags ?? (descriptor ? 0x0808 : 0x0800);
    const method = both.method ?? (deflate ? 8 : 0);
    const crc = both.crc ?? crc32(data);
    const bytes = both.bytes ?? data.length;
    const sizes = descriptor ? [0, 0, 0] : [crc, packed.length, bytes];
    parts.push(Buffer.concat([le(4, 0x04034b50), le(2, 20), le(2, flags), le(2, method), le(4, 0x00210000), ...sizes.map((s) => le(4, s)), le(2, Buffer.byteLength(name)), le(2, localExtra.length), Buffer.from(name), localExtra, packed]));
    if (descriptor) parts.push(Buffer.concat([le(4, 0x08074b50), le(4, crc), le(4, packed.length), le(4, member.behind ?? bytes)]));
    const said = Buffer.from(central.name ?? name);
    const extra = central.extra ?? Buffer.alloc(0);
    const comment = Buffer.from(central.comment ?? '');
    directory.push(Buffer.concat([
      le(4, 0x02014b50), le(2, 0x0314), le(2, 20), le(2, central.flags ?? flags), le(2, central.method ?? method), le(4, 0x00210000), le(4, central.crc ?? crc), le(4, central.packedBytes ?? packed.length), le(4, central.bytes ?? bytes),
      le(2, said.length), le(2, extra.length), le(2, comment.length), le(2, 0), le(2, 0), le(4, (central.mode ?? 0o100644) * 0x10000), le(4, central.localAt ?? localAt), said, extra, comment,
    ]));
  });
  if (whole.beforeDirectory !== undefined) parts.push(Buffer.from(whole.beforeDirectory));
  const directoryAt = at();
  const length = directory.reduce((sum, d) => sum + d.length, 0);
  const comment = Buffer.from(whole.comment ?? '');
  const count = whole.count ?? members.length;
  return Buffer.concat([...parts, ...directory, le(4, 0x06054b50), le(2, whole.disk ?? 0), le(2, 0), le(2, count), le(2, count), le(4, length), le(4, directoryAt), le(2, comment.length), comment, Buffer.from(whole.after ?? [])]);
}

export function membersOf(files: ReadonlyMap<string, Uint8Array>, change: (member: Member) => Member = (m) => m): readonly Member[] {
  return [...files].map(([name, data]) => change({ name, data }));
}

const text = Buffer.from('hello');
const only = (files: ReadonlyMap<string, Uint8Array>, name: string, change: Partial<Member>): readonly Member[] => membersOf(files, (m) => (m.name === name ? { ...m, ...change } : m));

export interface ZipCase {
  readonly what: string;
  readonly zip: (files: ReadonlyMap<string, Uint8Array>) => Buffer;
}

/** ZIP files of a whole bundle that are as good as its folder. */
export const goodZips: readonly ZipCase[] = [
  { what: 'deflated', zip: (files) => zipOf(membersOf(files)) },
  { what: 'stored', zip: (files) => zipOf(membersOf(files, (m) => ({ ...m, deflate: false }))) },
  { what: 'with sizes behind the data', zip: (files) => zipOf(membersOf(files, (m) => ({ ...m, descriptor: true }))) },
  { what: 'with its folders', zip: (files) => zipOf([{ name: 'keys/', data: new Uint8Array(0), deflate: false, central: { mode: 0o040755 } }, ...membersOf(files)]) },
  { what: 'with times in front of the data', zip: (files) => zipOf(membersOf(files, (m) => ({ ...m, localExtra: Buffer.from([0x55, 0x54, 1, 0, 1]) }))) },
];

const whole = (change: Whole) => (files: ReadonlyMap<string, Uint8Array>): Buffer => zipOf(membersOf(files), change);
const plan = (change: Partial<Member>) => (files: ReadonlyMap<string, Uint8Array>): Buffer => zipOf(only(files, 'plan.yaml', change));
const added = (...members: readonly Member[]) => (files: ReadonlyMap<string, Uint8Array>): Buffer => zipOf([...membersOf(files), ...members]);

/** ZIP files that are refused before anything is judged: transcript.bad-zip. */
export const badZips: readonly ZipCase[] = [
  { what: 'data between two files', zip: whole({ betweenMembers: text }) },
  { what: 'data before the directory', zip: whole({ beforeDirectory: text }) },
  { what: 'data after the end', zip: whole({ after: text }) },
  { what: 'a second ZIP file after the end', zip: whole({ after: zipOf([{ name: 'plan.yaml', data: text }]).subarray(0, 30) }) },
  { what: 'a comment', zip: whole({ comment: 'hello' }) },
  { what: 'one part of several', zip: whole({ disk: 1 }) },
  { what: 'fewer files than the directory holds', zip: whole({ count: 3 }) },
  { what: 'more files than the directory holds', zip: whole({ count: 60 }) },
  { what: 'an encrypted file', zip: plan({ both: { flags: 0x0801 } }) },
  { what: 'a feature that is not known', zip: plan({ both: { flags: 0x2800 } }) },
  { what: 'another method (bzip2)', zip: plan({ both: { method: 12 } }) },
  { what: 'a file described in two ways: its method', zip: plan({ central: { method: 0, packedBytes: 10, bytes: 10 } }) },
  { what: 'a file described in two ways: its name', zip: plan({ central: { name: 'plan.yamx' } }) },
  { what: 'a file described in two ways: its size', zip: plan({ central: { bytes: 3 } }) },
  { what: 'a file described in two ways: its size behind the data', zip: plan({ descriptor: true, behind: 3 }) },
  { what: 'a second name for other readers', zip: plan({ central: { extra: Buffer.from([0x75, 0x70, 1, 0, 1]) } }) },
  { what: 'a second name for other readers, in front of the data only', zip: plan({ localExtra: Buffer.from([0x75, 0x70, 1, 0, 1]) }) },
  { what: 'the form ZIP64', zip: plan({ central: { extra: Buffer.from([1, 0, 0, 0]) } }) },
  { what: 'a comment of a file', zip: plan({ central: { comment: 'x' } }) },
  { what: 'two files in the same place', zip: plan({ central: { localAt: 0 } }) },
  { what: 'a file beyond the end', zip: plan({ central: { localAt: 0x7fffffff } }) },
  { what: 'a bomb: four megabytes of zeros', zip: (files) => zipOf(only(files, 'documents/room.txt', { data: new Uint8Array(4 * 1024 * 1024) })) },
  { what: 'a folder with content', zip: added({ name: 'keys/', data: text, central: { mode: 0o040755 } }) },
];

/** transcript.too-many-files. */
export const fullZips: readonly ZipCase[] = [1100, 1024].map((count) => ({ what: `${count} files more than the bundle has`, zip: () => zipOf(Array.from({ length: count + 20 }, (_unused, i): Member => ({ name: `documents/${i}`, data: text, deflate: false }))) }));

/** transcript.not-a-bundle. */
export const noZips: readonly ZipCase[] = [
  { what: 'nothing', zip: () => Buffer.alloc(0) },
  { what: 'text', zip: () => Buffer.alloc(100, 65) },
  { what: 'something in front of it', zip: whole({ before: text }) },
];

const extra = { name: 'documents/link.txt', data: Buffer.from('/etc/passwd') };
/** ZIP files that are judged, and found invalid. */
export const invalidZips: readonly ZipCase[] = [
  ...['../keys/ann.pem', 'documents/../../x', '/etc/passwd', 'C:\\x.txt', 'documents\\x.txt', 'documents/x.txt\0.md', Buffer.from([0x64, 0xff]).toString('latin1'), '__MACOSX/keys/._ann.pem'].map((name) => ({ what: `a name that no bundle has: ${JSON.stringify(name)}`, zip: added({ name, data: text }) })),
  { what: 'a symbolic link', zip: added({ ...extra, central: { mode: 0o120777 } }) },
  { what: 'a device', zip: added({ name: 'documents/tty', data: new Uint8Array(0), deflate: false, central: { mode: 0o020666 } }) },
  { what: 'an empty folder', zip: added({ name: 'delivery/', data: new Uint8Array(0), deflate: false, central: { mode: 0o040755 } }) },
  { what: 'a file given twice', zip: added({ name: 'plan.yaml', data: text }) },
  { what: 'names that differ in case', zip: added({ name: 'documents/ROOM.txt', data: text }) },
  { what: 'a file beyond the limit of its name', zip: (files) => zipOf(only(files, 'keys/ann.pem', { data: new Uint8Array(5000).fill(65) })) },
  { what: 'a changed document', zip: (files) => zipOf(only(files, 'documents/room.txt', { data: Buffer.from('Room list, version 2\n') })) },
  { what: 'a checksum of something else', zip: plan({ both: { crc: 7 } }) },
  { what: 'more than was said', zip: plan({ both: { bytes: 3 } }) },
  { what: 'less than was said', zip: plan({ both: { bytes: 300_000 } }) },
  { what: 'a stream that is none', zip: plan({ deflate: false, data: Buffer.from('no deflate stream'), both: { method: 8 } }) },
];

/** Bytes in memory, as a browser would hold them. */
export function handleOf(bytes: Uint8Array): () => Promise<ZipHandle> {
  return async () => ({ size: bytes.length, read: async (at, length) => Uint8Array.from(bytes.subarray(at, at + length)), close: async () => undefined });
}
