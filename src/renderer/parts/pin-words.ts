/** What PINs and tokens are called on every screen. */
import type { Pin } from '../api.ts';

export function pinName(pin: Pin['pin']): string {
  return pin === 'so' ? 'security officer PIN' : 'user PIN';
}

export function pinSentence(pin: Pin['pin']): string {
  return pin === 'so' ? 'The security officer PIN sets the token up; it cannot use a key.' : 'The user PIN lets the HSM use its keys.';
}

export function tokenName(token: Pin['token']): string {
  return token === 'primary' ? 'the HSM' : 'the spare HSM';
}

export function halfName(half: 0 | 1): 'first' | 'second' {
  return half === 0 ? 'first' : 'second';
}

/** The half that is awaited next: the first missing one of the first PIN that lacks one. */
export function nextHalf(pins: readonly Pin[]): { readonly pin: Pin; readonly half: 0 | 1 } | null {
  for (const pin of pins) {
    if (pin.pinPad) continue;
    if (!pin.entered[0]) return { pin, half: 0 };
    if (!pin.entered[1]) return { pin, half: 1 };
  }
  return null;
}
