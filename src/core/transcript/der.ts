/** The two DER shapes of the transcript: an ECDSA signature and an EC public key. Accepts the one valid encoding only and never guesses. */

/**
 * r||s (each `size` bytes, big-endian) of a DER Ecdsa-Sig-Value (RFC 3279 section 2.2.3), or null where the bytes are anything but its one
 * DER encoding (X.690 section 10): indefinite or overlong lengths, padded or negative integers, trailing bytes, integers over `size` bytes.
 */
export function signatureFromDer(der: Uint8Array, size: number): Uint8Array | null {
  const at = header(der, 0, 0x30);
  if (at === null || at.end !== der.length) return null;
  const r = integer(der, at.start, size);
  if (r === null) return null;
  const s = integer(der, r.end, size);
  if (s === null || s.end !== der.length) return null;
  const out = new Uint8Array(2 * size);
  out.set(r.value, size - r.value.length);
  out.set(s.value, 2 * size - s.value.length);
  return out;
}

/** The DER Ecdsa-Sig-Value of r||s (equal halves, as PKCS#11 C_Sign returns it). Throws RangeError on an odd or absurd length. */
export function signatureToDer(raw: Uint8Array): Uint8Array {
  if (raw.length === 0 || raw.length % 2 !== 0 || raw.length > 132) throw new RangeError('not r||s');
  const body = [...derInteger(raw.subarray(0, raw.length / 2)), ...derInteger(raw.subarray(raw.length / 2))];
  return Uint8Array.from(body.length < 0x80 ? [0x30, body.length, ...body] : [0x30, 0x81, body.length, ...body]);
}

function derInteger(bytes: Uint8Array): readonly number[] {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const digits = Array.from(bytes.subarray(from));
  if (digits[0]! >= 0x80) digits.unshift(0);
  return [0x02, digits.length, ...digits];
}

function header(der: Uint8Array, at: number, tag: number): { readonly start: number; readonly end: number } | null {
  if (der[at] !== tag) return null;
  const first = der[at + 1];
  if (first === undefined) return null;
  if (first < 0x80) return within(der, at + 2, first);
  // X.690 section 10.1: the long form only where the short one does not fit. Nothing here is longer than 255 bytes.
  if (first !== 0x81) return null;
  const length = der[at + 2];
  if (length === undefined || length < 0x80) return null;
  return within(der, at + 3, length);
}

function within(der: Uint8Array, start: number, length: number): { readonly start: number; readonly end: number } | null {
  return start + length <= der.length ? { start, end: start + length } : null;
}

function integer(der: Uint8Array, at: number, size: number): { readonly value: Uint8Array; readonly end: number } | null {
  const span = header(der, at, 0x02);
  if (span === null || span.end === span.start) return null;
  const bytes = der.subarray(span.start, span.end);
  // X.690 section 8.3.2: no superfluous leading zero; ECDSA integers are never negative.
  if (bytes[0]! >= 0x80) return null;
  if (bytes[0] === 0 && bytes.length > 1 && bytes[1]! < 0x80) return null;
  const value = bytes[0] === 0 ? bytes.subarray(1) : bytes;
  return value.length <= size ? { value, end: span.end } : null;
}
