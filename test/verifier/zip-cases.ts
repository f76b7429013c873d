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
    const { name, data, deflate = true, central = {}, both = {}, descriptor = false } = member;
    const packed = deflate ? deflateRawSync(data) : Buffer.from(data);
    const localAt = at();
    const flags = both.flags ?? (descriptor ? 0x0808 : 0x0800);
    const method = both.method ?? (deflate ? 8 : 0);
    const crc = both.crc ?? crc32(data);
    const bytes = both.bytes ?? data.length;
    const sizes = descriptor ? [0, 0, 0] : [crc, packed.length, bytes];
    parts.push(Buffer.concat([le(4, 0x04034b50), le(2, 20), le(2, flags), le(2, method), le(4, 0x00210000), ...sizes.map((s) => le(4, s)), le(2, Buffer.byteLength(name)), le(2, 0), Buffer.from(name), packed]));
    if (descriptor) parts.push(Buffer.concat([le(4, 0x08074b50), le(4, crc), le(4, packed.length), le(4, bytes)]));
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

/** Bytes in memory, as a browser would hold them. */
export function handleOf(bytes: Uint8Array): () => Promise<ZipHandle> {
  return async () => ({ size: bytes.length, read: async (at, length) => Uint8Array.from(bytes.subarray(at, at + length)), close: async () => undefined });
}
