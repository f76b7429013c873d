/** The places a key can be delivered to: what a plan names of each, so that nobody can send a key elsewhere. Describes targets only; never touches a key. */
import { z } from 'zod';

/** As `sha256sum` prints it. Said here, since the plan's schema is built on this file and not the other way round. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'write a SHA-256 as 64 lower-case hexadecimal digits');

/** RFC 3339, UTC, as the target's own tool gives it with its offset written as Z. */
const utc = z.iso.datetime({ error: 'write the time in UTC, as 2026-11-25T10:30:00Z' });

/** What every target has that takes key material. */
const wrapping = {
  /** SHA-256 of the DER SubjectPublicKeyInfo of the target's RSA wrapping key, from a source other than the key file. */
  publicKey: sha256,
} as const;

/**
 * Azure Key Vault or Managed HSM. `kid`: identifier of the key exchange key with its version ("Bring your own key specification", Azure Key Vault,
 * 30 January 2026, section "Key Transfer Blob"). The host tells a vault from a managed HSM; suffixes as in the Azure CLI (cloud.py).
 */
const azureByok = z.strictObject({
  kind: z.literal('azure-byok'),
  ...wrapping,
  kid: z
    .string()
    .regex(
      /^https:\/\/[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]\.(vault|managedhsm)\.(azure\.net|azure\.cn|usgovcloudapi\.net)\/keys\/[A-Za-z0-9-]{1,127}\/[0-9a-f]{32}$/,
      'write the key identifier of the key exchange key with its version, as "az keyvault key show" gives it',
    ),
});

/** AWS KMS, ImportKeyMaterial. Key id or key ARN (KeyIdType in the API of 2014-11-01); an alias does not do. */
const awsKms = z.strictObject({
  kind: z.literal('aws-kms'),
  ...wrapping,
  keyId: z
    .string()
    .regex(
      /^(arn:aws(-us-gov)?:kms:[a-z0-9-]{1,32}:[0-9]{12}:key\/)?(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/,
      'write the key id or the key ARN of the KMS key, not an alias',
    ),
  /**
   * WrappingAlgorithm of the GetParametersForImport request: RSAES_OAEP_* for an AES key, RSA_AES_KEY_WRAP_* for a private one (the China regions do not
   * have these two).
   */
  wrapping: z.enum(['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256']),
  /** SHA-256 of ImportToken.bin, which stays online: it and the public key are one set. */
  importTokenSha256: sha256,
  /** ParametersValidTo of that answer: 24 hours after the request. */
  validUntil: utc,
});

/** Google Cloud KMS. Resource name of the import job, from which project, location and key ring follow (Cloud KMS API v1, ImportJob). */
const googleKms = z.strictObject({
  kind: z.literal('google-kms'),
  ...wrapping,
  importJob: z
    .string()
    .regex(
      /^projects\/[a-z0-9.:-]{4,80}\/locations\/[a-z0-9-]{1,40}\/keyRings\/[A-Za-z0-9_-]{1,63}\/importJobs\/[A-Za-z0-9_-]{1,63}$/,
      'write the resource name of the import job: projects/…/locations/…/keyRings/…/importJobs/…',
    ),
  /** As `gcloud kms import-jobs create --import-method` names it. */
  method: z.enum(['rsa-oaep-3072-sha1-aes-256', 'rsa-oaep-4096-sha1-aes-256', 'rsa-oaep-3072-sha256-aes-256', 'rsa-oaep-4096-sha256-aes-256']),
  /** expireTime of the job: 3 days after it was made. */
  expires: utc,
});

/** Any other HSM that is reached by PKCS#11: RSA-OAEP, then AES key wrap with padding, as CKM_RSA_AES_KEY_WRAP composes them (PKCS#11 v3.1, section 6.1.23). */
const pkcs11 = z.strictObject({
  kind: z.literal('pkcs11'),
  ...wrapping,
  /** Label of the token that holds the wrapping key. */
  token: z.string().regex(/^[\x21-\x7e]([\x20-\x7e]{0,30}[\x21-\x7e])?$/, 'use printable ASCII, 1 to 32 characters, no space at either end (PKCS#11 C_InitToken)'),
  /** SHA-1 is what every module has; its use inside OAEP needs no collision resistance (RFC 8017, appendix B.1). */
  oaepHash: z.enum(['sha1', 'sha256']).default('sha1'),
});

/** Microsoft Double Key Encryption: the service publishes the public key only. `url`: where it answers for this key, without the version. */
const dke = z.strictObject({
  kind: z.literal('dke'),
  url: z.string().max(300).regex(/^https:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9._-]+)+$/, 'write the https address of the key at the service, as https://dke.example.org/KeyName'),
  /** Days for which a client may keep the public key; without it clients ask each time. */
  cacheDays: z.number().int().min(1).max(365).optional(),
});

/** AWS KMS external key store: the key stays here, and the proxy tells AWS what it is. `externalKeyId`: XksKeyIdType of the AWS KMS API. */
const awsXks = z.strictObject({
  kind: z.literal('aws-xks'),
  externalKeyId: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, 'use letters, digits, hyphen, point and underscore, at most 128 (AWS KMS XksKeyId)'),
  /** CustomKeyStoreId of the external key store, where it exists already. */
  keyStore: z.string().regex(/^cks-[A-Za-z0-9]{1,60}$/, 'write the id of the custom key store, as cks-1234567890abcdef0').optional(),
});

/** The target of a transfer plan. */
export const transferTarget = z.discriminatedUnion('kind', [azureByok, awsKms, googleKms, pkcs11, dke, awsXks]);

export type TransferTarget = z.infer<typeof transferTarget>;
export type TargetKind = TransferTarget['kind'];
export type TargetOf<K extends TargetKind> = Extract<TransferTarget, { readonly kind: K }>;
/** Those that take key material under a public key of their own. */
export type WrappingTarget = Extract<TransferTarget, { readonly publicKey: string }>;

/** Whether key material goes to `target`; else only what is public does. */
export function takesKeyMaterial(target: TransferTarget): target is WrappingTarget {
  return 'publicKey' in target;
}

/**
 * Hash of RSA-OAEP and of its MGF1 that `target` opens with, for DeliveryRequest.oaepHash; null where no key material goes.
 * Azure: SHA-1 always (BYOK specification, "Key Transfer Blob"). AWS and Google: as the wrapping algorithm or the import method names it.
 */
export function oaepHashOf(target: WrappingTarget): 'sha1' | 'sha256';
export function oaepHashOf(target: TransferTarget): 'sha1' | 'sha256' | null;
export function oaepHashOf(target: TransferTarget): 'sha1' | 'sha256' | null {
  switch (target.kind) {
    case 'azure-byok':
      return 'sha1';
    case 'aws-kms':
      return target.wrapping.endsWith('_SHA_1') ? 'sha1' : 'sha256';
    case 'google-kms':
      return target.method.includes('-sha1-') ? 'sha1' : 'sha256';
    case 'pkcs11':
      return target.oaepHash;
    case 'dke':
    case 'aws-xks':
      return null;
  }
}

/** How `target` wants the key wrapped, for DeliveryRequest.form. AWS: as the wrapping algorithm names it; all others as CKM_RSA_AES_KEY_WRAP does. */
export function wrapFormOf(target: WrappingTarget): 'two-step' | 'direct' {
  return target.kind === 'aws-kms' && target.wrapping.startsWith('RSAES_OAEP_') ? 'direct' : 'two-step';
}

/** Bits of the wrapping key where the plan says them (an import method of Google), else null. */
export function wrappingKeyBits(target: TransferTarget): 3072 | 4096 | null {
  if (target.kind !== 'google-kms') return null;
  return target.method.startsWith('rsa-oaep-3072-') ? 3072 : 4096;
}

/** Whether the key exchange key is in a managed HSM, which takes AES keys too, and not in a vault. */
export function isManagedHsm(target: TargetOf<'azure-byok'>): boolean {
  return /^https:\/\/[^./]+\.managedhsm\./.test(target.kid);
}
