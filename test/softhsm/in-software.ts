/** What a package, its shares and a delivery are without any HSM: opened with node:crypto, @noble and openssl. Keys of tests only. */
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aeskwp, cmac } from '@noble/ciphers/aes.js';
import { decodeShare } from '../../src/core/shares/share-format.ts';
import { combineShares } from '../../src/core/shares/split.ts';
import type { Delivery, DeliveryRequest, KeyCheck } from '../../src/core/ports/hsm.ts';
import type { KeyType } from '../../src/core/plan/schema.ts';

/** The secret that encoded shares combine to. */
export const combined = (shares: readonly Uint8Array[]): Promise<Uint8Array> => combineShares(shares.map((share) => decodeShare(share).value));

/** RFC 5649. */
export const opened = (key: Uint8Array, wrapped: Uint8Array): Uint8Array => aeskwp(Uint8Array.from(key)).decrypt(Uint8Array.from(wrapped));

/** The check value of key bytes: AES, or PKCS#8 PrivateKeyInfo. */
export function checkOf(type: KeyType, bytes: Uint8Array): KeyCheck['value'] {
  if (type === 'aes-256') return Buffer.from(cmac(new Uint8Array(16), Uint8Array.from(bytes)).subarray(0, 5)).toString('hex').toUpperCase();
  const spki = createPublicKey(createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' })).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

export interface Target {
  readonly spki: Uint8Array;
  /** Opens a delivery as a target does that has openssl: RSA-OAEP there, RFC 5649 here; in the direct form RSA-OAEP alone. */
  open(delivery: Delivery, hash: DeliveryRequest['oaepHash']): Uint8Array;
}

/** A key manager that a key is delivered to; its private key is a file in `folder`. */
export function createTarget(folder: string, bits: number): Target {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const key = join(folder, `target-${bits}.pem`);
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    open: (delivery, hash) => {
      const options = ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${hash}`].flatMap((option) => ['-pkeyopt', option]);
      const aes = execFileSync('openssl', ['pkeyutl', '-decrypt', '-inkey', key, ...options], { input: delivery.wrappedAesKey ?? delivery.wrappedKey });
      return delivery.wrappedAesKey === null ? Uint8Array.from(aes) : opened(aes, delivery.wrappedKey);
    },
  };
}
