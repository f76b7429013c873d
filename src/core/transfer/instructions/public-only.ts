/** README.txt for the two targets that get a document and never a key: Double Key Encryption and an external key store. */
import type { TargetOf } from '../targets.ts';
import { command } from './page.ts';
import type { Page } from './page.ts';

export function dkeInstructions({ target }: Page<TargetOf<'dke'>>, file: string): readonly (string | null)[] {
  return [
    `${file} is what the Double Key Encryption service answers to a GET of

    ${target.url}

It holds the public key only. The private key stays in its HSM, which the service must
reach to decrypt: it is then no longer offline, and that is to be decided before.`,
    `1. Configure the service with this key, under the same name and key id.

2. Compare what it answers with the file. Everything but "exp" must be equal: the
   service counts that one from the day it is asked.

    curl --silent --show-error ${target.url}`,
    `3. Only then enter the address in the sensitivity label.`,
  ];
}

export function xksInstructions({ target }: Page<TargetOf<'aws-xks'>>, file: string): readonly (string | null)[] {
  return [
    `${file} is what the external key store proxy answers to POST
/kms/xks/v1/keys/${target.externalKeyId}/metadata. It holds no key. The key stays in its
HSM, which the proxy must reach: it is then no longer offline, and that is to be
decided before.`,
    `1. Give the key to the proxy under the external key id
   ${target.externalKeyId}, for AES-GCM encryption and decryption only.

2. Make the KMS key. AWS KMS asks the proxy for the metadata then, and refuses unless
   they are as in the file.${target.keyStore === undefined ? ' KEYSTORE is the id of the custom key store.' : ''}

${command('aws kms create-key', '--origin EXTERNAL_KEY_STORE', `--custom-key-store-id ${target.keyStore ?? 'KEYSTORE'}`, `--xks-key-id ${target.externalKeyId}`)}`,
  ];
}
