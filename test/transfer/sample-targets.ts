/** One target of each kind, as a plan has it. The public key's SHA-256 stands for no key: tests that open something put in their own. */
import type { TargetOf } from '../../src/core/transfer/targets.ts';

const publicKey = '5e'.repeat(32);

export const azure: TargetOf<'azure-byok'> = { kind: 'azure-byok', publicKey, kid: 'https://contoso.vault.azure.net/keys/kek-for-byok/eba63d27e4e34e028839b53fac905621' };
export const managed: TargetOf<'azure-byok'> = { ...azure, kid: 'https://contoso.managedhsm.azure.net/keys/kek-for-byok/eba63d27e4e34e028839b53fac905621' };
export const aws: TargetOf<'aws-kms'> = {
  kind: 'aws-kms',
  publicKey,
  keyId: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  wrapping: 'RSA_AES_KEY_WRAP_SHA_256',
  importTokenSha256: 'a1'.repeat(32),
  validUntil: '2026-11-25T10:30:00Z',
};
/** For an AES key. */
export const awsDirect: TargetOf<'aws-kms'> = { ...aws, wrapping: 'RSAES_OAEP_SHA_256' };
export const google: TargetOf<'google-kms'> = {
  kind: 'google-kms',
  publicKey,
  importJob: 'projects/hospital-kms/locations/europe-west3/keyRings/records/importJobs/job-1',
  method: 'rsa-oaep-3072-sha256-aes-256',
  expires: '2026-11-27T10:30:00Z',
};
export const pkcs11: TargetOf<'pkcs11'> = { kind: 'pkcs11', publicKey, token: "ward's online HSM", oaepHash: 'sha1' };
export const dke: TargetOf<'dke'> = { kind: 'dke', url: 'https://dke.example.org/records', cacheDays: 30 };
export const xks: TargetOf<'aws-xks'> = { kind: 'aws-xks', externalKeyId: 'records-master_1', keyStore: 'cks-1234567890abcdef0' };

export const samples = [azure, aws, google, pkcs11, dke, xks] as const;
