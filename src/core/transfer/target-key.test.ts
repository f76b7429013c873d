import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { google, pkcs11 } from '../../../test/transfer/sample-targets.ts';
import { concat, toBase64, utf8 } from '../bytes/bytes.ts';
import { bitLength, readRsaSpki, writeRsaSpki } from './rsa-spki.ts';
import { readTargetKey, readTargetKeyOf } from './target-key.ts';

const pair = (modulusLength: number, publicExponent = 65537) => generateKeyPairSync('rsa', { modulusLength, publicExponent });
const { publicKey, privateKey } = pair(2048);
const der = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const jwk = publicKey.export({ format: 'jwk' }) as { readonly kty: string; readonly n: string; readonly e: string };
const sha256 = createHash('sha256').update(der).digest('hex');
const spkiOf = (bits: number): Uint8Array => new Uint8Array(pair(bits).publicKey.export({ type: 'spki', format: 'der' }));
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const refused = (bytes: Uint8Array, planned?: string): string => codeOf(() => readTargetKey(bytes, planned));

describe('the public key of the target', () => {
  it('is read from PEM, DER and JWK, and is the same key each time', () => {
    const standard = jwk.n.replaceAll('-', '+').replaceAll('_', '/');
    const files: readonly Uint8Array[] = [
      der,
      utf8(pem),
      utf8(pem.replaceAll('\n', '\r\n')),
      utf8(`\n${pem.trimEnd()}`),
      utf8(`-----BEGIN PUBLIC KEY-----\n${toBase64(der)}\n-----END PUBLIC KEY-----\n`),
      json(jwk),
      json({ ...jwk, kid: 'https://contoso.vault.azure.net/keys/kek/1', kty: 'RSA-HSM', key_ops: ['import'] }),
      json({ attributes: { enabled: true }, key: { kty: 'RSA-HSM', n: `${standard}==`, e: 'AQAB', d: null, keyOps: ['import'] }, tags: null }),
      json({ ...jwk, n: toBase64(concat(Uint8Array.of(0), Buffer.from(jwk.n, 'base64url'))) }),
    ];
    for (const file of files) expect(readTargetKey(file, sha256)).toEqual({ spki: der, sha256, bits: 2048 });
  });

  it.each([2048, 3072, 4096])('is as OpenSSL encodes it, with %i bits', (bits) => {
    const spki = spkiOf(bits);
    const numbers = readRsaSpki(spki);
    if (numbers === null || numbers === 'other-algorithm') throw new Error('not read');
    expect(writeRsaSpki(numbers)).toEqual(spki);
    expect(readTargetKey(spki).bits).toBe(bits);
  });

  it('is refused where it is not the one of the plan', () => {
    const other = spkiOf(2048);
    expect(refused(other, sha256)).toBe('transfer.other-key');
    expect(refused(der, sha256.toUpperCase())).toBe('transfer.other-key');
    expect(codeOf(() => readTargetKeyOf({ ...pkcs11, publicKey: sha256 }, other))).toBe('transfer.other-key');
  });

  it('is refused where the import method is for another size', () => {
    expect(codeOf(() => readTargetKeyOf({ ...google, publicKey: sha256 }, der))).toBe('transfer.key-size-differs');
    expect(readTargetKeyOf({ ...pkcs11, publicKey: sha256 }, der).bits).toBe(2048);
    const large = spkiOf(3072);
    expect(readTargetKeyOf({ ...google, publicKey: createHash('sha256').update(large).digest('hex') }, large).bits).toBe(3072);
  });

  it('is refused under 2048 and over 4096 bits', () => {
    expect(refused(spkiOf(1024))).toBe('transfer.key-too-small');
    expect(refused(spkiOf(2040))).toBe('transfer.key-too-small');
    const n = concat(Uint8Array.of(0x80), new Uint8Array(511), Uint8Array.of(1));
    expect(bitLength(n)).toBe(4104);
    expect(refused(writeRsaSpki({ modulus: n, exponent: Uint8Array.of(1, 0, 1) }))).toBe('transfer.key-too-large');
  });

  it('is refused where no sound device makes it', () => {
    const numbers = readRsaSpki(der) as { readonly modulus: Uint8Array; readonly exponent: Uint8Array };
    const even = numbers.modulus.slice();
    even[even.length - 1]! &= 0xfe;
    expect(refused(writeRsaSpki({ ...numbers, modulus: even }))).toBe('transfer.key-unsafe');
    for (const exponent of [[3], [1], [1, 0, 0], [0xff, 0xff], [1, ...new Array<number>(31).fill(0), 1]]) {
      expect(refused(writeRsaSpki({ ...numbers, exponent: Uint8Array.from(exponent) })), String(exponent)).toBe('transfer.key-unsafe');
    }
  });

  it('is refused where it is a key of another kind', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    const ed = generateKeyPairSync('ed25519').publicKey;
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey;
    for (const key of [ec, ed, pss]) {
      expect(refused(new Uint8Array(key.export({ type: 'spki', format: 'der' })))).toBe('transfer.key-not-rsa');
      expect(refused(utf8(key.export({ type: 'spki', format: 'pem' }) as string))).toBe('transfer.key-not-rsa');
    }
    expect(refused(json(ec.export({ format: 'jwk' })))).toBe('transfer.key-not-rsa');
  });

  it('is never a private key, and says so', () => {
    const files = [
      utf8(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string),
      utf8(privateKey.export({ type: 'pkcs1', format: 'pem' }) as string),
      json(privateKey.export({ format: 'jwk' })),
      json({ kty: 'oct', k: 'AAAA' }),
    ];
    for (const file of files) {
      expect(refused(file)).toBe('transfer.not-a-public-key');
      expect(() => readTargetKey(file)).toThrow(/private key; that key is to be replaced/);
    }
    expect(refused(new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })))).toBe('transfer.not-a-public-key');
    expect(refused(new Uint8Array(privateKey.export({ type: 'pkcs1', format: 'der' })))).toBe('transfer.not-a-public-key');
  });

  it('is never guessed from anything else', () => {
    const body = toBase64(der);
    const bad: readonly Uint8Array[] = [
      new Uint8Array(0),
      new Uint8Array(16_385).fill(0x30),
      Uint8Array.of(0xff, 0xfe, 0),
      utf8('hello'),
      utf8('{'),
      utf8('{}'),
      utf8('{"key":7}'),
      utf8('[1]'),
      json({ kty: 'RSA', e: 'AQAB' }),
      json({ ...jwk, n: 'A!' }),
      json({ ...jwk, n: 'AAAA' }),
      json({ ...jwk, e: '' }),
      new Uint8Array(publicKey.export({ type: 'pkcs1', format: 'der' })),
      utf8(publicKey.export({ type: 'pkcs1', format: 'pem' }) as string),
      utf8(pem.replaceAll('PUBLIC KEY', 'CERTIFICATE')),
      utf8(pem + pem),
      utf8(`${pem}more`),
      utf8(`-----BEGIN PUBLIC KEY-----\n${body.slice(0, -4)}\n-----END PUBLIC KEY-----\n`),
      utf8(`-----BEGIN PUBLIC KEY-----\n${body.slice(1)}\n-----END PUBLIC KEY-----\n`),
      concat(der, Uint8Array.of(0)),
      der.subarray(0, -1),
    ];
    for (const [at, file] of bad.entries()) expect(refused(file), String(at)).toBe('transfer.not-a-public-key');
  });

  it('has one encoding: whatever byte of its frame is changed, it is not this key', () => {
    // The frame is everything but the 256 bytes of the modulus.
    const frame = [...der.keys()].filter((at) => at < 33 || at >= der.length - 5);
    for (const at of frame) {
      for (const flip of [1, 0x80, 0xff]) {
        const changed = der.slice();
        changed[at]! ^= flip;
        expect(refused(changed, sha256), `${at} ^ ${flip}`).toMatch(/^transfer\.(not-a-public-key|key-not-rsa|key-unsafe|key-too-small|other-key)$/);
      }
    }
    // Padded lengths and integers, which a lenient reader takes.
    const long = concat(Uint8Array.of(0x30, 0x83, 0), der.subarray(2));
    expect(refused(long)).toBe('transfer.not-a-public-key');
    const zeros = writeRsaSpki({ modulus: (readRsaSpki(der) as { readonly modulus: Uint8Array }).modulus, exponent: Uint8Array.of(0, 1, 0, 1) });
    expect(refused(zeros)).toBe('transfer.not-a-public-key');
  });
});
