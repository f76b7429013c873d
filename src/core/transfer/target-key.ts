/** The target's public wrapping key, from the file that the target's tool gave. Refuses everything that is not exactly one sound RSA public key; never guesses. */
import { fromBase64, fromUtf8 } from '../bytes/bytes.ts';
import { sha256Hex } from '../bytes/digest.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { bitLength, readRsaSpki, writeRsaSpki } from './rsa-spki.ts';
import type { RsaNumbers } from './rsa-spki.ts';
import type { WrappingTarget } from './targets.ts';
import { wrappingKeyBits } from './targets.ts';

export interface TargetKey {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** SHA-256 of `spki`, lower-case hex: what is read aloud from a second source. */
  readonly sha256: string;
  /** Bits of the modulus: 2048 to 4096. */
  readonly bits: number;
}

export const LEAST_BITS = 2048;
export const MOST_BITS = 4096;
/** A public key file of 4096 bits is under 1 KB as PEM; `az keyvault key show` adds about as much again. */
const MOST_BYTES = 16384;

const notPublic = (what: string): RefusalError => new RefusalError('transfer.not-a-public-key', { what });

/** Base64 in either alphabet (RFC 4648 sections 4 and 5), padded or not: Azure's REST answer has the one, its command line the other. */
function eitherBase64(text: string): Uint8Array {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/={1,2}$/, '');
  return fromBase64(plain + '='.repeat((4 - (plain.length % 4)) % 4));
}

/** Base64urlUInt (RFC 7518 section 2) as it is met: leading zero bytes are dropped. */
function unsigned(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string' || value === '') throw notPublic(`the JWK has no ${name}`);
  let bytes: Uint8Array;
  try {
    bytes = eitherBase64(value);
  } catch {
    throw notPublic(`${name} of the JWK is not base64url`);
  }
  const from = bytes.findIndex((byte) => byte !== 0);
  if (from < 0) throw notPublic(`${name} of the JWK is zero`);
  return bytes.subarray(from);
}

/** A JWK (RFC 7517), or the answer of `az keyvault key show`, which has it in `key`. */
function fromJwk(text: string): Uint8Array {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw notPublic('it is not well-formed JSON');
  }
  const outer = parsed as { readonly key?: unknown };
  const jwk = (typeof outer.key === 'object' && outer.key !== null ? outer.key : outer) as Readonly<Record<string, unknown>>;
  if (typeof jwk['kty'] !== 'string') throw notPublic('it is not a JWK');
  // The command line writes the members of a private key as null.
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].some((name) => jwk[name] !== undefined && jwk[name] !== null)) throw notPublic('it holds a private key; that key is to be replaced, since it was seen');
  // RSA-HSM is Azure's name for an RSA key that is in an HSM.
  if (jwk['kty'] !== 'RSA' && jwk['kty'] !== 'RSA-HSM') throw new RefusalError('transfer.key-not-rsa');
  return writeRsaSpki({ modulus: unsigned(jwk['n'], 'n'), exponent: unsigned(jwk['e'], 'e') });
}

/** PEM (RFC 7468 section 13), with the line ends and widths that tools differ in. */
function fromPem(text: string): Uint8Array {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw notPublic('it holds a private key; that key is to be replaced, since it was seen');
  const found = /^\s*-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/.exec(text);
  if (found === null) throw notPublic('it is not a PEM file with exactly one "PUBLIC KEY"');
  try {
    return fromBase64(found[1]!.replace(/[\r\n]/g, ''));
  } catch {
    throw notPublic('its base64 is damaged');
  }
}

function derOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw notPublic('it is empty');
  if (bytes.length > MOST_BYTES) throw notPublic(`it is larger than ${MOST_BYTES} bytes`);
  if (bytes[0] === 0x30) return bytes.slice();
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch {
    throw notPublic('it is neither PEM, DER nor JSON');
  }
  return text.trimStart().startsWith('{') ? fromJwk(text) : fromPem(text);
}

/** NIST SP 800-56B rev. 2 section 6.2: the exponent is odd and between 2^16 and 2^256. An even modulus is no product of two odd primes. */
function requireSound({ modulus, exponent }: RsaNumbers): void {
  if (modulus.at(-1)! % 2 === 0) throw new RefusalError('transfer.key-unsafe', { what: 'its modulus is even' });
  const bits = bitLength(exponent);
  if (exponent.at(-1)! % 2 === 0 || bits < 17 || bits > 256) throw new RefusalError('transfer.key-unsafe', { what: 'its public exponent is even, or not between 65537 and 2^256' });
}

/**
 * The target's public wrapping key from a PEM or DER SubjectPublicKeyInfo, or a JWK. With `planned` (SHA-256 of the DER SubjectPublicKeyInfo,
 * lower-case hex) it must be that key.
 * Throws RefusalError `transfer.not-a-public-key`, `transfer.key-not-rsa`, `transfer.key-too-small`, `transfer.key-too-large`,
 * `transfer.key-unsafe`, `transfer.other-key`.
 */
export function readTargetKey(bytes: Uint8Array, planned?: string): TargetKey {
  const spki = derOf(bytes);
  const numbers = readRsaSpki(spki);
  if (numbers === null) throw notPublic('it is not a DER SubjectPublicKeyInfo');
  if (numbers === 'other-algorithm') throw new RefusalError('transfer.key-not-rsa');
  const bits = bitLength(numbers.modulus);
  if (bits < LEAST_BITS) throw new RefusalError('transfer.key-too-small', { bits, least: LEAST_BITS });
  if (bits > MOST_BITS) throw new RefusalError('transfer.key-too-large', { bits, most: MOST_BITS });
  requireSound(numbers);
  const sha256 = sha256Hex(spki);
  // SECURITY: the file came by the same hands as everything else; only the plan's SHA-256, from a second source, says whose key this is.
  if (planned !== undefined && sha256 !== planned) throw new RefusalError('transfer.other-key', { found: sha256, planned });
  return { spki, sha256, bits };
}

/**
 * {@link readTargetKey} for `target`: the key that the plan names, of the size that its import method is for.
 * Throws as {@link readTargetKey}, and `transfer.key-size-differs`.
 */
export function readTargetKeyOf(target: WrappingTarget, bytes: Uint8Array): TargetKey {
  const key = readTargetKey(bytes, target.publicKey);
  const planned = wrappingKeyBits(target);
  if (planned !== null && planned !== key.bits) throw new RefusalError('transfer.key-size-differs', { bits: key.bits, planned });
  return key;
}
