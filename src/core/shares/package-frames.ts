/**
 * The package on paper (docs/formats/package.md): its bytes cut into printed codes, each an ASCII line that says which part of what it is, then
 * the part. A stranger scans the codes, drops the first lines and joins the rest in order. It must never join parts of two packages.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromUtf8, toHex, utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { MAX_PACKAGE_LENGTH } from './package-file.ts';

/** At most this many bytes of the package in one code: with its line under 611, a QR code of version 23 at level Q (ISO/IEC 18004 table 7). */
export const PART_LENGTH = 500;
const HEADER = /^KEYRITE PACKAGE 1 (\d{1,3})\/(\d{1,3}) ([0-9a-f]{64})$/;

/** The contents of the printed codes of `bytes`, in order, as few and as equal as can be. RangeError for bytes that are empty, too many, or not ASCII as a package is. */
export function toFrames(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length === 0 || bytes.length > MAX_PACKAGE_LENGTH || bytes.some((byte) => byte > 126 || byte < 32)) throw new RangeError('not a package');
  const count = Math.ceil(bytes.length / PART_LENGTH);
  const length = Math.ceil(bytes.length / count);
  const digest = toHex(sha256(bytes));
  return Array.from({ length: count }, (_, i) =>
    concat(utf8(`KEYRITE PACKAGE 1 ${i + 1}/${count} ${digest}\n`), bytes.subarray(i * length, (i + 1) * length)));
}

interface Frame {
  readonly number: number;
  readonly count: number;
  readonly digest: string;
  readonly part: Uint8Array;
}

/** The frame in the contents of one code, or null where it is something else. */
export function parseFrame(content: Uint8Array): Frame | null {
  const lineEnd = content.indexOf(10);
  if (lineEnd < 0 || lineEnd > 100 || content.length > 2 * PART_LENGTH || content.some((byte) => byte > 126)) return null;
  const line = HEADER.exec(fromUtf8(content.subarray(0, lineEnd)));
  if (line === null) return null;
  const [number, count] = [Number(line[1]), Number(line[2])];
  const part = content.slice(lineEnd + 1);
  return number >= 1 && number <= count && part.length > 0 ? { number, count, digest: line[3]!, part } : null;
}

/**
 * The package file's bytes from the contents of its codes, in any order, some perhaps twice; other codes among them are passed over.
 * Errors: `package.no-code`, `package.parts-mixed` (of two packages, or two different parts with one number), `package.parts-missing`,
 * `package.altered` (the whole does not have its digest).
 */
export function fromFrames(contents: readonly Uint8Array[]): Uint8Array {
  const frames = contents.map(parseFrame).filter((frame) => frame !== null);
  const first = frames[0];
  if (first === undefined) throw new RefusalError('package.no-code');
  const parts = new Map<number, Uint8Array>();
  for (const frame of frames) {
    const same = parts.get(frame.number);
    const fits = frame.digest === first.digest && frame.count === first.count && (same === undefined || toHex(same) === toHex(frame.part));
    if (!fits) throw new RefusalError('package.parts-mixed');
    parts.set(frame.number, frame.part);
  }
  const numbers = Array.from({ length: first.count }, (_, i) => i + 1);
  const missing = numbers.filter((number) => !parts.has(number));
  if (missing.length > 0) throw new RefusalError('package.parts-missing', { missing: missing.slice(0, 20).join(', '), count: first.count });
  const whole = concat(...numbers.map((number) => parts.get(number)!));
  if (toHex(sha256(whole)) !== first.digest) throw new RefusalError('package.altered');
  return whole;
}
