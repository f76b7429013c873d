/** RFC 8785 canonical JSON, both ways: the one spelling of a value that is hashed and signed. Never repairs or reinterprets what it is given. */
import { equalBytes, fromUtf8, utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { limits } from './limits.ts';

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      // RFC 8785 section 3.2.2.3: ECMAScript's own spelling of a finite number, which writes -0 as 0.
      if (!Number.isFinite(value)) throw new RefusalError('transcript.not-finite');
      return JSON.stringify(value);
    case 'string':
      return quoted(value);
    case 'object':
      if (value === null) return 'null';
      if (depth === 0) throw new RefusalError('transcript.too-deep', { limit: limits.jsonDepth });
      return Array.isArray(value) ? arrayText(value, depth - 1) : objectText(value, depth - 1);
    default:
      throw new RefusalError('transcript.not-json', { what: typeof value });
  }
}

function quoted(text: string): string {
  // RFC 8785 section 3.2.2.2: half of a surrogate pair has no UTF-8 form and must end the work.
  if (!text.isWellFormed()) throw new RefusalError('transcript.lone-surrogate');
  return JSON.stringify(text);
}

function arrayText(items: readonly unknown[], depth: number): string {
  let out = '[';
  // By index, so that a hole is seen (as undefined) and refused.
  for (let i = 0; i < items.length; i++) out += (i === 0 ? '' : ',') + textOf(items[i], depth);
  return out + ']';
}

function objectText(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new RefusalError('transcript.not-json', { what: 'a class instance' });
  }
  if (Object.getOwnPropertySymbols(value).length > 0) throw new RefusalError('transcript.not-json', { what: 'symbol' });
  // RFC 8785 section 3.2.3: names in the order of their UTF-16 code units, which is how sort() compares strings.
  const names = Object.keys(value).sort();
  let out = '{';
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    out += (i === 0 ? '' : ',') + quoted(name) + ':' + textOf((value as Readonly<Record<string, unknown>>)[name], depth);
  }
  return out + '}';
}

/**
 * RFC 8785 text of a JSON value: null, boolean, finite number, well-formed string, array, plain object.
 * Throws RefusalError `transcript.not-json` (undefined, bigint, function, symbol, any class instance such as Uint8Array or Date),
 * `transcript.not-finite`, `transcript.lone-surrogate`, `transcript.too-deep` (more than 32 levels; so also a cycle).
 */
export function canonicalText(value: unknown): string {
  return textOf(value, limits.jsonDepth);
}

/** UTF-8 bytes of {@link canonicalText}; the same refusals. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8(canonicalText(value));
}

/** Whether no more than `maxDepth` brackets are open at once. Works on bytes, so that a parser never meets an absurd nesting. */
function withinDepth(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i]!;
    if (inString) {
      if (b === 0x5c) i++;
      else if (b === 0x22) inString = false;
    } else if (b === 0x22) inString = true;
    else if (b === 0x5b || b === 0x7b) {
      if (++depth > maxDepth) return false;
    } else if (b === 0x5d || b === 0x7d) depth--;
  }
  return true;
}

/**
 * The value of bytes that are exactly canonical. Duplicate names, white space, other spellings of numbers or strings, a byte order mark,
 * and anything after the value are refused, because the value's own canonical bytes then differ.
 * Throws RefusalError `transcript.too-deep`, `transcript.invalid-utf8`, `transcript.malformed-json`, `transcript.not-canonical`, `transcript.lone-surrogate`.
 */
export function parseCanonical(bytes: Uint8Array, options: { readonly maxDepth?: number } = {}): unknown {
  const maxDepth = Math.min(options.maxDepth ?? limits.jsonDepth, limits.jsonDepth);
  if (!withinDepth(bytes, maxDepth)) throw new RefusalError('transcript.too-deep', { limit: maxDepth });
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch (cause) {
    throw new RefusalError('transcript.invalid-utf8', undefined, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RefusalError('transcript.malformed-json', undefined, { cause });
  }
  // SECURITY: the comparison is what makes a second reading of the same signed bytes impossible.
  if (!equalBytes(canonicalBytes(value), bytes)) throw new RefusalError('transcript.not-canonical');
  return value;
}
