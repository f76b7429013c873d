/** Compares a key that was unwrapped into a session object with what its original was recorded as. The object does only that, and can't leave again. */
import type { KeyCheck } from '../../../../core/ports/hsm.ts';
import type { KeyType } from '../../../../core/plan/schema.ts';
import { checkValue } from './check-value.ts';
import { checkTemplate } from './key-specs.ts';
import { readSpki, spkiCheck } from './public-key.ts';
import { signWith, verifies } from './signing.ts';
import type { Session } from './state.ts';

export interface Compared {
  readonly matches: boolean;
  /** What the restored key shows itself as. */
  readonly check: KeyCheck;
  readonly signature: Uint8Array | null;
}

/** A public key that could not be derived from a restored private key that does not match: zeros, never the original's. */
const underivable: KeyCheck = { kind: 'spki-sha256', value: '0'.repeat(64), spki: 'AAAA' };

/**
 * AES: the CMAC check values are equal. Private keys: the signature over `message` verifies in software under the original public key, and
 * where the module reports the public part of the restored one, that is the same as well.
 */
async function compare(s: Session, key: Buffer, type: KeyType, original: KeyCheck, message: Uint8Array): Promise<Compared> {
  if (type === 'aes-256' || original.kind === 'cmac') {
    const check: KeyCheck = { kind: 'cmac', value: await checkValue(s, key) };
    return { matches: type === 'aes-256' && original.kind === 'cmac' && check.value === original.value, check, signature: null };
  }
  const signature = signWith(s, key, type, message);
  const spki = readSpki(s, key, type);
  const reported = spki === null ? null : spkiCheck(spki);
  const matches = verifies(type, original.spki, message, signature) && (reported === null || reported.value === original.value);
  return { matches, check: reported ?? (matches ? original : underivable), signature };
}

export const checkUnwrapped = { template: checkTemplate, compare } as const;
