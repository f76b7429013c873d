/** What a device's AES must answer, computed in software over public test keys. Never sees a key of the ceremony. */
import { aeskwp, cmac } from '@noble/ciphers/aes.js';

/** Check value of a key whose bytes are known: CMAC of the zero block, 5 bytes, upper-case hex (ANSI X9.24-1:2017 Annex A). */
export function softwareCheck(key: Uint8Array): string {
  return Buffer.from(cmac(new Uint8Array(16), key).subarray(0, 5)).toString('hex').toUpperCase();
}

/** Public test keys, 32 bytes each; they protect nothing. */
export const testKek = Uint8Array.from({ length: 32 }, (_, i) => i);
export const testKey = Uint8Array.from({ length: 32 }, (_, i) => 0xff - i);

/** RFC 5649 wrapping of `testKey` by `testKek`: deterministic, so a device's answer compares byte by byte. */
export const testWrapped = (): Uint8Array => aeskwp(testKek).encrypt(testKey);
