/** Reads DER (X.690 sections 8 and 10) strictly: one encoding, definite and minimal lengths, nothing left over. Whatever else it is given is null or throws DerError, and is never guessed. */

export class DerError extends Error {}

/** One element: its tag byte, its content, and the whole of it with tag and length. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

export const tags = { boolean: 0x01, integer: 0x02, bitString: 0x03, octets: 0x04, oid: 0x06, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31 } as const;
/** Context-specific, constructed. */
export const context = (number: number): number => 0xa0 | number;

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new DerError(what);
}

function elementAt(der: Uint8Array, at: number): Element {
  const tag = der[at];
  let length = der[at + 1];
  must(tag !== undefined && length !== undefined, 'an element ends early');
  must((tag & 0x1f) !== 0x1f, 'a tag of several bytes');
  let start = at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    must(count >= 1 && count <= 3, 'an indefinite or absurd length');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (der[start + i] ?? 0);
    start += count;
    must(length >= (count === 1 ? 0x80 : 2 ** (8 * (count - 1))), 'a length in more bytes than it needs');
  }
  must(start + length <= der.length, 'an element ends early');
  return { tag, content: der.subarray(start, start + length), whole: der.subarray(at, start + length) };
}

/** The one element that these bytes are. Throws DerError. */
export function onlyElement(der: Uint8Array, tag?: number): Element {
  const element = elementAt(der, 0);
  must(element.whole.length === der.length, 'something follows the element');
  must(tag === undefined || element.tag === tag, 'another element was expected');
  return element;
}

/** The elements inside one. Throws DerError. */
export function children({ content, tag }: Element): readonly Element[] {
  must((tag & 0x20) !== 0, 'an element without parts');
  const found: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const element = elementAt(content, at);
    found.push(element);
    must(found.length <= 1000, 'too many parts');
    at += element.whole.length;
  }
  return found;
}

/** Takes the parts of a structure in their order. */
export interface Parts {
  /** The next part, which must have this tag. */
  take(tag: number): Element;
  /** The next part if it has this tag, else null. */
  maybe(tag: number): Element | null;
  /** Throws DerError where a part is left. */
  end(): void;
}

export function partsOf(element: Element): Parts {
  const all = children(element);
  let at = 0;
  const maybe = (tag: number): Element | null => (all[at]?.tag === tag ? all[at++]! : null);
  return {
    maybe,
    take(tag) {
      const found = maybe(tag);
      must(found !== null, 'another part was expected');
      return found;
    },
    end: () => must(at === all.length, 'a part too many'),
  };
}

/** Dotted text of an object identifier. */
export function oid({ tag, content }: Element): string {
  must(tag === tags.oid && content.length > 0 && content.at(-1)! < 0x80, 'not an object identifier');
  const numbers: number[] = [];
  let number = 0;
  let fresh = true;
  for (const byte of content) {
    must(!fresh || byte !== 0x80, 'an object identifier with needless bytes');
    number = number * 128 + (byte & 0x7f);
    must(number <= Number.MAX_SAFE_INTEGER, 'an object identifier beyond all bounds');
    fresh = byte < 0x80;
    if (fresh) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - 40 * top, ...rest].join('.');
}

/** The content of an INTEGER in its one encoding (X.690 section 8.3.2): no needless first byte. It may be negative, as serial numbers of some authorities are. */
export function integer({ tag, content }: Element): Uint8Array {
  const [first, second = 0] = content;
  must(tag === tags.integer && first !== undefined && (content.length === 1 || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))), 'not a number in its one form');
  return content;
}

/** A small INTEGER that is not negative. */
export function smallInteger(element: Element): number {
  const content = integer(element);
  must(content.length <= 4 && content[0]! < 0x80, 'not a small number');
  return content.reduce((n, byte) => n * 256 + byte, 0);
}

/** The parts of a SET OF, which stand in the order of their encodings (X.690 section 11.6). Throws DerError. */
export function sortedParts(element: Element): readonly Element[] {
  const all = children(element);
  // No encoding is the beginning of another, so it need not be padded for the comparison.
  for (const [i, { whole }] of all.entries()) must(i === 0 || compareBytes(all[i - 1]!.whole, whole) <= 0, 'the parts of a set in another order');
  return all;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export function isTrue({ tag, content }: Element): boolean {
  // X.690 section 11.1: TRUE is FF.
  must(tag === tags.boolean && content.length === 1 && (content[0] === 0 || content[0] === 0xff), 'not a boolean');
  return content[0] === 0xff;
}

/** The bytes of a BIT STRING of whole bytes. */
export function bits({ tag, content }: Element): Uint8Array {
  must(tag === tags.bitString && content[0] === 0, 'not a bit string of whole bytes');
  return content.subarray(1);
}

/** Bytes of a time with as many digits of a second as anybody could need. */
const LONGEST_TIME = 40;

/** UTC, milliseconds since 1970, of a UTCTime or GeneralizedTime as RFC 5280 and RFC 3161 allow them; fractions beyond milliseconds are cut off. */
export function timeOf({ tag, content }: Element): number {
  must(content.length <= LONGEST_TIME, 'not a time');
  const text = String.fromCharCode(...content);
  const found = tag === tags.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) : tag === tags.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text) : null;
  must(found !== null, 'not a time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  // RFC 5280 section 4.1.2.5.1.
  const full = tag === tags.utcTime ? (year >= 50 ? 1900 : 2000) + year : year;
  const ms = Number(`${found[7] ?? ''}000`.slice(0, 3));
  const time = Date.UTC(full, month - 1, day, hour, minute, second, ms);
  const date = new Date(time);
  must(full >= 1950 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute && date.getUTCSeconds() === second, 'not a time that exists');
  return time;
}

/** The object identifier of an AlgorithmIdentifier. Its parameters are absent or NULL, or of an EC key the curve, which `parameters` gives. */
export function algorithm(element: Element): { readonly oid: string; readonly parameters: string | null } {
  const parts = partsOf(element);
  const name = oid(parts.take(tags.oid));
  const nothing = parts.maybe(0x05);
  must(nothing === null || nothing.content.length === 0, 'a NULL with content');
  const curve = nothing === null ? parts.maybe(tags.oid) : null;
  parts.end();
  return { oid: name, parameters: curve === null ? null : oid(curve) };
}

