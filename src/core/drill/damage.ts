/** Damages a share as it is read, as a torn sheet or a worn card does: it reads, and is no share. For rehearsals only; it never looks at the value. */
import { wipe } from '../bytes/bytes.ts';
import { RefusalError } from '../refusals/refusal.ts';
import { ALPHABET, symbolValue } from '../shares/base32.ts';
import { CODE_LENGTH, decodeShare } from '../shares/share-format.ts';

/** Which share of which set; neither is secret. */
export interface WhichShare {
  readonly set: string;
  readonly index: number;
}

/** Which share `bytes` (record or contents of its code) are; null where they are none, or damaged already. */
export function whichShare(bytes: Uint8Array): WhichShare | null {
  try {
    const { set, index, value } = decodeShare(bytes);
    wipe(value);
    return { set, index };
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

/** Changes `bytes` in place, so that their checksum no longer fits: `share.damaged` is what they are judged as. */
export function damageShare(bytes: Uint8Array): void {
  const at = bytes.length >> 1;
  const byte = bytes[at] ?? 0;
  bytes[at] = bytes.length === CODE_LENGTH ? ALPHABET.charCodeAt(symbolValue(byte) ^ 1) : byte ^ 0xff;
}
