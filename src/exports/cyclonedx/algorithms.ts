/** What CycloneDX says of the algorithms of keys, as data: a key type is a line. Strengths are those of NIST SP 800-57 part 1 rev 5, table 2; no other is claimed. */
import type { KeyPurpose, KeyType } from '../../core/plan/schema.ts';
import { algorithms } from '../../core/transcript/algorithms.ts';
import type { SignatureAlgorithm } from '../../core/transcript/algorithms.ts';

export type SpecVersion = '1.6' | '1.7';

export interface AlgorithmFacts {
  readonly ref: string;
  readonly name: string;
  readonly primitive: string;
  /** Of the 1.7 list; null where the record does not say which member of a family is used. */
  readonly family: string | null;
  readonly parameterSet: string;
  /** SEC 2 name (1.6) and name in the 1.7 list. */
  readonly curve: { readonly sec2: string; readonly listed: string } | null;
  readonly functions: readonly string[];
  /** Bits against a classical attacker. */
  readonly classical: number;
  /** NIST category, 0 where a quantum computer breaks it. */
  readonly quantum: number;
  readonly oid: string | null;
}

interface Line {
  readonly name: string;
  readonly parameterSet: string;
  readonly size: number;
  readonly kind: 'ecdsa' | 'rsa' | 'aes';
  readonly curve: AlgorithmFacts['curve'];
  readonly classical: number;
  readonly quantum: number;
  readonly oid: string | null;
}

/** OIDs: RFC 5758 section 3.2 (ECDSA with SHA-2), RFC 8017 appendix C (RSA), CSOR arc nistAlgorithms 1 (AES). */
const lines: Readonly<Record<KeyType, Line>> = {
  'ec-p384': { name: 'ECDSA-P384', parameterSet: 'P-384', size: 384, kind: 'ecdsa', curve: { sec2: 'secp384r1', listed: 'nist/P-384' }, classical: 192, quantum: 0, oid: '1.2.840.10045.4.3.3' },
  'ec-p256': { name: 'ECDSA-P256', parameterSet: 'P-256', size: 256, kind: 'ecdsa', curve: { sec2: 'secp256r1', listed: 'nist/P-256' }, classical: 128, quantum: 0, oid: '1.2.840.10045.4.3.2' },
  'rsa-3072': { name: 'RSA-3072', parameterSet: '3072', size: 3072, kind: 'rsa', curve: null, classical: 128, quantum: 0, oid: '1.2.840.113549.1.1.1' },
  // Table 2 has no line for 4096 bits: at least that of 3072.
  'rsa-4096': { name: 'RSA-4096', parameterSet: '4096', size: 4096, kind: 'rsa', curve: null, classical: 128, quantum: 0, oid: '1.2.840.113549.1.1.1' },
  'aes-256': { name: 'AES-256', parameterSet: '256', size: 256, kind: 'aes', curve: null, classical: 256, quantum: 5, oid: '2.16.840.1.101.3.4.1' },
};

const functionsOf: Readonly<Record<KeyPurpose, readonly string[]>> = {
  'root-signing': ['keygen', 'sign', 'verify'],
  signing: ['keygen', 'sign', 'verify'],
  'master-wrapping': ['keygen', 'encrypt', 'decrypt'],
  'key-wrapping': ['keygen', 'encrypt', 'decrypt'],
  'data-encryption': ['keygen', 'encrypt', 'decrypt'],
};

/** Bits of a key. */
export function sizeOf(type: KeyType): number {
  return lines[type].size;
}

/** The algorithm of a key of this type and purpose. */
export function algorithmOf(type: KeyType, purpose: KeyPurpose): AlgorithmFacts {
  const { kind, ...line } = lines[type];
  const signs = purpose === 'root-signing' || purpose === 'signing';
  const primitive = kind === 'aes' ? 'block-cipher' : signs ? 'signature' : 'pke';
  // An RSA key in an HSM can be used by either padding; which one is decided at each use.
  const family = kind === 'aes' ? 'AES' : kind === 'ecdsa' ? 'ECDSA' : null;
  return { ref: `algorithm/${line.name.toLowerCase()}/${signs ? 'sign' : 'encrypt'}`, ...line, primitive, family, functions: functionsOf[purpose] };
}

interface SigningLine extends Pick<AlgorithmFacts, 'name' | 'family' | 'parameterSet' | 'curve' | 'quantum' | 'oid'> {
  /** Bits of a public key: of the curve, or of its encoding in FIPS 204 table 2 (1952 bytes). */
  readonly size: number;
}

/** What the statement is signed with. OIDs: RFC 5758 section 3.2, RFC 9881 section 2; the category of ML-DSA-65: FIPS 204 section 4, table 1. */
const signing: Readonly<Record<SignatureAlgorithm, SigningLine>> = {
  ES256: { name: 'ECDSA-P256-SHA-256', family: 'ECDSA', parameterSet: 'P-256', curve: lines['ec-p256'].curve, quantum: 0, oid: '1.2.840.10045.4.3.2', size: 256 },
  ES384: { name: 'ECDSA-P384-SHA-384', family: 'ECDSA', parameterSet: 'P-384', curve: lines['ec-p384'].curve, quantum: 0, oid: '1.2.840.10045.4.3.3', size: 384 },
  'ML-DSA-65': { name: 'ML-DSA-65', family: 'ML-DSA', parameterSet: '65', curve: null, quantum: 3, oid: '2.16.840.1.101.3.4.3.18', size: 15_616 },
};

/** Bits of a public key of people. */
export function signingKeySize(algorithm: SignatureAlgorithm): number {
  return signing[algorithm].size;
}

/** The algorithm that people sign the statement with: in software, outside of the HSM and of its certificate. */
export function signingAlgorithm(algorithm: SignatureAlgorithm): AlgorithmFacts {
  const { size: _size, ...line } = signing[algorithm];
  return { ref: `algorithm/statement/${line.name.toLowerCase()}`, ...line, primitive: 'signature', functions: ['keygen', 'sign', 'verify'], classical: algorithms[algorithm].strength.bits };
}

/** What wraps the keys of a package (RFC 5649). Key wrap has a primitive of its own since 1.7; before, it is authenticated encryption. */
export function keyWrap(version: SpecVersion): AlgorithmFacts {
  return { ref: 'algorithm/aes-256-kwp', name: 'AES-256-KWP', primitive: version === '1.7' ? 'key-wrap' : 'ae', family: 'AES', parameterSet: '256', curve: null, functions: ['encrypt', 'decrypt'], classical: 256, quantum: 5, oid: '2.16.840.1.101.3.4.1.48' };
}
