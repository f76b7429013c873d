/** The signature algorithms of the record, as data: another one is a row here, and its test vectors. Never chosen by what a signature says of itself. */
import { RefusalError } from '../refusals/refusal.ts';
import { mlDsa65Bytes, mlDsa65SpkiHead, spkiToMlDsa65, verifyMlDsa65 } from './ml-dsa.ts';
import { spkiHead, spkiToPoint, verifyP256, verifyP384 } from './signature.ts';

export interface AlgorithmRow {
  /** In words, for people. */
  readonly name: string;
  readonly standard: string;
  /** Whether it is believed to withstand a quantum computer. */
  readonly kind: 'classical' | 'post-quantum';
  /** What the message passes through first; SHAKE256 is part of ML-DSA itself. */
  readonly hash: 'SHA-256' | 'SHA-384' | 'SHAKE256';
  /** Security strength in bits against a classical attacker, and where that is said. */
  readonly strength: { readonly bits: 128 | 192; readonly source: string };
  /** The key in its one encoding: DER SubjectPublicKeyInfo that begins with `head` and has `bytes` in all. */
  readonly spki: { readonly head: Uint8Array; readonly bytes: number; readonly source: string };
  /** DER (RFC 3279 section 2.2.3) of minimal integers, or the bytes of the standard as they are. */
  readonly signature: { readonly encoding: 'der' | 'raw'; readonly least: number; readonly most: number };
  /** File under test/vectors in the form of Project Wycheproof. */
  readonly vectors: string;
  /** Throws RefusalError `transcript.bad-public-key` where `spki` is no key in its one encoding. */
  readonly requireKey: (spki: Uint8Array) => void;
  /** Whether `signature` over `message` verifies under `spki`. Throws `transcript.bad-public-key` only. */
  readonly verify: (signature: Uint8Array, message: Uint8Array, spki: Uint8Array) => boolean;
}

const TABLE_2 = 'NIST SP 800-57 part 1 rev 5 section 5.6.1.1, table 2';

function onCurve(curve: 'P-256' | 'P-384'): (spki: Uint8Array) => void {
  return (spki) => {
    if (spkiToPoint(spki).curve !== curve) throw new RefusalError('transcript.bad-public-key', { where: `not a key of ${curve}` });
  };
}

export const algorithms = {
  ES256: {
    name: 'ECDSA with P-256 and SHA-256',
    standard: 'FIPS 186-5 section 6',
    kind: 'classical',
    hash: 'SHA-256',
    strength: { bits: 128, source: TABLE_2 },
    spki: { head: spkiHead['P-256'], bytes: 91, source: 'RFC 5480' },
    signature: { encoding: 'der', least: 8, most: 72 },
    vectors: 'wycheproof-ecdsa/ecdsa_secp256r1_sha256_test.json',
    requireKey: onCurve('P-256'),
    verify: verifyP256,
  },
  ES384: {
    name: 'ECDSA with P-384 and SHA-384',
    standard: 'FIPS 186-5 section 6',
    kind: 'classical',
    hash: 'SHA-384',
    strength: { bits: 192, source: TABLE_2 },
    spki: { head: spkiHead['P-384'], bytes: 120, source: 'RFC 5480' },
    signature: { encoding: 'der', least: 8, most: 104 },
    vectors: 'wycheproof-ecdsa/ecdsa_secp384r1_sha384_test.json',
    requireKey: onCurve('P-384'),
    verify: verifyP384,
  },
  'ML-DSA-65': {
    name: 'ML-DSA-65',
    standard: 'FIPS 204',
    kind: 'post-quantum',
    hash: 'SHAKE256',
    strength: { bits: 192, source: 'FIPS 204 section 4, table 1: security category 3, as hard to break as AES-192' },
    spki: { head: mlDsa65SpkiHead, bytes: mlDsa65SpkiHead.length + mlDsa65Bytes.publicKey, source: 'RFC 9881' },
    signature: { encoding: 'raw', least: mlDsa65Bytes.signature, most: mlDsa65Bytes.signature },
    vectors: 'wycheproof-mldsa/mldsa_65_verify_selection.json',
    requireKey: spkiToMlDsa65,
    verify: verifyMlDsa65,
  },
} as const satisfies Readonly<Record<string, AlgorithmRow>>;

export type SignatureAlgorithm = keyof typeof algorithms;
export const signatureAlgorithms = Object.keys(algorithms) as readonly SignatureAlgorithm[] as readonly [SignatureAlgorithm, ...SignatureAlgorithm[]];

type OfKind<K extends AlgorithmRow['kind']> = { [A in SignatureAlgorithm]: (typeof algorithms)[A]['kind'] extends K ? A : never }[SignatureAlgorithm];
/** What a signer signs with, always. */
export type ClassicalAlgorithm = OfKind<'classical'>;
/** What a signer signs with beside that, where the plan asks for it. */
export type PostQuantumAlgorithm = OfKind<'post-quantum'>;

/** Ids of one kind, in the order of the table. */
function ofKind<A extends SignatureAlgorithm>(kind: AlgorithmRow['kind']): readonly [A, ...A[]] {
  return signatureAlgorithms.filter((id) => algorithms[id].kind === kind) as readonly SignatureAlgorithm[] as readonly [A, ...A[]];
}
export const classicalAlgorithms = ofKind<ClassicalAlgorithm>('classical');
export const postQuantumAlgorithms = ofKind<PostQuantumAlgorithm>('post-quantum');

/** The most characters that a signature of any algorithm, and a public key, has in base64. */
export const signatureCharacters = base64Characters(Math.max(...signatureAlgorithms.map((id) => algorithms[id].signature.most)));
export const publicKeyCharacters = base64Characters(Math.max(...signatureAlgorithms.map((id) => algorithms[id].spki.bytes)));

function base64Characters(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** Whether `signature` over `message` verifies under `spki` (DER) by `algorithm`. Throws RefusalError `transcript.bad-public-key` only. */
export function verifySignature(algorithm: SignatureAlgorithm, signature: Uint8Array, message: Uint8Array, spki: Uint8Array): boolean {
  return algorithms[algorithm].verify(signature, message, spki);
}
