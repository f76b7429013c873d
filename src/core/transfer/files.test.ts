import { describe, expect, it } from 'vitest';
import { aws, awsDirect, azure, dke, google, managed, pkcs11, samples, xks } from '../../../test/transfer/sample-targets.ts';
import { aesKey, context, ecKey, rsaKey } from '../../../test/transfer/software-delivery.ts';
import type { SoftKey } from '../../../test/transfer/software-delivery.ts';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { fromUtf8 } from '../bytes/bytes.ts';
import { sha256Hex } from '../bytes/digest.ts';
import type { Delivery } from '../ports/hsm.ts';
import { transferFiles } from './files.ts';
import type { TransferFile } from './files.ts';
import { quoted } from './instructions/page.ts';
import { takesKeyMaterial, wrapFormOf } from './targets.ts';
import type { TransferTarget } from './targets.ts';

const aes = aesKey();
const ec = ecKey();
const rsa = rsaKey();
/** Of the right form; that a delivery opens is shown elsewhere. */
const direct = (soft: SoftKey, bits = 3072): Delivery => ({ check: soft.key.check, wrappedAesKey: null, wrappedKey: new Uint8Array(bits / 8).fill(0xa5) });
const deliveryOf = (soft: SoftKey, bits = 3072): Delivery => ({ check: soft.key.check, wrappedAesKey: new Uint8Array(bits / 8).fill(0xa5), wrappedKey: new Uint8Array(soft.bytes.length === 32 ? 40 : 200).fill(0x5a) });
const made = (target: TransferTarget, soft: SoftKey): readonly TransferFile[] => transferFiles(target, takesKeyMaterial(target) ? (wrapFormOf(target) === 'direct' ? direct : deliveryOf)(soft) : null, soft.key, context);
const text = (files: readonly TransferFile[], name: string): string => fromUtf8(files.find((file) => file.name === name)!.bytes);
const names = (files: readonly TransferFile[]): readonly string[] => files.map(({ name }) => name);
const fitting = (target: TransferTarget): SoftKey => (target.kind === 'dke' ? rsa : target.kind === 'aws-xks' ? aes : ec);

describe('the files of a transfer', () => {
  it('are those of the target', () => {
    expect(names(made(azure, ec))).toEqual(['records-signing.byok', 'records-signing.public.pem', 'README.txt']);
    expect(names(made(managed, aes))).toEqual(['records-master.byok', 'README.txt']);
    expect(names(made(aws, ec))).toEqual(['EncryptedKeyMaterial.bin', 'records-signing.public.pem', 'README.txt']);
    expect(names(made(awsDirect, aes))).toEqual(['EncryptedKeyMaterial.bin', 'README.txt']);
    expect(names(made(google, aes))).toEqual(['records-master.wrapped.bin', 'README.txt']);
    expect(names(made(pkcs11, aes))).toEqual(['wrapped-aes-key.bin', 'wrapped-key.bin', 'rsa-aes-key-wrap.bin', 'README.txt']);
    expect(names(made(dke, rsa))).toEqual(['records-wrapping.dke.json', 'records-wrapping.public.pem', 'README.txt']);
    expect(names(made(xks, aes))).toEqual(['records-master.xks-metadata.json', 'README.txt']);
  });

  it.each(samples.map((target) => [target.kind, target] as const))('for %s follow from the input alone, and share no memory with it', (_kind, target) => {
    const soft = fitting(target);
    const delivery = takesKeyMaterial(target) ? deliveryOf(soft) : null;
    const first = transferFiles(target, delivery, soft.key, context);
    delivery?.wrappedAesKey?.fill(0);
    delivery?.wrappedKey.fill(0);
    expect(first).toEqual(made(target, soft));
    const readme = text(first, 'README.txt');
    for (const { name, bytes, purpose } of first.slice(0, -1)) expect(readme).toContain(`    ${sha256Hex(bytes)} *${name}\n      ${purpose}\n`);
    expect(readme).toMatch(/^[\x20-\x7e\n]+\n$/);
    for (const [at, line] of readme.split('\n').entries()) expect(line.length, `line ${at + 1}: ${line}`).toBeLessThanOrEqual(130);
    if (takesKeyMaterial(target)) expect(readme).toContain(target.publicKey);
  });

  it('name the target, the key and the time once more', () => {
    expect(text(made(aws, ec), 'README.txt')).toContain('use before    2026-11-25T10:30:00Z');
    expect(text(made(google, ec), 'README.txt')).toContain('After 2026-11-27T10:30:00Z the target refuses it');
    expect(text(made(azure, ec), 'README.txt')).toContain('use before    the target sets no time');
    const rehearsed = transferFiles(azure, deliveryOf(ec), ec.key, { ...context, mode: 'rehearsal' });
    expect(text(rehearsed, 'README.txt')).toContain('\nREHEARSAL. ');
    expect(text(made(azure, ec), 'README.txt')).not.toContain('REHEARSAL');
  });

  it('have the commands of the target', () => {
    const command = (target: TransferTarget, soft: SoftKey): string => text(made(target, soft), 'README.txt').replaceAll(/ \\\n +/g, ' ');
    expect(command(azure, ec)).toContain('\n    az keyvault key import --vault-name contoso --name records-signing --kty EC --curve P-384 --byok-file records-signing.byok --ops sign verify\n');
    expect(command(azure, rsa)).toContain('\n    az keyvault key import --vault-name contoso --name records-wrapping --kty RSA --byok-file records-wrapping.byok --ops wrapKey unwrapKey\n');
    expect(command(managed, aes)).toContain('\n    az keyvault key import --hsm-name contoso --name records-master --kty oct --byok-file records-master.byok --ops wrapKey unwrapKey\n');
    expect(command(managed, { ...aes, key: { ...aes.key, purpose: 'data-encryption' } })).toContain('--ops encrypt decrypt\n');
    expect(command(aws, ec)).toContain(`\n    aws kms import-key-material --region eu-central-1 --key-id ${aws.keyId} --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE\n`);
    expect(command(aws, ec)).toContain(aws.importTokenSha256);
    expect(command({ ...aws, keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' }, ec)).toContain('aws kms import-key-material --key-id mrk-');
    const place = '--project hospital-kms --location europe-west3 --keyring records';
    expect(command(google, ec)).toContain(`\n    gcloud kms keys versions import ${place} --key records-signing --import-job job-1 --algorithm ec-sign-p384-sha384 --wrapped-key-file records-signing.wrapped.bin\n`);
    expect(command(google, aes)).toContain('--algorithm google-symmetric-encryption ');
    expect(command(google, rsa)).toContain('--algorithm rsa-decrypt-oaep-3072-sha256 ');
    expect(command(google, { ...rsa, key: { ...rsa.key, purpose: 'signing' } })).toContain('--algorithm rsa-sign-pss-3072-sha256 ');
    expect(command(google, { ...ec, key: { ...ec.key, type: 'ec-p256' } })).toContain('--algorithm ec-sign-p256-sha256 ');
    expect(command(google, ec)).toContain('RSA_OAEP_3072_SHA256_AES_256');
    expect(command(pkcs11, aes)).toContain(String.raw`pkcs11-tool --module MODULE --token-label 'ward'\''s online HSM' --login --unwrap --mechanism RSA-PKCS-OAEP --hash-algorithm SHA-1 --mgf MGF1-SHA1 --id WRAPPING --input-file wrapped-aes-key.bin`);
    expect(command({ ...pkcs11, oaepHash: 'sha256' }, aes)).toContain('--hash-algorithm SHA256 --mgf MGF1-SHA256');
    expect(command(pkcs11, ec)).not.toContain('pkcs11-tool --module');
    expect(command(xks, aes)).toContain('\n    aws kms create-key --origin EXTERNAL_KEY_STORE --custom-key-store-id cks-1234567890abcdef0 --xks-key-id records-master_1\n');
    expect(command({ kind: 'aws-xks', externalKeyId: 'k' }, aes)).toContain('--custom-key-store-id KEYSTORE');
    expect(command(dke, rsa)).toContain(`curl --silent --show-error ${dke.url}\n`);
  });

  it('have the check that the target can make', () => {
    for (const target of [azure, aws, google, pkcs11] as const) expect(text(made(target, ec), 'README.txt')).toContain(`\n    ${ec.key.check.value}\n`);
    for (const target of [managed, google, pkcs11] as const) expect(text(made(target, aes), 'README.txt')).toContain(`is ${aes.key.check.value}:`);
  });

  it('say what the service answers, to the byte', () => {
    if (rsa.key.check.kind !== 'spki-sha256') throw new Error('no public key');
    const document = JSON.parse(text(made(dke, rsa), 'records-wrapping.dke.json')) as { readonly key: { readonly n: string } };
    expect(document).toEqual({
      key: { kty: 'RSA', n: expect.any(String), e: 65537, alg: 'RS256', kid: 'https://dke.example.org/records/0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0' },
      cache: { exp: '2026-12-24T11:00:00' },
    });
    const modulus = Buffer.from(document.key.n, 'base64');
    expect(modulus.length).toBe(384);
    expect(Buffer.from(rsa.key.check.spki, 'base64').includes(modulus)).toBe(true);
    expect(JSON.parse(text(made({ kind: 'dke', url: dke.url }, rsa), 'records-wrapping.dke.json'))).not.toHaveProperty('cache');
    expect(text(made(xks, aes), 'records-master.xks-metadata.json')).toBe('{\n  "keySpec": "AES_256",\n  "keyUsage": [\n    "ENCRYPT",\n    "DECRYPT"\n  ],\n  "keyStatus": "ENABLED"\n}\n');
  });
});

describe('nothing is written', () => {
  const code = (target: TransferTarget, delivery: Delivery | null, soft: SoftKey, madeAt = context.madeAt): string => codeOf(() => transferFiles(target, delivery, soft.key, { ...context, madeAt }));

  it('for a key that the target does not take', () => {
    expect(code(azure, deliveryOf(aes), aes)).toBe('transfer.key-not-taken');
    expect(code(aws, deliveryOf(aes), aes)).toBe('transfer.key-not-taken');
    expect(code(dke, null, ec)).toBe('transfer.key-not-taken');
    expect(code(xks, null, rsa)).toBe('transfer.key-not-taken');
  });

  it('after the deadline, or at no time', () => {
    expect(code(aws, deliveryOf(ec), ec, aws.validUntil)).toBe('transfer.expired');
    expect(code(google, deliveryOf(ec), ec, '2026-12-01T00:00:00Z')).toBe('transfer.expired');
    expect(code(aws, deliveryOf(ec), ec, 'yesterday')).toBe('transfer.bad-time');
    for (const time of ['2026-11-24', '2026-11-24T10:30:00\nZ']) expect(code(azure, deliveryOf(ec), ec, time)).toBe('transfer.bad-time');
  });

  it('where another key was delivered', () => {
    expect(code(azure, { ...deliveryOf(ec), check: rsa.key.check }, ec)).toBe('transfer.check-differs');
    expect(code(managed, { ...deliveryOf(aes), check: { kind: 'cmac', value: '0000000000' } }, aes)).toBe('transfer.check-differs');
    const check = { ...ec.key.check, spki: 'AAAA' } as Delivery['check'];
    expect(code(azure, { ...deliveryOf(ec), check }, ec)).toBe('transfer.check-differs');
    expect(code(azure, { ...deliveryOf(ec), check }, { ...ec, key: { ...ec.key, check } })).toBe('transfer.delivery-incomplete');
  });

  it('where there is no delivery, or one where none may be', () => {
    for (const target of [azure, aws, google, pkcs11]) expect(code(target, null, ec), target.kind).toBe('transfer.delivery-incomplete');
    expect(code(xks, deliveryOf(aes), aes)).toBe('transfer.delivery-incomplete');
    expect(code(dke, deliveryOf(rsa), rsa)).toBe('transfer.delivery-incomplete');
  });

  it('where the form is another than the target opens', () => {
    expect(code(awsDirect, deliveryOf(aes), aes)).toBe('transfer.delivery-incomplete');
    for (const target of [managed, google, pkcs11]) expect(code(target, direct(aes), aes), target.kind).toBe('transfer.delivery-incomplete');
    expect(code(aws, direct(ec), ec)).toBe('transfer.delivery-incomplete');
  });

  it('where a part is not as long as it must be', () => {
    for (const bits of [0, 2040, 4104]) expect(code(awsDirect, direct(aes, bits), aes), String(bits)).toBe('transfer.delivery-incomplete');
    for (const bits of [0, 2040, 4104]) expect(code(azure, deliveryOf(ec, bits), ec), String(bits)).toBe('transfer.delivery-incomplete');
    for (const bits of [2048, 4096]) expect(code(google, deliveryOf(ec, bits), ec), String(bits)).toBe('transfer.delivery-incomplete');
    for (const length of [0, 32, 39, 41, 48]) expect(code(managed, { ...deliveryOf(aes), wrappedKey: new Uint8Array(length) }, aes), String(length)).toBe('transfer.delivery-incomplete');
    for (const length of [0, 40, 72, 81]) expect(code(azure, { ...deliveryOf(ec), wrappedKey: new Uint8Array(length) }, ec), String(length)).toBe('transfer.delivery-incomplete');
  });

  it('where a public key is no RSA key, whatever the plan calls it', () => {
    expect(code(dke, null, { ...ec, key: { ...ec.key, type: 'rsa-3072', purpose: 'key-wrapping' } })).toBe('transfer.delivery-incomplete');
  });
});

describe('what a device says of itself', () => {
  it('can not write into the commands', () => {
    const files = transferFiles(azure, deliveryOf(ec), ec.key, { ...context, source: 'HSM\n\n    rm -rf ~\r\u202e"' });
    expect(text(files, 'README.txt')).toContain('by            HSM??    rm -rf ~??"\n');
    expect((JSON.parse(text(files, 'records-signing.byok')) as { readonly generator: string }).generator).toBe('HSM??    rm -rf ~??"');
  });

  it('is one word to the shell', () => {
    expect(['a-b_c.d/e:f@g=h,1', 'a b', "a'b", '$(id)', '', '`x`'].map(quoted)).toEqual(['a-b_c.d/e:f@g=h,1', "'a b'", String.raw`'a'\''b'`, "'$(id)'", "''", "'`x`'"]);
  });
});
