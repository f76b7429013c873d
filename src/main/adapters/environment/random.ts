/** Random bytes of the operating system. Not for keys in an HSM: those it makes itself. */
import { randomFillSync } from 'node:crypto';
import type { Random } from '../../../core/ports/ports.ts';

/** `length` bytes (0 to 65,536, else RangeError) from the system's generator, in memory of their own so that they can be wiped. */
export const systemRandom: Random = (length) => {
  if (!Number.isInteger(length) || length < 0 || length > 65_536) throw new RangeError('ask for 0 to 65536 random bytes');
  return randomFillSync(new Uint8Array(length));
};
