/** Participants' signing keys, each sealed in memory under its owner's code. Never on disk, never open for longer than one signature. */
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { utf8, wipe } from '../../../core/bytes/bytes.ts';
import type { PresencePort, Random } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import { SEED_BYTES, keyFromSeed, publicKeyOf, signWith } from './p256-key.ts';

/** Bytes. Short, because it guards a key that lives for one day in one process: who could read that memory could wait for the code instead. */
export const CODE_MINIMUM = 6;

interface SealedKey {
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  /** Ciphertext, then the 16-byte tag. */
  readonly box: Uint8Array;
}

/**
 * The presence of the people in the room. Codes are wiped whatever happens. Two people who choose the same code stay two people, and are not told:
 * to compare codes somebody would have to keep something of them.
 * Refusals: `presence.code-too-short`, `presence.wrong-code`, `presence.not-registered`.
 */
export function createPresence(random: Random): PresencePort {
  const keys = new Map<string, SealedKey>();
  return {
    async enrol(participant, code) {
      const seed = random(SEED_BYTES);
      let key: Uint8Array | null = null;
      try {
        if (code.length < CODE_MINIMUM) throw new RefusalError('presence.code-too-short', { minimum: CODE_MINIMUM });
        key = keyFromSeed(seed);
        const sealed = await seal(key, participant, code, random);
        forget(participant);
        keys.set(participant, sealed);
        return publicKeyOf(key);
      } finally {
        wipe(code, seed, key);
      }
    },
    async sign(participant, code, message) {
      let key: Uint8Array | null = null;
      try {
        const sealed = keys.get(participant);
        if (sealed === undefined) throw new RefusalError('presence.not-registered');
        key = await unseal(sealed, participant, code);
        return signWith(key, message);
      } finally {
        wipe(code, key);
      }
    },
    has: (participant) => keys.has(participant),
    wipe() {
      for (const participant of [...keys.keys()]) forget(participant);
    },
  };

  function forget(participant: string): void {
    const sealed = keys.get(participant);
    if (sealed !== undefined) wipe(sealed.salt, sealed.nonce, sealed.box);
    keys.delete(participant);
  }
}

async function seal(key: Uint8Array, participant: string, code: Uint8Array, random: Random): Promise<SealedKey> {
  const salt = random(16);
  const nonce = random(12);
  const wrapping = await stretch(code, salt);
  try {
    const cipher = createCipheriv('aes-256-gcm', wrapping, nonce);
    // Bound to its owner: a sealed key moved to another name does not open (NIST SP 800-38D, additional authenticated data).
    cipher.setAAD(utf8(participant));
    const box = Uint8Array.from(Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]));
    return { salt, nonce, box };
  } finally {
    wipe(wrapping);
  }
}

async function unseal(sealed: SealedKey, participant: string, code: Uint8Array): Promise<Uint8Array> {
  const wrapping = await stretch(code, sealed.salt);
  const plain = Buffer.alloc(32);
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrapping, sealed.nonce, { authTagLength: 16 });
    decipher.setAAD(utf8(participant));
    decipher.setAuthTag(sealed.box.subarray(32));
    const part = decipher.update(sealed.box.subarray(0, 32));
    part.copy(plain);
    wipe(part);
    // SECURITY: final() is what checks the tag; before it nothing of the plaintext may be used.
    decipher.final();
    return Uint8Array.from(plain);
  } catch (error) {
    throw new RefusalError('presence.wrong-code', undefined, { cause: error });
  } finally {
    wipe(wrapping, plain);
  }
}

/** scrypt (RFC 7914), N = 2^15, r = 8, p = 1: 32 MiB and about a tenth of a second a try, off the main thread. */
function stretch(code: Uint8Array, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
