/** The JSON documents of the targets that want one. The order of members and every byte follow from the input. */
import { concat, fromBase64, fromHex, toBase64, toHex, utf8 } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { instant } from './deadline.ts';
import type { TransferKey } from './instructions/page.ts';
import { readRsaSpki } from './rsa-spki.ts';
import type { TargetOf } from './targets.ts';

const json = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 2)}\n`);

/** RFC 7515 section 2: base64url without padding. */
function base64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * The key transfer blob ("Bring your own key specification", Azure Key Vault, 30 January 2026, section "Key Transfer Blob"): schema 1.0.0,
 * `ciphertext` is base64url of what CKM_RSA_AES_KEY_WRAP makes, `generator` free text for support.
 */
export function byokBlob(target: TargetOf<'azure-byok'>, ciphertext: Uint8Array, generator: string): Uint8Array {
  return json({ schema_version: '1.0.0', header: { kid: target.kid, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP' }, ciphertext: base64url(ciphertext), generator });
}

/** The 16 bytes of CKA_ID in the form of a GUID. */
function guid(id: string): string {
  const hex = toHex(fromHex(id)).toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * The answer of a Double Key Encryption service to GET {url} (Azure-Samples/DoubleKeyEncryptionService, Models/PublicKey.cs and
 * Protocols/PublicKey.Response.json): `n` in base64 with padding, `e` as a decimal number, `alg` always RS256, `kid` the address with the version
 * of the key, a GUID, here CKA_ID; `cache.exp` as yyyy-MM-ddTHH:mm:ss in UTC, left out where nothing is to be cached.
 * Throws RefusalError `transfer.delivery-incomplete` where the key's public part is no RSA key.
 */
export function dkeDocument(target: TargetOf<'dke'>, key: TransferKey, madeAt: string): Uint8Array {
  const numbers = key.check.kind === 'spki-sha256' ? readRsaSpki(fromBase64(key.check.spki)) : null;
  if (numbers === null || numbers === 'other-algorithm' || numbers.exponent.length > 4) throw new RefusalError('transfer.delivery-incomplete', { what: 'the public key is not an RSA key that Double Key Encryption can name' });
  const e = new DataView(concat(new Uint8Array(4 - numbers.exponent.length), numbers.exponent).buffer).getUint32(0);
  const exp = target.cacheDays === undefined ? null : new Date(instant(madeAt) + target.cacheDays * 86_400_000).toISOString().slice(0, 19);
  return json({ key: { kty: 'RSA', n: toBase64(numbers.modulus), e, alg: 'RS256', kid: `${target.url}/${guid(key.id)}` }, ...(exp === null ? {} : { cache: { exp } }) });
}

/** The answer of an external key store proxy to GetKeyMetadata (AWS KMS External Key Store Proxy API Specification, 15 May 2024): all there is. */
export function xksMetadata(): Uint8Array {
  return json({ keySpec: 'AES_256', keyUsage: ['ENCRYPT', 'DECRYPT'], keyStatus: 'ENABLED' });
}
