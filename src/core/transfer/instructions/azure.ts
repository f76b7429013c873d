/** README.txt for Azure Key Vault and Managed HSM. Commands as in "Bring your own key specification" and the sources of the Azure CLI. */
import { isManagedHsm } from '../targets.ts';
import type { TargetOf } from '../targets.ts';
import { signs } from '../keys-taken.ts';
import { command, curveOf, publicKeyCheck, secretKeyCheck } from './page.ts';
import type { Page, TransferKey } from './page.ts';

/** JsonWebKeyOperation names. */
function operations(key: TransferKey): string {
  if (signs(key.purpose)) return 'sign verify';
  return key.purpose === 'data-encryption' ? 'encrypt decrypt' : 'wrapKey unwrapKey';
}

/** The specification's page writes `--kty EC-HSM --curve-name`; the command line itself knows `--kty EC|RSA|oct` and `--curve` (validate_key_import_type). */
function keyType(key: TransferKey): readonly string[] {
  const curve = curveOf(key);
  if (curve !== null) return [`--kty EC --curve ${curve}`];
  return key.type === 'aes-256' ? ['--kty oct'] : ['--kty RSA'];
}

export function azureInstructions({ target, key }: Page<TargetOf<'azure-byok'>>, file: string): readonly (string | null)[] {
  const name = /^https:\/\/([^.]+)\./.exec(target.kid)![1]!;
  const place = `${isManagedHsm(target) ? '--hsm-name' : '--vault-name'} ${name}`;
  return [
    `1. Check that the key exchange key is still there and is for import only. The answer
   must be true and ["import"].

${command(`az keyvault key show --id ${target.kid}`, '--query "[attributes.enabled, key.keyOps]" --output json')}`,
    `2. Import the key.

${command(`az keyvault key import ${place}`, `--name ${key.name}`, ...keyType(key), `--byok-file ${file}`, `--ops ${operations(key)}`)}`,
    publicKeyCheck(key, `    az keyvault key download ${place} --name ${key.name} --encoding PEM --file azure.pem`, 'azure.pem'),
    secretKeyCheck(key),
    key.check.kind === 'cmac' ? 'Azure shows no check value of an imported AES key: wrap and unwrap something with it.' : null,
    `3. Delete the key exchange key when all keys have been imported.

${command(`az keyvault key delete --id ${target.kid.slice(0, target.kid.lastIndexOf('/'))}`)}`,
  ];
}
