/** A delivery made in software, as an HSM makes it: RSA-OAEP by OpenSSL, RFC 5649 by @noble/ciphers. For tests: here the key is readable. */
import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { aeskwp, cmac } from '@noble/ciphers/aes.js';
import { toHex } from '../../src/core/bytes/bytes.ts';
import type { Delivery, DeliveryRequest, KeyCheck } from '../../src/core/ports/hsm.ts';
import type { TransferContext, TransferKey } from '../../src/core/transfer/instructions/page.ts';

/** A key and its bytes: 32 bytes, or a PKCS#8 PrivateKeyInfo in DER. */
export interface SoftKey {
  readonly key: TransferKey;
  readonly bytes: Uint8Array;
}

export const context: TransferContext = { ceremony: 'TRANSFER-2026', madeAt: '2026-11-24T11:00:00.000Z', source: 'Keyrite 0.1.0; SoftHSM v2, firmware 2.6', mode: 'production' };

export function checkOf(bytes: Uint8Array): KeyCheck {
  if (bytes.length === 32) return { kind: 'cmac', value: toHex(cmac(new Uint8Array(16), bytes).subarray(0, 5)).toUpperCase() };
  const spki = publicDer(createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' }));
  return { kind: 'spki-sha256', value: createHash('sha256').update(spki).digest('hex'), spki: spki.toString('base64') };
}

function publicDer(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'der' });
}

const id = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const made = (name: string, type: TransferKey['type'], purpose: TransferKey['purpose'], bytes: Uint8Array): SoftKey => ({ key: { name, type, purpose, id, check: checkOf(bytes) }, bytes });
const pkcs8 = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));

export const aesKey = (bytes: Uint8Array = randomBytes(32)): SoftKey => made('records-master', 'aes-256', 'master-wrapping', new Uint8Array(bytes));
export const ecKey = (): SoftKey => made('records-signing', 'ec-p384', 'signing', pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey));
export const p256Key = (): SoftKey => made('records-signing', 'ec-p256', 'signing', pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));
export const rsaKey = (modulusLength: 3072 | 4096 = 3072): SoftKey => made('records-wrapping', `rsa-${modulusLength}`, 'key-wrapping', pkcs8(generateKeyPairSync('rsa', { modulusLength }).privateKey));

/** What HsmPort.deliver answers. `aes`: the transport key. */
export function deliver({ key, bytes }: SoftKey, wrappingKey: KeyObject, oaepHash: 'sha1' | 'sha256', form: DeliveryRequest['form'], aes: Uint8Array = randomBytes(32)): Delivery {
  const underRsa = (what: Uint8Array): Uint8Array => new Uint8Array(publicEncrypt({ key: wrappingKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, what));
  if (form === 'direct') return { check: key.check, wrappedAesKey: null, wrappedKey: underRsa(bytes) };
  return { check: key.check, wrappedAesKey: underRsa(aes), wrappedKey: aeskwp(new Uint8Array(aes)).encrypt(bytes) };
}
