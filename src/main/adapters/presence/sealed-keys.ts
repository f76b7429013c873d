/** Participants' signing keys, each sealed in memory under its owner's code. Never open for longer than one signature; the sealing itself also serves an officer's key file. */
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { utf8, wipe } from '../../../core/bytes/bytes.ts';
import type { PresencePort, Random } from '../../../core/ports/ports.ts';
import { RefusalError } from '../../../core/refusals/refusal.ts';
import * as mlDsa from './ml-dsa-65-key.ts';
import { SEED_BYTES, keyFromSeed, publicKeyOf, signWith } from './p256-key.ts';

/** Bytes. Short, because it guards a key that lives for one day in one process: who could read that memory could wait for the code instead. */
export const CODE_MINIMUM = 6;

/** scrypt's N (RFC 7914) for a key that lives for one day in memory: 32 MiB and about a tenth of a second a try. */
const PRESENCE_COST = 2 ** 15;

export interface SealedKey {
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
  const second = (participant: string): string => `${participant}.ml-dsa-65`;
  return {
    async enrol(participant, code) {
      const seed = random(SEED_BYTES);
      let key: Uint8Array | null = null;
      try {
        if (code.length < CODE_MINIMUM) throw new RefusalError('presence.code-too-short', { minimum: CODE_MINIMUM });
        key = keyFromSeed(seed);
        const sealed = await seal(key, participant, code, random);
        forget(participant);
        forget(second(participant));
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
    async enrolPostQuantum(participant, code) {
      const seed = random(mlDsa.SEED_BYTES);
      try {
        if (!keys.has(participant)) throw new RefusalError('presence.not-registered');
        const sealed = await seal(seed, second(participant), code, random);
        forget(second(participant));
        keys.set(second(participant), sealed);
        return mlDsa.publicKeyOf(seed);
      } finally {
        wipe(code, seed);
      }
    },
    async signPostQuantum(participant, code, message) {
      const hedge = random(mlDsa.HEDGE_BYTES);
      let seed: Uint8Array | null = null;
      try {
        const sealed = keys.get(second(participant));
        if (sealed === undefined) throw new RefusalError('presence.not-registered');
        seed = await unseal(sealed, second(participant), code);
        return mlDsa.signWith(seed, message, hedge);
      } finally {
        wipe(code, seed, hedge);
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

/** Seals a secret key of 32 bytes for `participant` under a code; the key and the code stay the caller's. `cost` is scrypt's N. */
export async function seal(key: Uint8Array, participant: string, code: Uint8Array, random: Random, cost = PRESENCE_COST): Promise<SealedKey> {
  const salt = random(16);
  const nonce = random(12);
  const wrapping = await stretch(code, salt, cost);
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

/** The secret key, which the caller wipes. RefusalError `presence.wrong-code`. */
export async function unseal(sealed: SealedKey, participant: string, code: Uint8Array, cost = PRESENCE_COST): Promise<Uint8Array> {
  const wrapping = await stretch(code, sealed.salt, cost);
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

/** scrypt (RFC 7914), r = 8, p = 1, off the main thread. */
function stretch(code: Uint8Array, salt: Uint8Array, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, { N: cost, r: 8, p: 1, maxmem: 2 * 128 * 8 * cost }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
