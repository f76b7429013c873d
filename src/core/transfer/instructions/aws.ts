/** README.txt for AWS KMS. Commands as in the AWS CLI's reference of `kms import-key-material`. */
import type { TargetOf } from '../targets.ts';
import { command, publicKeyCheck } from './page.ts';
import type { Page } from './page.ts';

export function awsInstructions({ target, key }: Page<TargetOf<'aws-kms'>>, file: string): readonly (string | null)[] {
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(target.keyId)?.[1];
  const place = region === undefined ? '' : ` --region ${region}`;
  return [
    `1. Check that ImportToken.bin is the one of the same answer as the wrapping key. The
   two are one set, and no other token does. The answer must begin with

    ${target.importTokenSha256}

    openssl dgst -sha256 -r ImportToken.bin`,
    `2. Import the key, with both files in this folder. The KMS key must be in state
   PendingImport.

${command(`aws kms import-key-material${place}`, `--key-id ${target.keyId}`, `--encrypted-key-material fileb://${file}`, '--import-token fileb://ImportToken.bin', '--expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE')}`,
    `3. The state must now be Enabled, and the origin EXTERNAL.

${command(`aws kms describe-key${place}`, `--key-id ${target.keyId}`, '--query "KeyMetadata.[KeyState,Origin]" --output text')}`,
    publicKeyCheck(
      key,
      `${command(`aws kms get-public-key${place}`, `--key-id ${target.keyId}`, '--query PublicKey --output text | openssl base64 -d -A > aws.der')}
    openssl pkey -pubin -inform DER -in aws.der -out aws.pem`,
      'aws.pem',
    ),
  ];
}
