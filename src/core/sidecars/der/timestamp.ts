/** An RFC 3161 timestamp: the token in it (CMS SignedData, RFC 5652) and what it says. Reads bytes strictly and judges no trust. */
import { concat, equalBytes } from '../../bytes/bytes.ts';
import { digestAlgorithms, readCertificate, verifyWith } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { algorithm, children, context, DerError, integer, oid, onlyElement, partsOf, smallInteger, sortedParts, tags, timeOf } from './der.ts';
import type { Element } from './der.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const SHA_256 = '2.16.840.1.101.3.4.2.1';

const MOST_CERTIFICATES = 16;

export interface Timestamp {
  /** What the stamp is over: digest algorithm (object identifier) and digest. */
  readonly imprint: { readonly algorithm: string; readonly digest: Uint8Array };
  /** genTime: UTC, milliseconds. */
  readonly time: number;
  /** eContent: the DER of TSTInfo. */
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signer: {
    readonly issuer: Uint8Array | null;
    readonly serial: Uint8Array | null;
    readonly keyIdentifier: Uint8Array | null;
    readonly digestAlgorithm: string;
    readonly signatureAlgorithm: string;
    readonly signature: Uint8Array;
    /** DER of the attributes as a SET: the bytes that are signed. */
    readonly signedAttributes: Uint8Array;
    readonly contentType: string;
    readonly messageDigest: Uint8Array;
    /** ESSCertIDv2 (RFC 5816) of the signer's certificate: hash algorithm and hash. */
    readonly certificateId: { readonly algorithm: string; readonly hash: Uint8Array };
  };
}

function tstInfo(content: Uint8Array): Pick<Timestamp, 'imprint' | 'time'> {
  const parts = partsOf(onlyElement(content, tags.sequence));
  if (smallInteger(parts.take(tags.integer)) !== 1) throw new DerError('not version 1');
  oid(parts.take(tags.oid));
  const imprint = partsOf(parts.take(tags.sequence));
  const name = algorithm(imprint.take(tags.sequence)).oid;
  const digest = imprint.take(tags.octets).content;
  imprint.end();
  integer(parts.take(tags.integer));
  const time = timeOf(parts.take(tags.generalizedTime));
  for (const tag of [tags.sequence, tags.boolean, tags.integer, context(0)]) parts.maybe(tag);
  // RFC 3161 section 2.4.2 has extensions; none is known here, and one may be critical.
  parts.end();
  return { imprint: { algorithm: name, digest }, time };
}

function attributesOf(element: Element): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  // RFC 5652 section 5.4: signed is the DER of the attributes. Whoever encodes them anew must come to the same bytes.
  for (const one of sortedParts(element)) {
    const parts = partsOf(one);
    const name = oid(parts.take(tags.oid));
    const values = children(parts.take(tags.set));
    parts.end();
    const [value] = values;
    if (found.has(name) || value === undefined || values.length !== 1) throw new DerError('an attribute not once');
    found.set(name, value);
  }
  return found;
}

function certificateId(element: Element | undefined): Timestamp['signer']['certificateId'] {
  if (element?.tag !== tags.sequence) throw new DerError('no ESSCertIDv2 among the signed attributes');
  const [first] = children(partsOf(element).take(tags.sequence));
  if (first === undefined) throw new DerError('no certificate is named');
  const parts = partsOf(first);
  // RFC 5035 section 4: with SHA-256, the default, the algorithm is left out in DER; some write it all the same.
  const named = children(first)[0]?.tag === tags.sequence ? algorithm(parts.take(tags.sequence)).oid : SHA_256;
  return { algorithm: named, hash: parts.take(tags.octets).content };
}

function issuerAndSerial(element: Element): readonly [issuer: Element, serial: Element] {
  const parts = partsOf(element);
  const [issuer, serial] = [parts.take(tags.sequence), parts.take(tags.integer)];
  parts.end();
  integer(serial);
  return [issuer, serial];
}

function signerInfo(element: Element): Timestamp['signer'] {
  const parts = partsOf(element);
  smallInteger(parts.take(tags.integer));
  const keyIdentifier = parts.maybe(0x80);
  const [issuer, serial] = keyIdentifier === null ? issuerAndSerial(parts.take(tags.sequence)) : [];
  const digestAlgorithm = algorithm(parts.take(tags.sequence)).oid;
  const attributes = parts.take(context(0));
  const signatureAlgorithm = algorithm(parts.take(tags.sequence)).oid;
  const signature = parts.take(tags.octets).content;
  parts.maybe(context(1));
  parts.end();
  const found = attributesOf(attributes);
  const [type, digest] = [found.get(CONTENT_TYPE), found.get(MESSAGE_DIGEST)];
  if (type === undefined || digest?.tag !== tags.octets) throw new DerError('an attribute is missing');
  // RFC 5652 section 5.4: signed with the tag of a SET in place of [0].
  // A copy: the bytes may be those of a Buffer, whose slice is none.
  const signedAttributes = concat(Uint8Array.of(tags.set), attributes.whole.subarray(1));
  return {
    issuer: issuer?.whole ?? null, serial: serial?.content ?? null, keyIdentifier: keyIdentifier?.content ?? null,
    digestAlgorithm, signatureAlgorithm, signature, signedAttributes, contentType: oid(type), messageDigest: digest.content, certificateId: certificateId(found.get(SIGNING_CERTIFICATE_V2)),
  };
}

/** The timestamp in a TimeStampResp whose status is granted (0 or 1), or in a TimeStampToken alone. Throws DerError. */
export function readTimestamp(der: Uint8Array): Timestamp {
  const outer = onlyElement(der, tags.sequence);
  const [first, second, more] = children(outer);
  let token = outer;
  if (first?.tag === tags.sequence) {
    const status = smallInteger(partsOf(first).take(tags.integer));
    if (status > 1 || second === undefined || more !== undefined) throw new DerError('the timestamp was not granted');
    token = second;
  }
  const info = partsOf(token);
  if (oid(info.take(tags.oid)) !== SIGNED_DATA) throw new DerError('not signed data');
  const parts = partsOf(onlyElement(info.take(context(0)).content, tags.sequence));
  info.end();
  smallInteger(parts.take(tags.integer));
  parts.take(tags.set);
  const encapsulated = partsOf(parts.take(tags.sequence));
  if (oid(encapsulated.take(tags.oid)) !== TST_INFO) throw new DerError('not a timestamp');
  const content = onlyElement(encapsulated.take(context(0)).content, tags.octets).content;
  encapsulated.end();
  const certificates = parts.maybe(context(0));
  parts.maybe(context(1));
  const [signer, another] = children(parts.take(tags.set));
  parts.end();
  if (signer === undefined || another !== undefined) throw new DerError('not exactly one signer');
  const all = certificates === null ? [] : children(certificates);
  if (all.length > MOST_CERTIFICATES) throw new DerError('too many certificates');
  // RFC 5652 section 10.2.2: beside certificates, under tags of their own, attribute certificates may stand there (Microsoft's tokens have one). They vouch for nothing here.
  const found = all.filter((c) => c.tag === tags.sequence);
  return { ...tstInfo(content), content, certificates: found.map((c) => readCertificate(c.whole)), signer: signerInfo(signer) };
}

/** Whether this is the certificate that the signer names. */
export function isSigners({ signer }: Timestamp, certificate: Certificate): boolean {
  const { issuer, serial, keyIdentifier } = signer;
  if (keyIdentifier !== null) return certificate.keyIdentifier !== null && equalBytes(certificate.keyIdentifier, keyIdentifier);
  return issuer !== null && serial !== null && equalBytes(certificate.issuer, issuer) && equalBytes(certificate.serial, serial);
}

/** Whether the attributes cover the content and name this certificate, and its key signed them. */
export function isSignedBy({ signer, content }: Timestamp, certificate: Certificate): boolean {
  const [digest, certificateDigest] = [digestAlgorithms.get(signer.digestAlgorithm), digestAlgorithms.get(signer.certificateId.algorithm)];
  if (digest === undefined || certificateDigest === undefined || signer.contentType !== TST_INFO) return false;
  if (!equalBytes(digest(content), signer.messageDigest) || !equalBytes(certificateDigest(certificate.der), signer.certificateId.hash)) return false;
  return verifyWith(certificate.spki, signer.signatureAlgorithm, signer.digestAlgorithm, signer.signature, signer.signedAttributes);
}

const MOST_STEPS = 6;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const ANY_USAGE = '2.5.29.37.0';

/** RFC 3161 section 2.3: only time stamping, in a critical extension, and a key that may sign data. */
export function isForTimestamps({ usages, usagesCritical, signsData }: Certificate): boolean {
  return usagesCritical && usages?.length === 1 && usages[0] === TIME_STAMPING && signsData;
}

/** Whether `issuer`, of which `below` certificates stand between it and the first, issued `certificate` and may (RFC 5280 sections 4.2.1.3, 4.2.1.9, 4.2.1.12). */
function issued(issuer: Certificate, certificate: Certificate, below: number): boolean {
  return (
    equalBytes(issuer.subject, certificate.issuer) &&
    issuer.isAuthority &&
    issuer.signsCertificates &&
    (issuer.pathLength === null || issuer.pathLength >= below) &&
    (issuer.usages === null || issuer.usages.includes(TIME_STAMPING) || issuer.usages.includes(ANY_USAGE)) &&
    verifyWith(issuer.spki, certificate.signatureAlgorithm, null, certificate.signature, certificate.tbs)
  );
}

/**
 * Whether the certificate leads to one of `roots` (RFC 5280 section 6, as far as it applies), each certificate on the way valid at `time`, a root among them. SECURITY: a root is one
 * by its bytes, never by its name. SECURITY: each certificate is reached once, by the shortest way, which is the one that path lengths allow most; without that, certificates that
 * issue one another would make the ways to try grow beyond any time. Revocation is not judged: the verifier asks nobody.
 */
export function leadsToRoot(certificate: Certificate, others: readonly Certificate[], roots: readonly Certificate[], time: number): boolean {
  const usable = ({ notBefore, notAfter, strange }: Certificate): boolean => time >= notBefore && time <= notAfter && !strange;
  let left = [...roots, ...others].filter((one) => usable(one) && !equalBytes(one.der, certificate.der));
  let reached: readonly Certificate[] = usable(certificate) ? [certificate] : [];
  for (let below = 0; below <= MOST_STEPS && reached.length > 0; below++) {
    if (reached.some((one) => roots.some((root) => equalBytes(root.der, one.der)))) return true;
    const next = left.filter((issuer) => reached.some((one) => issued(issuer, one, below)));
    left = left.filter((one) => !next.includes(one));
    reached = next;
  }
  return false;
}
