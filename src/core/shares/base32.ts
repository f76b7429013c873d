/**
 * Crockford base32 (crockford.com/base32, without its mod-37 check symbol): 5 bits a character, most significant first. It works on character
 * codes in Uint8Array so that a secret need not become a string; only typed-form.ts and the printed code make strings of it.
 */

export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 32; value++) {
  VALUES[ALPHABET.charCodeAt(value)] = value;
  VALUES[ALPHABET.toLowerCase().charCodeAt(value)] = value;
}
for (const [written, meant] of [['O', 0], ['I', 1], ['L', 1]] as const) {
  VALUES[written.charCodeAt(0)] = meant;
  VALUES[written.toLowerCase().charCodeAt(0)] = meant;
}

/** The 5-bit value of an ASCII character code, in either case, with O read as 0 and I and L as 1; -1 for any other. */
export function symbolValue(code: number): number {
  return VALUES[code] ?? -1;
}

/** 5-bit values of `bytes`; the last is padded with zero bits. Wiped by the caller where the bytes are secret. */
export function toSymbols(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 8) / 5));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const byte of bytes) {
    held = ((held & 31) << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out[at++] = (held >> bits) & 31;
    }
  }
  if (bits > 0) out[at] = (held << (5 - bits)) & 31;
  return out;
}

/** Inverse of {@link toSymbols} for whole bytes; null where bits that belong to no byte are not zero. */
export function fromSymbols(symbols: Uint8Array): Uint8Array | null {
  const out = new Uint8Array(Math.floor((symbols.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const symbol of symbols) {
    held = ((held & 127) << 5) | symbol;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 255;
    }
  }
  return bits < 5 && (held & ((1 << bits) - 1)) === 0 ? out : null;
}
