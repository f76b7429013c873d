/**
 * The share as bytes, format version 1 (docs/formats/share.md): 50 bytes, so five typed rows of ten. It must never be stored by Keyrite; the
 * caller of either function owns and wipes what goes in and what comes out.
 *
 *   0..4   magic and version: 9B BD 80 E9, then C0 + version; in base32 "KEYR1TE1"
 *   5..9   set id, 40 bits; in base32 the 8 characters that people see
 *   10     index, 1..count        11  threshold, 2..count        12  count, at most 32
 *   13..45 Shamir value: 32 bytes y, 1 byte x
 *   46..49 CRC-32 (ISO-HDLC, as in zlib and IEEE 802.3) of bytes 0..45, big-endian
 */
import { concat, wipe } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { ALPHABET, fromSymbols, symbolValue, toSymbols } from './base32.ts';
import { crc32 } from './crc32.ts';
import { isSplitSize, VALUE_LENGTH } from './split.ts';
import type { Share } from './types.ts';

export const SHARE_LENGTH = 50;
/** Characters of a share in base32: the contents of its printed code. */
export const CODE_LENGTH = 80;
const VERSION = 1;
const MAGIC = Uint8Array.of(0x9b, 0xbd, 0x80, 0xe9);
const CRC_AT = SHARE_LENGTH - 4;

/** Set id (8 Crockford base32 characters) of 5 bytes, such as random ones for a new set. */
export function setIdOf(bytes: Uint8Array): string {
  if (bytes.length !== 5) throw new RangeError('a set id is 5 bytes');
  let text = '';
  for (const symbol of toSymbols(bytes)) text += ALPHABET[symbol]!;
  return text;
}

/** The 5 bytes of a set id in its canonical form: 8 characters of {@link ALPHABET}, no hyphen. RangeError on anything else. */
export function setIdBytes(set: string): Uint8Array {
  const symbols = Uint8Array.from(set, (character) => ALPHABET.indexOf(character) & 255);
  if (symbols.length !== 8 || symbols.some((symbol) => symbol > 31)) throw new RangeError('not a set id');
  return fromSymbols(symbols)!;
}

/** A set id as people read it: XXXX-XXXX. One that is in this form already stays as it is. */
export function showSetId(set: string): string {
  const bare = set.replace('-', '');
  return `${bare.slice(0, 4)}-${bare.slice(4)}`;
}

/** 50 bytes of `share`. RangeError where a field can not be written: that is a mistake in the program, not of a person. */
export function encodeShare(share: Share): Uint8Array {
  const { index, threshold, count, value } = share;
  if (!isSplitSize(share) || !Number.isInteger(index) || index < 1 || index > count) throw new RangeError('share numbers out of range');
  if (value.length !== VALUE_LENGTH || value[VALUE_LENGTH - 1] === 0) throw new RangeError('not a Shamir value');
  const out = new Uint8Array(SHARE_LENGTH);
  out.set(MAGIC, 0);
  out[4] = 0xc0 | VERSION;
  out.set(setIdBytes(share.set), 5);
  out.set([index, threshold, count], 10);
  out.set(value, 13);
  new DataView(out.buffer).setUint32(CRC_AT, crc32(out.subarray(0, CRC_AT)));
  return out;
}

/** The record that a printed code holds as 80 base32 characters (ASCII), or null where `content` is something else. */
export function recordOfCode(content: Uint8Array): Uint8Array | null {
  if (content.length !== CODE_LENGTH) return null;
  const symbols = new Uint8Array(CODE_LENGTH);
  try {
    for (let i = 0; i < CODE_LENGTH; i++) {
      const value = symbolValue(content[i]!);
      if (value < 0) return null;
      symbols[i] = value;
    }
    return fromSymbols(symbols);
  } finally {
    wipe(symbols);
  }
}

/**
 * The share in `bytes`: the 50-byte record, or the 80 ASCII characters that its printed code holds.
 * Errors: `share.unreadable` (not a share at all), `share.other-version`, `share.damaged` (checksum or a number out of range).
 */
export function decodeShare(bytes: Uint8Array): Share {
  const record = recordOfCode(bytes) ?? concat(bytes.subarray(0, SHARE_LENGTH + 1));
  try {
    return decodeRecord(record);
  } finally {
    wipe(record);
  }
}

function decodeRecord(record: Uint8Array): Share {
  if (record.length < 5 || MAGIC.some((byte, i) => record[i] !== byte) || record[4]! >> 4 !== 0xc) throw new RefusalError('share.unreadable');
  const version = record[4]! & 15;
  if (version !== VERSION) throw new RefusalError('share.other-version', { version });
  if (record.length !== SHARE_LENGTH) throw new RefusalError('share.damaged');
  const crc = new DataView(record.buffer, record.byteOffset).getUint32(CRC_AT);
  const [index, threshold, count] = [record[10]!, record[11]!, record[12]!];
  const fits = isSplitSize({ threshold, count }) && index >= 1 && index <= count && record[45] !== 0;
  if (crc !== crc32(record.subarray(0, CRC_AT)) || !fits) throw new RefusalError('share.damaged');
  return { set: setIdOf(record.subarray(5, 10)), index, threshold, count, value: record.slice(13, CRC_AT) };
}
