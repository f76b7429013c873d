/** What the place a key is delivered to is called, on screens and in what goes out with the key. */
import type { TransferTarget } from './targets.ts';

export const targetNames: Readonly<Record<TransferTarget['kind'], string>> = {
  'azure-byok': 'Azure Key Vault / Managed HSM',
  'aws-kms': 'AWS KMS',
  'google-kms': 'Google Cloud KMS',
  pkcs11: 'PKCS#11 token',
  dke: 'Microsoft Double Key Encryption',
  'aws-xks': 'AWS KMS external key store',
};

/** As people say it: "AWS KMS", "the HSM “other-hsm”". Its full address is in the plan. */
export function targetInWords(target: TransferTarget): string {
  return target.kind === 'pkcs11' ? `the HSM “${target.token}”` : targetNames[target.kind];
}
