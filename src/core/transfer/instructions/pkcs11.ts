/** README.txt for a PKCS#11 token: the calls, and OpenSC's pkcs11-tool as far as it goes. Says where that tool is known to fail. */
import type { TargetOf } from '../targets.ts';
import { command, curveOf, publicKeyCheck, quoted, secretKeyCheck } from './page.ts';
import type { Page, TransferKey } from './page.ts';

/** CKA_ID of the transport key while it is in the token: "trans". */
const TRANSPORT = '7472616e73';

export interface Pkcs11Names {
  readonly aesKey: string;
  readonly key: string;
  readonly both: string;
}

function template(key: TransferKey): string {
  const curve = curveOf(key);
  const kind = key.type === 'aes-256' ? 'CKO_SECRET_KEY, CKK_AES' : `CKO_PRIVATE_KEY, ${curve === null ? 'CKK_RSA' : 'CKK_EC'}`;
  return `${kind}, CKA_TOKEN, CKA_PRIVATE and CKA_SENSITIVE true,
   CKA_EXTRACTABLE false, CKA_ID ${key.id},
   CKA_LABEL ${quoted(key.name)}, and only the use that the key has: ${key.purpose}`;
}

export function pkcs11Instructions({ target, key }: Page<TargetOf<'pkcs11'>>, names: Pkcs11Names): readonly (string | null)[] {
  const [ckm, mgf, option, mgfOption] = target.oaepHash === 'sha1' ? ['CKM_SHA_1', 'CKG_MGF1_SHA1', 'SHA-1', 'MGF1-SHA1'] : ['CKM_SHA256', 'CKG_MGF1_SHA256', 'SHA256', 'MGF1-SHA256'];
  const token = `--module MODULE --token-label ${quoted(target.token)} --login`;
  return [
    `MODULE is the path of the vendor's PKCS#11 module, WRAPPING the CKA_ID of the private
key that belongs to the wrapping key above. Nothing is ever opened outside the token.`,
    `By the calls of PKCS#11 v3.1 (any program of the vendor that offers them does):

  in one   C_UnwrapKey, CKM_RSA_AES_KEY_WRAP (section 6.1.23), with 256 AES bits and
           RSA-OAEP with ${ckm}, ${mgf}, no label: ${names.both}
  in two   C_UnwrapKey, CKM_RSA_PKCS_OAEP with ${ckm}, ${mgf},
           no label: ${names.aesKey}, to a session key (CKO_SECRET_KEY, CKK_AES,
           CKA_TOKEN false, CKA_UNWRAP true); then with that key C_UnwrapKey,
           CKM_AES_KEY_WRAP_KWP (RFC 5649; 0x210A in SoftHSM2 and older modules):
           ${names.key}; then C_DestroyObject of the session key

   The key: ${template(key)}.`,
    key.type === 'aes-256'
      ? `By pkcs11-tool of OpenSC. Up to OpenSC 0.26.0 the first line fails with
CKR_ARGUMENTS_BAD (OpenSC issue 3293): use a release that has this mended. It gives the
key every use that the token allows, and the transport key stays until the last line
deletes it: where that is not wanted, use the calls. For SoftHSM2 write 0x210A, not
0x210B.

${command(`pkcs11-tool ${token}`, `--unwrap --mechanism RSA-PKCS-OAEP --hash-algorithm ${option} --mgf ${mgfOption}`, `--id WRAPPING --input-file ${names.aesKey}`, `--key-type AES: --sensitive --private --application-id ${TRANSPORT} --application-label transport`)}
${command(`pkcs11-tool ${token}`, '--unwrap --mechanism 0x210B', `--id ${TRANSPORT} --input-file ${names.key}`, `--key-type AES: --sensitive --private --application-id ${key.id}`, `--application-label ${quoted(key.name)}`)}
${command(`pkcs11-tool ${token}`, `--delete-object --type secrkey --id ${TRANSPORT}`)}`
      : 'pkcs11-tool of OpenSC (seen in 0.23.0) unwraps secret keys only, so it does not do for this key.',
    publicKeyCheck(key, `   Write its public key to token.pem with the vendor's program.`, 'token.pem'),
    secretKeyCheck(key),
    key.check.kind === 'cmac' ? 'Compute it inside the token: C_Sign with CKM_AES_CMAC.' : null,
  ];
}
