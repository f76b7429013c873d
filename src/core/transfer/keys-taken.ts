/** Which keys each target takes, so that a plan for an impossible delivery is refused before anything happens. */
import type { KeyPurpose, KeyType } from '../plan/schema.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { refusal } from '../refusals/refusal.ts';
import type { TransferTarget } from './targets.ts';
import { isManagedHsm, wrapFormOf } from './targets.ts';

/** Whether keys of `purpose` sign, and so neither wrap nor decrypt. */
export function signs(purpose: KeyPurpose): boolean {
  return purpose === 'root-signing' || purpose === 'signing';
}

function whyNot(target: TransferTarget, type: KeyType, purpose: KeyPurpose): string | null {
  switch (target.kind) {
    case 'azure-byok':
      // BYOK specification, "Terminology": RSA, EC, AES (Managed HSM only).
      return type === 'aes-256' && !isManagedHsm(target) ? 'an Azure key vault takes RSA and EC keys only, a managed HSM takes AES keys too' : null;
    case 'aws-kms':
      // AWS KMS API, GetParametersForImport: RSA_AES_KEY_WRAP_* is "supported for wrapping RSA and ECC key material"; AES keys need RSAES_OAEP_*, which an RSA key does not fit into.
      if ((type === 'aes-256') === (wrapFormOf(target) === 'direct')) return null;
      return type === 'aes-256' ? 'AWS KMS takes an AES key under RSAES_OAEP only, not under RSA_AES_KEY_WRAP' : 'AWS KMS takes a private key under RSA_AES_KEY_WRAP only, not under RSAES_OAEP';
    case 'google-kms':
    case 'pkcs11':
      return null;
    case 'dke':
      if (type !== 'rsa-3072' && type !== 'rsa-4096') return 'Double Key Encryption works with RSA keys only';
      return signs(purpose) ? 'a key for Double Key Encryption decrypts, and this one is for signing' : null;
    case 'aws-xks':
      // XKS Proxy API Specification, GetKeyMetadata: CreateKey fails unless keySpec is AES_256 with ENCRYPT and DECRYPT.
      return type !== 'aes-256' ? 'an external key store of AWS works with AES-256 keys only' : null;
  }
}

/** `transfer.key-not-taken` where `target` cannot use such a key, else null. For the rules of a plan as for the step itself. */
export function keyRefused(target: TransferTarget, key: { readonly type: KeyType; readonly purpose: KeyPurpose }): Refusal | null {
  const why = whyNot(target, key.type, key.purpose);
  return why === null ? null : refusal('transfer.key-not-taken', { why, target: target.kind, type: key.type });
}
