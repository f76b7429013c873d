/** Each blob is opened by programs that are not ours, as the target opens it, and holds the key to the last byte; a changed one does not open. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { transferFiles } from '../../src/core/transfer/files.ts';
import { readTargetKeyOf } from '../../src/core/transfer/target-key.ts';
import { oaepHashOf } from '../../src/core/transfer/targets.ts';
import type { WrappingTarget } from '../../src/core/transfer/targets.ts';
import { keyFile, oaepByOpenssl, oaepByPython, unwrapByOpenssl } from './programs.ts';
import { aws, awsDirect, google, managed, pkcs11 } from './sample-targets.ts';
import { aesKey, context, deliver, ecKey, p256Key, rsaKey } from './software-delivery.ts';
import type { SoftKey } from './software-delivery.ts';

const pairs = { 2048: generateKeyPairSync('rsa', { modulusLength: 2048 }), 3072: generateKeyPairSync('rsa', { modulusLength: 3072 }), 4096: generateKeyPairSync('rsa', { modulusLength: 4096 }) };
const files = Object.fromEntries(Object.entries(pairs).map(([bits, { privateKey }]) => [bits, keyFile(privateKey)])) as Record<keyof typeof pairs, ReturnType<typeof keyFile>>;
afterAll(() => {
  for (const file of Object.values(files)) file.remove();
});

/** What the target receives, taken apart by nothing but its own format. */
function ciphertextIn(target: WrappingTarget, made: ReturnType<typeof transferFiles>): Buffer {
  const named = (name: string): Buffer => Buffer.from(made.find((file) => file.name === name)!.bytes);
  switch (target.kind) {
    case 'azure-byok': {
      const blob = JSON.parse(made.find(({ name }) => name.endsWith('.byok'))!.bytes.reduce((text, byte) => text + String.fromCharCode(byte), '')) as { readonly ciphertext: string };
      expect(blob).toEqual({ schema_version: '1.0.0', header: { kid: target.kid, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP' }, ciphertext: expect.stringMatching(/^[A-Za-z0-9_-]+$/), generator: context.source });
      return Buffer.from(blob.ciphertext, 'base64url');
    }
    case 'aws-kms':
      return named('EncryptedKeyMaterial.bin');
    case 'google-kms':
      return Buffer.from(made.find(({ name }) => name.endsWith('.wrapped.bin'))!.bytes);
    case 'pkcs11':
      expect(Buffer.concat([named('wrapped-aes-key.bin'), named('wrapped-key.bin')])).toEqual(named('rsa-aes-key-wrap.bin'));
      return named('rsa-aes-key-wrap.bin');
  }
}

const cases: readonly (readonly [string, keyof typeof pairs, WrappingTarget, () => SoftKey])[] = [
  ['Azure managed HSM, AES', 4096, managed, aesKey],
  ['Azure, EC P-384', 3072, managed, ecKey],
  ['Azure, RSA-3072', 2048, managed, rsaKey],
  ['AWS SHA-256, EC P-384', 4096, aws, ecKey],
  ['AWS SHA-1, EC P-256', 2048, { ...aws, wrapping: 'RSA_AES_KEY_WRAP_SHA_1' }, p256Key],
  ['AWS SHA-256, RSA-3072', 3072, aws, rsaKey],
  ['Google 3072 SHA-1, AES', 3072, { ...google, method: 'rsa-oaep-3072-sha1-aes-256' }, aesKey],
  ['Google 3072 SHA-256, EC P-384', 3072, google, ecKey],
  ['Google 4096 SHA-1, EC P-256', 4096, { ...google, method: 'rsa-oaep-4096-sha1-aes-256' }, p256Key],
  ['Google 4096 SHA-256, AES', 4096, { ...google, method: 'rsa-oaep-4096-sha256-aes-256' }, aesKey],
  ['a token with SHA-1, AES', 2048, pkcs11, aesKey],
  ['a token with SHA-256, EC P-384', 3072, { ...pkcs11, oaepHash: 'sha256' }, ecKey],
];

describe.each(cases)('the delivery to %s', (_name, bits, sample, makeKey) => {
  const { publicKey, privateKey } = pairs[bits];
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const target = { ...sample, publicKey: createHash('sha256').update(spki).digest('hex') };
  const hash = oaepHashOf(target);
  const soft = makeKey();

  it('is opened by OpenSSL, and its first half by Python alone', () => {
    expect(readTargetKeyOf(target, spki)).toEqual({ spki, sha256: target.publicKey, bits });
    const ciphertext = ciphertextIn(target, transferFiles(target, deliver(soft, publicKey, hash, 'two-step'), soft.key, context));
    const first = ciphertext.subarray(0, bits / 8);
    const aes = oaepByOpenssl(files[bits].path, hash, first);
    expect(aes.ok).toBe(true);
    expect(aes.out.length).toBe(32);
    expect(oaepByPython(privateKey, hash, first)).toEqual(aes);
    expect(unwrapByOpenssl(aes.out, ciphertext.subarray(bits / 8))).toEqual({ ok: true, out: Buffer.from(soft.bytes) });
  });

  it('does not open with the other hash, nor changed', () => {
    const ciphertext = ciphertextIn(target, transferFiles(target, deliver(soft, publicKey, hash, 'two-step'), soft.key, context));
    const first = ciphertext.subarray(0, bits / 8);
    const other = hash === 'sha1' ? 'sha256' : 'sha1';
    expect(oaepByOpenssl(files[bits].path, other, first).ok).toBe(false);
    expect(oaepByPython(privateKey, other, first).ok).toBe(false);
    const { out } = oaepByOpenssl(files[bits].path, hash, first);
    const second = Buffer.from(ciphertext.subarray(bits / 8));
    second[second.length - 1]! ^= 1;
    expect(unwrapByOpenssl(out, second).ok).toBe(false);
  });
});

describe.each([
  ['SHA-256', 4096, awsDirect],
  ['SHA-1', 3072, { ...awsDirect, wrapping: 'RSAES_OAEP_SHA_1' as const }],
] as const)('the delivery to AWS of an AES key under RSAES_OAEP with %s', (_name, bits, sample) => {
  const { publicKey, privateKey } = pairs[bits];
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const target = { ...sample, publicKey: createHash('sha256').update(spki).digest('hex') };
  const hash = oaepHashOf(target);
  const soft = aesKey();
  const ciphertext = ciphertextIn(target, transferFiles(target, deliver(soft, publicKey, hash, 'direct'), soft.key, context));

  it('is opened by OpenSSL, and by Python alone', () => {
    expect(oaepByOpenssl(files[bits].path, hash, ciphertext)).toEqual({ ok: true, out: Buffer.from(soft.bytes) });
    expect(oaepByPython(privateKey, hash, ciphertext)).toEqual({ ok: true, out: Buffer.from(soft.bytes) });
  });

  it('does not open with the other hash, nor changed', () => {
    expect(oaepByOpenssl(files[bits].path, hash === 'sha1' ? 'sha256' : 'sha1', ciphertext).ok).toBe(false);
    const changed = Buffer.from(ciphertext);
    changed[changed.length - 1]! ^= 1;
    expect(oaepByOpenssl(files[bits].path, hash, changed).ok).toBe(false);
  });
});
