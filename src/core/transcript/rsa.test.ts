/** RSA checks beside OpenSSL's signatures. */
import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { concat, utf8 } from '../bytes/bytes.ts';
import { verifyRsaSha256 } from './rsa.ts';

const message = utf8('challenge');

describe.each([3072, 4096])('RSA-%i', (modulusLength) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const pkcs1 = new Uint8Array(sign('sha256', message, privateKey));
  const pss = new Uint8Array(sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }));

  it('accepts PKCS#1 v1.5 and PSS, over this message only', () => {
    for (const signature of [pkcs1, pss]) {
      expect(verifyRsaSha256(signature, message, spki)).toBe(true);
      expect(verifyRsaSha256(signature, utf8('another'), spki)).toBe(false);
      for (const at of [0, 1, 100, signature.length - 1]) {
        const bad = signature.slice();
        bad[at]! ^= 1;
        expect(verifyRsaSha256(bad, message, spki)).toBe(false);
      }
    }
  });

  it('refuses other lengths, hashes, salts, and numbers beyond the modulus', () => {
    expect(verifyRsaSha256(pkcs1.subarray(1), message, spki)).toBe(false);
    expect(verifyRsaSha256(concat(Uint8Array.of(0), pkcs1), message, spki)).toBe(false);
    expect(verifyRsaSha256(new Uint8Array(sign('sha512', message, privateKey)), message, spki)).toBe(false);
    expect(verifyRsaSha256(new Uint8Array(sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 })), message, spki)).toBe(false);
    expect(verifyRsaSha256(new Uint8Array(modulusLength / 8).fill(0xff), message, spki)).toBe(false);
    expect(verifyRsaSha256(new Uint8Array(modulusLength / 8), message, spki)).toBe(false);
  });

  it('refuses other encodings of the key', () => {
    for (const bad of [spki.subarray(0, -1), concat(spki, Uint8Array.of(0)), new Uint8Array(spki.length), new Uint8Array(0)]) {
      expect(codeOf(() => verifyRsaSha256(pkcs1, message, bad))).toBe('transcript.bad-public-key');
    }
  });
});

it('refuses RSA-2048 and another exponent', () => {
  for (const options of [{ modulusLength: 2048 }, { modulusLength: 3072, publicExponent: 3 }]) {
    const { publicKey } = generateKeyPairSync('rsa', options);
    const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
    expect(codeOf(() => verifyRsaSha256(new Uint8Array(384), message, spki))).toBe('transcript.bad-public-key');
  }
});
