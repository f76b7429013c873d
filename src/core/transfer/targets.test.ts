import { describe, expect, it } from 'vitest';
import { isManagedHsm, oaepHashOf, takesKeyMaterial, transferTarget, wrapFormOf, wrappingKeyBits } from './targets.ts';
import { azure, aws, dke, google, pkcs11, samples, xks } from '../../../test/transfer/sample-targets.ts';

const accepted = (value: unknown): boolean => transferTarget.safeParse(value).success;

describe('the target of a plan', () => {
  it.each(samples.map((sample) => [sample.kind, sample] as const))('%s is read as it is written', (_kind, sample) => {
    expect(transferTarget.parse(sample)).toEqual(sample);
  });

  it('is refused with a field too many, a field too few, or of an unknown kind', () => {
    for (const sample of samples) {
      expect(accepted({ ...sample, more: 1 }), sample.kind).toBe(false);
      for (const field of Object.keys(sample)) {
        const less: Record<string, unknown> = { ...sample };
        Reflect.deleteProperty(less, field);
        const optional = ['oaepHash', 'cacheDays', 'keyStore'].includes(field);
        expect(accepted(less), `${sample.kind} without ${field}`).toBe(optional);
      }
    }
    expect(accepted({ ...azure, kind: 'azure' })).toBe(false);
  });

  it('has key material under a public key exactly where it takes some', () => {
    expect(samples.filter(takesKeyMaterial).map(({ kind }) => kind)).toEqual(['azure-byok', 'aws-kms', 'google-kms', 'pkcs11']);
    for (const bad of ['', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`]) expect(accepted({ ...azure, publicKey: bad })).toBe(false);
    expect(accepted({ ...dke, publicKey: azure.publicKey })).toBe(false);
  });

  it.each([
    'http://contoso.vault.azure.net/keys/kek/eba63d27e4e34e028839b53fac905621',
    'https://contoso.vault.azure.net.example.org/keys/kek/eba63d27e4e34e028839b53fac905621',
    'https://contoso.vault.azure.net/keys/kek',
    'https://contoso.vault.azure.net/secrets/kek/eba63d27e4e34e028839b53fac905621',
    'https://contoso.vault.azure.net/keys/kek/eba63d27e4e34e028839b53fac905621/',
    'https://contoso.vault.azure.net/keys/k k/eba63d27e4e34e028839b53fac905621',
    'https://a.b.vault.azure.net/keys/kek/eba63d27e4e34e028839b53fac905621',
  ])('refuses the Azure key identifier %s', (kid) => expect(accepted({ ...azure, kid })).toBe(false));

  it('tells a vault from a managed HSM by its host only', () => {
    expect(isManagedHsm(azure)).toBe(false);
    const managed = { ...azure, kid: 'https://contoso.managedhsm.azure.net/keys/kek/eba63d27e4e34e028839b53fac905621' };
    expect(accepted(managed)).toBe(true);
    expect(isManagedHsm(managed)).toBe(true);
    expect(isManagedHsm({ ...azure, kid: 'https://contoso.vault.azure.net/keys/x-managedhsm-/eba63d27e4e34e028839b53fac905621' })).toBe(false);
  });

  it.each(['alias/master', 'arn:aws:kms:eu-central-1:111122223333:alias/master', '1234abcd-12ab-34cd-56ef', 'arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', "1234abcd-12ab-34cd-56ef-1234567890ab'"])(
    'refuses the AWS key id %s',
    (keyId) => expect(accepted({ ...aws, keyId })).toBe(false),
  );

  it('takes an AWS key by id, by ARN, and a multi-Region key', () => {
    for (const keyId of ['1234abcd-12ab-34cd-56ef-1234567890ab', 'mrk-1234abcd12ab34cd56ef1234567890ab', 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab']) {
      expect(accepted({ ...aws, keyId }), keyId).toBe(true);
    }
    expect(accepted({ ...aws, wrapping: 'RSAES_OAEP_SHA_256' })).toBe(true);
    expect(accepted({ ...aws, wrapping: 'RSAES_PKCS1_V1_5' })).toBe(false);
  });

  it.each(['2026-11-25', '2026-11-25T10:30:00', '2026-11-25T10:30:00+01:00', '2026-13-25T10:30:00Z', 1_700_000_000])('refuses %s as a time', (time) => {
    expect(accepted({ ...aws, validUntil: time })).toBe(false);
    expect(accepted({ ...google, expires: time })).toBe(false);
  });

  it('refuses what would not be one word to a shell or one place to a tool', () => {
    for (const importJob of ['importJobs/job', `${google.importJob}/`, google.importJob.replace('job-1', 'job 1'), google.importJob.replace('job-1', '$(id)')]) expect(accepted({ ...google, importJob }), importJob).toBe(false);
    for (const method of ['rsa-oaep-3072-sha256', 'rsa-oaep-2048-sha256-aes-256']) expect(accepted({ ...google, method })).toBe(false);
    for (const token of ['', ' online', 'online ', 'on\nline', 'x'.repeat(33)]) expect(accepted({ ...pkcs11, token })).toBe(false);
    for (const url of ['http://dke.example.org/key', 'https://dke.example.org', 'https://dke.example.org/key/', 'https://dke.example.org/key?x=1', 'https://u@dke.example.org/key']) expect(accepted({ ...dke, url }), url).toBe(false);
    for (const cacheDays of [0, 1.5, 366]) expect(accepted({ ...dke, cacheDays })).toBe(false);
    for (const externalKeyId of ['', 'a/b', 'x'.repeat(129)]) expect(accepted({ ...xks, externalKeyId })).toBe(false);
    expect(accepted({ ...xks, keyStore: '1234' })).toBe(false);
  });
});

describe('the hash of OAEP', () => {
  it('is SHA-1 for Azure, as named for AWS and Google, as the plan says for a token, and none where nothing is wrapped', () => {
    expect(oaepHashOf(azure)).toBe('sha1');
    expect(oaepHashOf({ ...aws, wrapping: 'RSA_AES_KEY_WRAP_SHA_1' })).toBe('sha1');
    expect(oaepHashOf({ ...aws, wrapping: 'RSA_AES_KEY_WRAP_SHA_256' })).toBe('sha256');
    expect(oaepHashOf({ ...aws, wrapping: 'RSAES_OAEP_SHA_1' })).toBe('sha1');
    expect(oaepHashOf({ ...aws, wrapping: 'RSAES_OAEP_SHA_256' })).toBe('sha256');
    expect([wrapFormOf({ ...aws, wrapping: 'RSAES_OAEP_SHA_1' }), wrapFormOf(aws), wrapFormOf(azure), wrapFormOf(pkcs11)]).toEqual(['direct', 'two-step', 'two-step', 'two-step']);
    for (const bits of ['3072', '4096'] as const) {
      expect(oaepHashOf({ ...google, method: `rsa-oaep-${bits}-sha1-aes-256` })).toBe('sha1');
      expect(oaepHashOf({ ...google, method: `rsa-oaep-${bits}-sha256-aes-256` })).toBe('sha256');
      expect(wrappingKeyBits({ ...google, method: `rsa-oaep-${bits}-sha256-aes-256` })).toBe(Number(bits));
    }
    expect(oaepHashOf({ ...pkcs11, oaepHash: 'sha256' })).toBe('sha256');
    expect(transferTarget.parse({ kind: 'pkcs11', publicKey: pkcs11.publicKey, token: 'online' })).toMatchObject({ oaepHash: 'sha1' });
    expect([oaepHashOf(dke), oaepHashOf(xks), wrappingKeyBits(azure)]).toEqual([null, null, null]);
  });
});
