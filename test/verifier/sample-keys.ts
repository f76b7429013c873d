/** For tests: fixed keys that play the people and the keys in the HSM. Derived from their names, so that a sample bundle always has the same bytes. */
import { p256, p384 } from '@noble/curves/nist.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { fromBase64, toBase64, utf8 } from '../../src/core/bytes/bytes.ts';
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { signatureToDer } from '../../src/core/transcript/der.ts';
import { pointToSpki } from '../../src/core/transcript/signature.ts';

export interface SampleKey {
  readonly algorithm: 'ES256' | 'ES384';
  readonly spki: Uint8Array;
  /** DER signature; deterministic (RFC 6979). */
  sign(message: Uint8Array): Uint8Array;
}

function ec(algorithm: SampleKey['algorithm'], name: string): SampleKey {
  const curve = algorithm === 'ES256' ? p256 : p384;
  const secret = (algorithm === 'ES256' ? sha256 : sha384)(utf8(`keyrite sample key: ${name}`));
  const spki = pointToSpki(algorithm === 'ES256' ? 'P-256' : 'P-384', curve.getPublicKey(secret, false));
  // The same message always has the same signature, so it is made once.
  const made = new Map<string, Uint8Array>();
  const sign = (message: Uint8Array): Uint8Array => {
    const name = sha256Hex(message);
    const signature = made.get(name) ?? signatureToDer(curve.sign(message, secret, { lowS: false }));
    made.set(name, signature);
    return signature;
  };
  return { algorithm, spki, sign };
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
