/** For tests: fixed keys that play the people and the keys in the HSM. Derived from their names, so that a sample bundle always has the same bytes. */
import { p256, p384 } from '@noble/curves/nist.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';
import { fromBase64, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import type { SignatureAlgorithm } from '../../src/core/transcript/algorithms.ts';
import { signatureToDer } from '../../src/core/transcript/der.ts';
import { mlDsa65ToSpki } from '../../src/core/transcript/ml-dsa.ts';
import { pointToSpki } from '../../src/core/transcript/signature.ts';

export interface SampleKey {
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  /** DER signature of ECDSA, deterministic (RFC 6979); or of ML-DSA-65, deterministic (FIPS 204 section 3.4). */
  sign(message: Uint8Array): Uint8Array;
}

function ec(algorithm: 'ES256' | 'ES384', name: string): SampleKey {
  const curve = algorithm === 'ES256' ? p256 : p384;
  const secret = (algorithm === 'ES256' ? sha256 : sha384)(utf8(`keyrite sample key: ${name}`));
  const spki = pointToSpki(algorithm === 'ES256' ? 'P-256' : 'P-384', curve.getPublicKey(secret, false));
  return { algorithm, spki, sign: once((message) => signatureToDer(curve.sign(message, secret, { lowS: false }))) };
}

/** The same message always has the same signature, so it is made once. */
function once(sign: SampleKey['sign']): SampleKey['sign'] {
  const made = new Map<string, Uint8Array>();
  return (message) => {
    const name = sha256Hex(message);
    const signature = made.get(name) ?? sign(message);
    made.set(name, signature);
    return signature;
  };
}

function mlDsa(name: string): SampleKey {
  const { publicKey, secretKey } = ml_dsa65.keygen(sha256(utf8(`keyrite sample key: ${name}`)));
  return { algorithm: 'ML-DSA-65', spki: mlDsa65ToSpki(publicKey), sign: once((message) => Uint8Array.from(ml_dsa65.sign(message, secretKey, { extraEntropy: false }))) };
}

const people = new Map<string, SampleKey>();
const roots = new Map<string, SampleKey>();
const bySpki = new Map<string, SampleKey>();

/** The `turn`-th key of a participant: the first at registration, the next after a restart. */
export function personKey(id: string, turn = 1): SampleKey {
  const name = `${id} ${turn}`;
  const key = people.get(name) ?? ec('ES256', name);
  people.set(name, key);
  bySpki.set(toBase64(key.spki), key);
  return key;
}

/** The second key of a participant, where the plan asks for one. */
export function secondKey(id: string): SampleKey {
  const name = `${id} ml-dsa-65`;
  const key = people.get(name) ?? mlDsa(name);
  people.set(name, key);
  bySpki.set(toBase64(key.spki), key);
  return key;
}

/** The key with this public key (DER in base64), where it was made here. */
export function keyOf(publicKey: string): SampleKey | undefined {
  return bySpki.get(publicKey);
}

/** The root-signing key in the HSM of this name. */
export function rootKeyOf(name: string): SampleKey {
  const key = roots.get(name) ?? ec('ES384', name === 'root' ? 'hsm-root' : `hsm-root ${name}`);
  roots.set(name, key);
  bySpki.set(toBase64(key.spki), key);
  return key;
}

export const rootKey: SampleKey = rootKeyOf('root');

/** Another P-384 key, for somebody who would like to be the root. */
export const otherRoot: SampleKey = ec('ES384', 'another root');

/** DER of a key that nobody made. */
export const strangerSpki: Uint8Array = fromBase64(toBase64(ec('ES256', 'stranger').spki));
