/** Participants' keys without the sealing (scrypt takes a tenth of a second a signature): for tests that play a ceremony dozens of times. The real one has tests of its own. */
import * as mlDsa from '../../src/main/adapters/presence/ml-dsa-65-key.ts';
import { publicKeyOf, keyFromSeed, SEED_BYTES, signWith } from '../../src/main/adapters/presence/p256-key.ts';
import { systemRandom } from '../../src/main/adapters/environment/random.ts';
import type { PresencePort } from '../../src/core/ports/ports.ts';
import { RefusalError } from '../../src/core/refusals/refusal.ts';

export function quickPresence(): PresencePort {
  const keys = new Map<string, Uint8Array>();
  const seeds = new Map<string, Uint8Array>();
  return {
    enrol(participant) {
      const key = keyFromSeed(systemRandom(SEED_BYTES));
      keys.set(participant, key);
      return Promise.resolve(publicKeyOf(key));
    },
    sign(participant, _code, message) {
      const key = keys.get(participant);
      if (key === undefined) throw new RefusalError('presence.not-registered');
      return Promise.resolve(signWith(key, message));
    },
    enrolPostQuantum(participant) {
      const seed = systemRandom(mlDsa.SEED_BYTES);
      seeds.set(participant, seed);
      return Promise.resolve(mlDsa.publicKeyOf(seed));
    },
    signPostQuantum(participant, _code, message) {
      const seed = seeds.get(participant);
      if (seed === undefined) throw new RefusalError('presence.not-registered');
      return Promise.resolve(mlDsa.signWith(seed, message, systemRandom(mlDsa.HEDGE_BYTES)));
    },
    has: (participant) => keys.has(participant),
    wipe: () => {
      keys.clear();
      seeds.clear();
    },
  };
}
