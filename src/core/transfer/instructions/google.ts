/** README.txt for Google Cloud KMS. Commands as in the Google Cloud CLI's reference of `kms keys versions import`. */
import { signs } from '../keys-taken.ts';
import type { TargetOf } from '../targets.ts';
import { command, publicKeyCheck, secretKeyCheck } from './page.ts';
import type { Page, TransferKey } from './page.ts';

/** CryptoKeyVersionAlgorithm, as the command line names it. */
export function googleAlgorithm(key: TransferKey): string {
  switch (key.type) {
    case 'aes-256':
      return 'google-symmetric-encryption';
    case 'ec-p256':
      return 'ec-sign-p256-sha256';
    case 'ec-p384':
      return 'ec-sign-p384-sha384';
    case 'rsa-3072':
    case 'rsa-4096':
      return `${signs(key.purpose) ? 'rsa-sign-pss' : 'rsa-decrypt-oaep'}-${key.type.slice(4)}-sha256`;
  }
}

export function googleInstructions({ target, key }: Page<TargetOf<'google-kms'>>, file: string): readonly (string | null)[] {
  const [, project, , location, , ring, , job] = target.importJob.split('/') as [string, string, string, string, string, string, string, string];
  const place = [`--project ${project} --location ${location}`, `--keyring ${ring}`];
  return [
    `1. Check that the import job is still there. The answer must be ACTIVE and
   ${target.method.toUpperCase().replaceAll('-', '_')}.

${command(`gcloud kms import-jobs describe ${job}`, ...place, '--format "value(state,importMethod)"')}`,
    `2. Import the key as a version of the key "${key.name}" of that key ring, which must have
   been made with --import-only --skip-initial-version-creation. If it has another
   name there, or another algorithm of the same size, write those.

${command('gcloud kms keys versions import', ...place, `--key ${key.name}`, `--import-job ${job}`, `--algorithm ${googleAlgorithm(key)}`, `--wrapped-key-file ${file}`)}`,
    `3. The state must become ENABLED; while it is PENDING_IMPORT, wait. (1 is the number
   of the version that step 2 answered.)

${command('gcloud kms keys versions describe 1', ...place, `--key ${key.name}`, '--format "value(state,importFailureReason)"')}`,
    publicKeyCheck(key, command('gcloud kms keys versions get-public-key 1', ...place, `--key ${key.name}`, '--output-file google.pem'), 'google.pem'),
    secretKeyCheck(key),
    key.check.kind === 'cmac' ? 'Google shows no check value of an imported AES key: encrypt and decrypt something with it.' : null,
  ];
}
