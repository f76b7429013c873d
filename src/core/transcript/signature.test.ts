/** ECDSA checks and key reading against Wycheproof, the DSSE vector, and encodings that must be refused. */
import { readFileSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../bytes/bytes.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { signatureFromDer, signatureToDer } from './der.ts';
import { pemToSpki, pointToSpki, spkiToPem, spkiToPoint, verifyP256, verifyP384 } from './signature.ts';

interface Wycheproof {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly publicKeyDer: string;
    readonly tests: readonly { readonly tcId: number; readonly comment: string; readonly msg: string; readonly sig: string; readonly result: 'valid' | 'invalid' | 'acceptable' }[];
  }[];
}

const read = (name: string): Wycheproof => JSON.parse(readFileSync(new URL(`../../../test/vectors/wycheproof-ecdsa/${name}`, import.meta.url), 'utf8')) as Wycheproof;

describe.each([
  ['ecdsa_secp256r1_sha256_test.json', verifyP256, 484],
  ['ecdsa_secp384r1_sha384_test.json', verifyP384, 504],
] as const)('Wycheproof %s', (file, verify, count) => {
  it('says what Wycheproof says of every signature', () => {
    let seen = 0;
    for (const group of read(file).testGroups) {
      const spki = fromHex(group.publicKeyDer);
      for (const test of group.tests) {
        const valid = verify(fromHex(test.sig), fromHex(test.msg), spki);
        expect(valid, `${test.tcId}: ${test.comment}`).toBe(test.result === 'valid');
        seen++;
      }
    }
    expect(seen).toBe(count);
  }, 60_000);
});

describe('signatures', () => {
  it('accepts what OpenSSL makes, with high and with low s', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
    const order = p256.Point.Fn.ORDER;
    for (let i = 0; i < 4; i++) {
      const der = new Uint8Array(sign('sha256', utf8(`m${i}`), pair.privateKey));
      expect(verifyP256(der, utf8(`m${i}`), spki)).toBe(true);
      expect(verifyP256(der, utf8('another'), spki)).toBe(false);
      const raw = signatureFromDer(der, 32)!;
      const other = (order - BigInt(`0x${toHex(raw.subarray(32))}`)).toString(16).padStart(64, '0');
      expect(verifyP256(signatureToDer(concat(raw.subarray(0, 32), fromHex(other))), utf8(`m${i}`), spki)).toBe(true);
    }
  });

  it('does not accept a key of the other curve', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
    const der = new Uint8Array(sign('sha384', utf8('m'), pair.privateKey));
    expect(verifyP384(der, utf8('m'), spki)).toBe(true);
    expect(verifyP256(der, utf8('m'), spki)).toBe(false);
  });

  it('turns r||s into DER and back', () => {
    for (const raw of [new Uint8Array(64).fill(0xff), new Uint8Array(96).fill(1), concat(new Uint8Array(31), Uint8Array.of(5), new Uint8Array(31), Uint8Array.of(0x80))]) {
      expect(signatureFromDer(signatureToDer(raw), raw.length / 2)).toEqual(raw);
    }
    expect(() => signatureToDer(new Uint8Array(63))).toThrow(RangeError);
  });
});

describe('spkiToPoint', () => {
  const spki = pointToSpki('P-256', p256.getPublicKey(new Uint8Array(32).fill(7), false));

  it('agrees with OpenSSL on both curves', () => {
    for (const curve of ['P-256', 'P-384'] as const) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
      const der = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
      const found = spkiToPoint(der);
      expect(found.curve).toBe(curve);
      expect(pointToSpki(curve, found.point)).toEqual(der);
      expect(createPublicKey(spkiToPem(der)).equals(publicKey)).toBe(true);
      expect(spkiToPem(der)).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
    }
  });

  it('refuses every other encoding', () => {
    const compressed = concat(fromHex('3039301306072a8648ce3d020106082a8648ce3d030107032200'), p256.getPublicKey(new Uint8Array(32).fill(7), true));
    const offCurve = spki.slice();
    offCurve[offCurve.length - 1]! ^= 1;
    for (const bytes of [compressed, offCurve, spki.subarray(0, -1), concat(spki, Uint8Array.of(0)), new Uint8Array(0), new Uint8Array(91)]) {
      expect(codeOf(() => spkiToPoint(bytes))).toBe('transcript.bad-public-key');
    }
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(codeOf(() => spkiToPoint(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))))).toBe('transcript.bad-public-key');
  });

  it('reads one spelling of PEM', () => {
    const pem = spkiToPem(spki);
    expect(pemToSpki(pem)).toEqual(spki);
    for (const other of [pem.replaceAll('\n', '\r\n'), pem.trimEnd(), ` ${pem}`, pem.replace('PUBLIC', 'EC PUBLIC'), pem.replace('\n', '\nx: y\n'), pem + pem, '']) {
      expect(codeOf(() => pemToSpki(other))).toBe('transcript.bad-public-key');
    }
  });
});
