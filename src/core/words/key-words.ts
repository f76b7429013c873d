/** How keys and check values are said to people: on screens, sheets and documents alike. Holds no secret: a check value reveals nothing of its key. */
import { fromHex } from '../bytes/bytes.ts';
import type { KeyCheck } from '../ports/hsm.ts';
import { toWords } from './words.ts';

export const typeWords = { 'ec-p384': 'EC P-384', 'ec-p256': 'EC P-256', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', 'aes-256': 'AES-256' } as const;

/** A check value as people compare it: the CMAC value in groups, or the first four words of a public key's digest. */
export function checkInWords(check: KeyCheck): string {
  return check.kind === 'cmac' ? check.value.replace(/(.{4})(?=.)/g, '$1 ') : toWords(fromHex(check.value).subarray(0, 4)).join(' ');
}
