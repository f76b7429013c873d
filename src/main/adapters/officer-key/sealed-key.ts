/** An officer's key that is sealed in a file under a code. Open only between `open` and `close`, and wiped then. */
import { equalBytes, fromBase64, wipe } from '../../../core/bytes/bytes.ts';
import type { OfficerKeyPort } from '../../../core/ports/officer-key.ts';
import type { Random } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { spkiSha256 } from '../../../core/transcript/signature.ts';
import { SEED_BYTES, keyFromSeed, publicKeyOf, signWith } from '../presence/p256-key.ts';
import { seal, unseal } from '../presence/sealed-keys.ts';
import { FILE_COST, sealedFile } from './key-file.ts';
import type { SealedKeyFile } from './key-file.ts';

/** Characters of a code (bytes of its UTF-8 at least): whoever has the file can try codes without end. */
export const OFFICER_CODE_MINIMUM = 12;

/** Bound to the public key (SP 800-38D, additional authenticated data): a sealed key under another public key does not open. */
const ownerOf = (spki: Uint8Array): string => `keyrite/officer-key/v1 ${spkiSha256(spki)}`;

/** Makes a key and seals it; wipes the code. RefusalError `officer-key.code-too-short`. */
export async function newSealedKey(code: Uint8Array, random: Random): Promise<SealedKeyFile> {
  const seed = random(SEED_BYTES);
  let key: Uint8Array | null = null;
  try {
    if (code.length < OFFICER_CODE_MINIMUM) throw new RefusalError('officer-key.code-too-short', { minimum: OFFICER_CODE_MINIMUM });
    key = keyFromSeed(seed);
    const spki = publicKeyOf(key);
    return sealedFile(spki, await seal(key, ownerOf(spki), code, random, FILE_COST));
  } finally {
    wipe(code, seed, key);
  }
}

/** The key in `file`. */
export function sealedKey(file: SealedKeyFile): OfficerKeyPort {
  const spki = fromBase64(file.spki);
  const sealed = { salt: fromBase64(file.kdf.salt), nonce: fromBase64(file.nonce), box: fromBase64(file.box) };
  return {
    publicKey: async () => spki.slice(),
    async open(code) {
      let key: Uint8Array;
      try {
        key = await unseal(sealed, ownerOf(spki), code, FILE_COST);
      } catch (cause) {
        if (cause instanceof RefusalError && cause.code === 'presence.wrong-code') throw new RefusalError('officer-key.wrong-code', undefined, { cause });
        throw cause;
      } finally {
        wipe(code);
      }
      if (!equalBytes(publicKeyOf(key), spki)) {
        wipe(key);
        throw new RefusalError('officer-key.bad-file', { where: 'the sealed key is not that of its public key' });
      }
      let closed = false;
      return {
        async sign(message) {
          if (closed) throw new Error('the key is closed');
          return signWith(key, message);
        },
        async close() {
          closed = true;
          wipe(key);
        },
      };
    },
  };
}
