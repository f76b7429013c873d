/** X.509 certificates (RFC 5280) as far as a timestamp needs them. Reads and checks signatures; whom to trust is an argument. */
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat, equalBytes, fromHex, toHex } from '../../bytes/bytes.ts';
import { signatureFromDer } from '../../transcript/der.ts';
import { algorithm, bits, children, context, DerError, integer, isTrue, oid, onlyElement, partsOf, smallInteger, tags, timeOf } from './der.ts';
import type { Element } from './der.ts';

export interface Certificate {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  /** DER of the INTEGER's content. */
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** UTC, milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly spki: Uint8Array;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  readonly isAuthority: boolean;
  readonly pathLength: number | null;
  /** Whether key usage, where it is given, lets the key sign certificates; signatures. */
  readonly signsCertificates: boolean;
  readonly signsData: boolean;
  /** Object identifiers of the extended key usage, or null where there is none. */
  readonly usages: readonly string[] | null;
  readonly usagesCritical: boolean;
  readonly keyIdentifier: Uint8Array | null;
  /** Whether a critical extension is there that is not understood: such a certificate is not used. */
  readonly strange: boolean;
}

/** Critical or not, these restrict nothing that is judged here, or are judged. Name and policy constraints are not among them. */
const understood: ReadonlySet<string> = new Set(['2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.31', '2.5.29.32', '2.5.29.35', '2.5.29.37', '1.3.6.1.5.5.7.1.1']);

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

function extensionsOf(element: Element | null): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  if (element === null) return found;
  for (const one of children(onlyElement(element.content, tags.sequence))) {
    const parts = partsOf(one);
    const name = oid(parts.take(tags.oid));
    const critical = parts.maybe(tags.boolean);
    const value = parts.take(tags.octets).content;
    parts.end();
    if (found.has(name)) throw new DerError('an extension twice');
    found.set(name, { critical: critical !== null && isTrue(critical), value });
  }
  return found;
}

/** Whether bit `number` of a BIT STRING in an extension is set. */
function hasBit(value: Uint8Array, number: number): boolean {
  const { tag, content } = onlyElement(value);
  if (tag !== tags.bitString || content.length < 2 || content[0]! > 7) throw new DerError('not a bit string');
  return (((content[1 + (number >> 3)] ?? 0) >> (7 - (number & 7))) & 1) === 1;
}

function basicConstraints(value: Uint8Array | undefined): { readonly isAuthority: boolean; readonly pathLength: number | null } {
  if (value === undefined) return { isAuthority: false, pathLength: null };
  const parts = partsOf(onlyElement(value, tags.sequence));
  const authority = parts.maybe(tags.boolean);
  const length = parts.maybe(tags.integer);
  parts.end();
  return { isAuthority: authority !== null && isTrue(authority), pathLength: length === null ? null : smallInteger(length) };
}

/** Throws DerError where the bytes are no certificate of version 3 in DER. */
export function readCertificate(der: Uint8Array): Certificate {
  const outer = partsOf(onlyElement(der, tags.sequence));
  const tbs = outer.take(tags.sequence);
  const signatureAlgorithm = outer.take(tags.sequence);
  const signature = bits(outer.take(tags.bitString));
  outer.end();
  const parts = partsOf(tbs);
  if (smallInteger(onlyElement(parts.take(context(0)).content, tags.integer)) !== 2) throw new DerError('not version 3');
  const serial = integer(parts.take(tags.integer));
  if (!equalBytes(parts.take(tags.sequence).whole, signatureAlgorithm.whole)) throw new DerError('two signature algorithms');
  const issuer = parts.take(tags.sequence).whole;
  const [from, to, more] = children(parts.take(tags.sequence));
  if (from === undefined || to === undefined || more !== undefined) throw new DerError('no validity');
  const subject = parts.take(tags.sequence).whole;
  const spki = parts.take(tags.sequence).whole;
  parts.maybe(0x81);
  parts.maybe(0x82);
  const extensions = extensionsOf(parts.maybe(context(3)));
  parts.end();
  const usage = extensions.get('2.5.29.15')?.value;
  const extended = extensions.get('2.5.29.37');
  const identifier = extensions.get('2.5.29.14')?.value;
  return {
    der,
    tbs: tbs.whole,
    serial,
    issuer,
    subject,
    notBefore: timeOf(from),
    notAfter: timeOf(to),
    spki,
    signatureAlgorithm: algorithm(signatureAlgorithm).oid,
    signature,
    ...basicConstraints(extensions.get('2.5.29.19')?.value),
    signsCertificates: usage === undefined || hasBit(usage, 5),
    signsData: usage === undefined || hasBit(usage, 0) || hasBit(usage, 1),
    usages: extended === undefined ? null : children(onlyElement(extended.value, tags.sequence)).map(oid),
    usagesCritical: extended?.critical === true,
    keyIdentifier: identifier === undefined ? null : onlyElement(identifier, tags.octets).content,
    strange: [...extensions].some(([name, { critical }]) => critical && !understood.has(name)),
  };
}

/** Text of a name (RFC 5280 section 4.1.2.4): the values of its parts, in their order. A claim, to be shown only. */
export function nameText(name: Uint8Array): string {
  try {
    return children(onlyElement(name, tags.sequence))
      .flatMap((set) => children(set))
      .map((pair) => new TextDecoder().decode(children(pair)[1]?.content ?? new Uint8Array()))
      .join(', ')
      .slice(0, 400);
  } catch {
    return '';
  }
}

const hashes = { '256': sha256, '384': sha384, '512': sha512 } as const;
type Hash = keyof typeof hashes;
/** Digest algorithms (RFC 5754). SHA-1 and shorter ones are none. */
export const digestAlgorithms: ReadonlyMap<string, (bytes: Uint8Array) => Uint8Array> = new Map<string, (bytes: Uint8Array) => Uint8Array>([['2.16.840.1.101.3.4.2.1', sha256], ['2.16.840.1.101.3.4.2.2', sha384], ['2.16.840.1.101.3.4.2.3', sha512]]);
const hashOfDigest: ReadonlyMap<string, Hash> = new Map([['2.16.840.1.101.3.4.2.1', '256'], ['2.16.840.1.101.3.4.2.2', '384'], ['2.16.840.1.101.3.4.2.3', '512']]);
const ecdsa: ReadonlyMap<string, Hash> = new Map([['1.2.840.10045.4.3.2', '256'], ['1.2.840.10045.4.3.3', '384'], ['1.2.840.10045.4.3.4', '512']]);
const rsa: ReadonlyMap<string, Hash> = new Map([['1.2.840.113549.1.1.11', '256'], ['1.2.840.113549.1.1.12', '384'], ['1.2.840.113549.1.1.13', '512']]);
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const curves: Readonly<Record<string, { readonly curve: typeof p256; readonly size: number }>> = { '1.2.840.10045.3.1.7': { curve: p256, size: 32 }, '1.3.132.0.34': { curve: p384, size: 48 }, '1.3.132.0.35': { curve: p521, size: 66 } };
/** DigestInfo up to the digest (RFC 8017 section 9.2, note 1). */
const digestInfo: Readonly<Record<Hash, Uint8Array>> = {
  '256': fromHex('3031300d060960864801650304020105000420'),
  '384': fromHex('3041300d060960864801650304020205000430'),
  '512': fromHex('3051300d060960864801650304020305000440'),
};

function verifyEcdsa(point: Uint8Array, curveName: string | null, signature: Uint8Array, digest: Uint8Array): boolean {
  const found = curveName !== null && Object.hasOwn(curves, curveName) ? curves[curveName] : undefined;
  // Uncompressed (SEC 1 section 2.3.3), as everywhere in a bundle.
  if (found === undefined || point[0] !== 4) return false;
  const raw = signatureFromDer(signature, found.size);
  return raw !== null && found.curve.verify(raw, digest, point, { format: 'compact', prehash: false, lowS: false });
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2), 2048 to 8192 bits, exponent 65537: the one encoding is built and compared. */
function verifyRsa(key: Uint8Array, hash: Hash, signature: Uint8Array, digest: Uint8Array): boolean {
  const parts = partsOf(onlyElement(key, tags.sequence));
  const [modulus, exponent] = [integer(parts.take(tags.integer)), integer(parts.take(tags.integer))];
  parts.end();
  // A modulus that fills its bytes has a zero in front; without one the number is negative, and no key.
  const n = modulus[0] === 0 ? modulus.subarray(1) : new Uint8Array();
  if (n.length < 256 || n.length > 1024 || n[0]! < 0x80 || toHex(exponent) !== '010001' || signature.length !== n.length) return false;
  const [big, s] = [BigInt(`0x${toHex(n)}`), BigInt(`0x${toHex(signature)}`)];
  if (s >= big) return false;
  let m = s;
  for (let i = 0; i < 16; i++) m = (m * m) % big;
  m = (m * s) % big;
  const opened = fromHex(m.toString(16).padStart(n.length * 2, '0'));
  const padding = new Uint8Array(n.length - 3 - digestInfo[hash].length - digest.length).fill(0xff);
  return equalBytes(opened, concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), digestInfo[hash], digest));
}

/** Whether `signature` over `message` is valid under the key; `digestOid` names the hash where the algorithm is plain RSA (CMS). False for any algorithm that is not known. */
export function verifyWith(spki: Uint8Array, algorithmOid: string, digestOid: string | null, signature: Uint8Array, message: Uint8Array): boolean {
  try {
    const parts = partsOf(onlyElement(spki, tags.sequence));
    const { oid: type, parameters } = algorithm(parts.take(tags.sequence));
    const key = bits(parts.take(tags.bitString));
    parts.end();
    const hash = ecdsa.get(algorithmOid) ?? rsa.get(algorithmOid) ?? (algorithmOid === RSA_ENCRYPTION ? hashOfDigest.get(digestOid ?? '') : undefined);
    if (hash === undefined) return false;
    const digest = hashes[hash](message);
    if (type === '1.2.840.10045.2.1') return ecdsa.has(algorithmOid) && verifyEcdsa(key, parameters, signature, digest);
    return type === RSA_ENCRYPTION && !ecdsa.has(algorithmOid) && verifyRsa(key, hash, signature, digest);
  } catch {
    return false;
  }
}
