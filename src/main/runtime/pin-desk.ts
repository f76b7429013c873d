/** Holds PIN halves from the moment they are typed until the HSM has them; wipes them in every case. */
import { concat, wipe } from '../../core/bytes/bytes.ts';
import type { TokenName } from '../../core/ceremony/events.ts';
import { RefusalError } from '../../core/refusals/refusal.ts';

export type PinName = 'so' | 'user';
type Halves = [Uint8Array | null, Uint8Array | null];

export interface PinDesk {
  /** Takes ownership of `value`. */
  enter(token: TokenName, pin: PinName, half: 0 | 1, value: Uint8Array): void;
  entered(token: TokenName, pin: PinName): readonly [boolean, boolean];
  /** Both halves joined; the caller owns and wipes the result. They are not held any longer, unless an act needs them twice. RefusalError `ceremony.pin-half-missing`. */
  take(token: TokenName, pin: PinName, again?: 'needed-again'): Uint8Array;
  clear(): void;
}

export function createPinDesk(): PinDesk {
  const held = new Map<string, Halves>();
  const at = (token: TokenName, pin: PinName): Halves => held.get(`${token}:${pin}`) ?? [null, null];
  return {
    enter(token, pin, half, value) {
      const halves = at(token, pin);
      wipe(halves[half]);
      halves[half] = Uint8Array.from(value);
      wipe(value);
      held.set(`${token}:${pin}`, halves);
    },
    entered(token, pin) {
      const [first, second] = at(token, pin);
      return [first !== null, second !== null];
    },
    take(token, pin, again) {
      const [first, second] = at(token, pin);
      if (first === null || second === null) throw new RefusalError('ceremony.pin-half-missing');
      const whole = concat(first, second);
      if (again === undefined) {
        wipe(first, second);
        held.delete(`${token}:${pin}`);
      }
      return whole;
    },
    clear() {
      for (const [first, second] of held.values()) wipe(first, second);
      held.clear();
    },
  };
}
