/** Checks of RSA signatures over the proof's challenge (RFC 8017). Verification only: public numbers, so nothing here needs constant time. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equalBytes, fromHex, toHex } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';

/** SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING { SEQUENCE { INTEGER n, INTEGER 65537 } } } for a modulus of exactly 3072 or 4096 bits. */
const heads = [
  { bytes: 384, head: fromHex('308201a2300d06092a864886f70d01010105000382018f003082018a0282018100') },
  { bytes: 512, head: fromHex('30820222300d06092a864886f70d01010105000382020f003082020a0282020100') },
] as const;
const EXPONENT = fromHex('0203010001');
/** DigestInfo of SHA-256 up to the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO = fromHex('3031300d060960864801650304020105000420');

/** Modulus of a DER SubjectPublicKeyInfo of a 3072 or 4096 bit RSA key with exponent 65537. Throws RefusalError `transcript.bad-public-key`. */
export function rsaModulus(spki: Uint8Array): Uint8Array {
  for (const { bytes, head } of heads) {
    if (spki.length !== head.length + bytes + EXPONENT.length) continue;
    const modulus = spki.slice(head.length, head.length + bytes);
    if (equalBytes(spki.subarray(0, head.length), head) && equalBytes(spki.subarray(head.length + bytes), EXPONENT) && modulus[0]! >= 0x80 && modulus.at(-1)! % 2 === 1) return modulus;
  }
  throw new RefusalError('transcript.bad-public-key', { where: 'not a DER SubjectPublicKeyInfo of RSA-3072 or RSA-4096 with exponent 65537' });
}

/** s^65537 mod n, in as many bytes as n; null where s is not below n (RFC 8017 section 5.2.2). */
function open(signature: Uint8Array, modulus: Uint8Array): Uint8Array | null {
  const n = BigInt(`0x${toHex(modulus)}`);
  const s = BigInt(`0x${toHex(signature)}`);
  if (s >= n) return null;
  let m = s;
  for (let i = 0; i < 16; i++) m = (m * m) % n;
  m = (m * s) % n;
  return fromHex(m.toString(16).padStart(modulus.length * 2, '0'));
}

function mgf1(seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let i = 0; i * 32 < length; i++) blocks.push(sha256(concat(seed, Uint8Array.of(0, 0, i >> 8, i & 255))));
  return concat(...blocks).subarray(0, length);
}

/** EMSA-PKCS1-v1_5 (section 9.2): the one encoding is built and compared, never parsed. */
function isPkcs1(opened: Uint8Array, digest: Uint8Array): boolean {
  const padding = new Uint8Array(opened.length - 3 - DIGEST_INFO.length - digest.length).fill(0xff);
  return equalBytes(opened, concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), DIGEST_INFO, digest));
}

/** EMSA-PSS (section 9.1.2) with MGF1-SHA-256 and a salt of 32 bytes. */
function isPss(opened: Uint8Array, digest: Uint8Array): boolean {
  const dbLength = opened.length - 33;
  const masked = opened.subarray(0, dbLength);
  const h = opened.subarray(dbLength, -1);
  if (opened.at(-1) !== 0xbc || masked[0]! >= 0x80) return false;
  const mask = mgf1(h, dbLength);
  const db = masked.map((b, i) => b ^ mask[i]!);
  db[0]! &= 0x7f;
  const head = concat(new Uint8Array(dbLength - 33), Uint8Array.of(1));
  if (!equalBytes(db.subarray(0, head.length), head)) return false;
  return equalBytes(h, sha256(concat(new Uint8Array(8), digest, db.subarray(head.length))));
}

/** Whether `signature` over SHA-256 of `message` is PKCS#1 v1.5 or PSS (MGF1-SHA-256, 32 byte salt) under `spki`. Throws `transcript.bad-public-key` only. */
export function verifyRsaSha256(signature: Uint8Array, message: Uint8Array, spki: Uint8Array): boolean {
  const modulus = rsaModulus(spki);
  if (signature.length !== modulus.length) return false;
  const opened = open(signature, modulus);
  if (opened === null) return false;
  const digest = sha256(message);
  return isPkcs1(opened, digest) || isPss(opened, digest);
}
