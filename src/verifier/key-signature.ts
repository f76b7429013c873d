/** Whether a key of the record signed something. A key that cannot be read signed nothing. */
import { fromBase64 } from '../core/bytes/bytes.ts';
import { sha256Hex } from '../core/bytes/digest.ts';
import type { KeyType } from '../core/plan/schema.ts';
import { keyTypeRow } from '../core/plan/tables/hsm-key-types.ts';
import type { KeyCheck } from '../core/ports/hsm.ts';

/** Whether `signature` over `message` is valid under the key with this check value. SECURITY: the key is the one with that digest, not one given beside it. */
export function signedByKey(key: { readonly type: KeyType; readonly check: KeyCheck }, signature: Uint8Array, message: Uint8Array): boolean {
  if (key.check.kind !== 'spki-sha256') return false;
  const spki = fromBase64(key.check.spki);
  if (sha256Hex(spki) !== key.check.value) return false;
  try {
    return keyTypeRow(key.type).signing?.verify(signature, message, spki) ?? false;
  } catch {
    return false;
  }
}
