/** Byte helpers for the whole core: encodings, comparison, wiping. Never converts a secret to a string by itself. */

const HEX = '0123456789abcdef';

/** Lower-case hexadecimal of `bytes`. Not for secrets: strings cannot be wiped. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const b of bytes) out += HEX[b >> 4]! + HEX[b & 15]!;
  return out;
}

/** Bytes of an even-length hexadecimal string in either case. Throws RangeError on anything else. */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) throw new RangeError('not a hexadecimal string');
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return out;
}

const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i]!;
    const b = bytes[i + 1];
    const c = bytes[i + 2];
    out += B64[a >> 2]! + B64[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    out += b === undefined ? '=' : B64[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    out += c === undefined ? '=' : B64[c & 63]!;
  }
  return out;
}

const SEXTETS = Uint8Array.from({ length: 128 }, (_unused, code) => Math.max(0, B64.indexOf(String.fromCharCode(code))));

/** The six bits of a character of base64; of padding, zero. */
function sextet(text: string, at: number): number {
  return SEXTETS[text.charCodeAt(at)]!;
}

/** Strict inverse of {@link toBase64}: canonical padding and zero trailing bits, else RangeError. */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new RangeError('not standard base64');
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - pad);
  let at = 0;
  let word = 0;
  for (let i = 0; i < text.length; i += 4) {
    word = (sextet(text, i) << 18) | (sextet(text, i + 1) << 12) | (sextet(text, i + 2) << 6) | sextet(text, i + 3);
    // Past the end nothing is written: typed arrays let it fall.
    out[at] = word >> 16;
    out[at + 1] = word >> 8;
    out[at + 2] = word;
    at += 3;
  }
  // RFC 4648 section 3.5: bits that padding cuts off are zero.
  if ((word & (pad === 2 ? 0xffff : pad === 1 ? 0xff : 0)) !== 0) throw new RangeError('not canonical base64');
  return out;
}

const encoder = new TextEncoder();

/** UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 text of `bytes`; throws TypeError where they are not valid UTF-8. Keeps a byte order mark. */
export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** One array holding all `parts` in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** Whether `a` and `b` hold the same bytes; the time depends on the lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let diff = 0;
  for (let i = 0; i < a.length; i++) diff |= a[i]! ^ b[i]!;
  return diff === 0;
}

/** Overwrites every given array with zeros. What JavaScript cannot promise about copies is said in docs/threat-model.md. */
export function wipe(...secrets: readonly (Uint8Array | null | undefined)[]): void {
  for (const s of secrets) s?.fill(0);
}
