/** The one DER encoding of an RSA SubjectPublicKeyInfo, read and written. Accepts no other encoding, and judges neither size nor strength. */
import { concat, equalBytes, fromHex } from '../bytes/bytes.ts';

/** Big-endian without leading zero bytes. */
export interface RsaNumbers {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** AlgorithmIdentifier of rsaEncryption with NULL parameters (RFC 3279 section 2.3.1). */
const RSA_ENCRYPTION = fromHex('300d06092a864886f70d0101010500');

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Content of the element with `tag` at `at` in DER (X.690 section 10.1: definite, shortest length), or null. */
function element(der: Uint8Array, at: number, tag: number): Span | null {
  const first = der[at + 1];
  if (der[at] !== tag || first === undefined) return null;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first - 0x80;
    if (count < 1 || count > 2 || start + count > der.length) return null;
    length = count === 1 ? der[start]! : der[start]! * 256 + der[start + 1]!;
    if (length < (count === 1 ? 0x80 : 0x100)) return null;
    start += count;
  }
  return start + length <= der.length ? { start, end: start + length } : null;
}

/** A positive INTEGER in its shortest form (X.690 section 8.3.2). */
function positive(der: Uint8Array, at: number): { readonly value: Uint8Array; readonly end: number } | null {
  const span = element(der, at, 0x02);
  if (span === null || span.end === span.start) return null;
  const bytes = der.subarray(span.start, span.end);
  if (bytes[0]! >= 0x80 || (bytes[0] === 0 && (bytes.length === 1 || bytes[1]! < 0x80))) return null;
  return { value: bytes[0] === 0 ? bytes.slice(1) : bytes.slice(), end: span.end };
}

/**
 * Modulus and exponent of a DER SubjectPublicKeyInfo (RFC 5280 section 4.1) of rsaEncryption. 'other-algorithm' where it is the key of another
 * algorithm; null where it is no SubjectPublicKeyInfo, or not in its one encoding.
 */
export function readRsaSpki(der: Uint8Array): RsaNumbers | 'other-algorithm' | null {
  const whole = element(der, 0, 0x30);
  if (whole?.end !== der.length) return null;
  const algorithm = element(der, whole.start, 0x30);
  if (algorithm === null || der[algorithm.start] !== 0x06) return null;
  const bits = element(der, algorithm.end, 0x03);
  // The BIT STRING of a public key has whole bytes: its count of unused bits is 0.
  if (bits?.end !== whole.end || der[bits.start] !== 0) return null;
  if (!equalBytes(der.subarray(whole.start, algorithm.end), RSA_ENCRYPTION)) return 'other-algorithm';
  const key = element(der, bits.start + 1, 0x30);
  if (key?.end !== bits.end) return null;
  const modulus = positive(der, key.start);
  if (modulus === null) return null;
  const exponent = positive(der, modulus.end);
  if (exponent?.end !== key.end) return null;
  return { modulus: modulus.value, exponent: exponent.value };
}

function wrapped(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(...parts);
  const length = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return concat(Uint8Array.of(tag, ...length), body);
}

function integer(value: Uint8Array): Uint8Array {
  return value[0]! >= 0x80 ? wrapped(0x02, Uint8Array.of(0), value) : wrapped(0x02, value);
}

/** DER SubjectPublicKeyInfo of `numbers`, which have no leading zero bytes and are at most 4096 bytes long. */
export function writeRsaSpki({ modulus, exponent }: RsaNumbers): Uint8Array {
  return wrapped(0x30, RSA_ENCRYPTION, wrapped(0x03, Uint8Array.of(0), wrapped(0x30, integer(modulus), integer(exponent))));
}

/** How many bits a big-endian number without leading zero bytes has. */
export function bitLength(value: Uint8Array): number {
  return value.length === 0 ? 0 : value.length * 8 - (Math.clz32(value[0]!) - 24);
}
