/** A PIN on its way into pkcs11js. It must be a JavaScript string there, for the length of one call, in this process only (docs/adr/0021). */
import type { TokenReport } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';

/**
 * The PIN as pkcs11js takes it. '' stands for the PIN pad: length 0 tells the module to ask there (PKCS#11 v2.40 section 5.6, C_Login).
 * `hsm.pin-required`, `hsm.pin-at-pad`, `hsm.pin-not-text`.
 */
export function pinText(pin: Uint8Array | null, token: TokenReport['token'], who: string): string {
  if (pin === null) {
    if (!token.protectedAuthenticationPath) throw new RefusalError('hsm.pin-required', { who });
    return '';
  }
  if (token.protectedAuthenticationPath) throw new RefusalError('hsm.pin-at-pad', { who });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(pin);
  } catch {
    throw new RefusalError('hsm.pin-not-text', { who });
  }
}

/** Refuses a new PIN the token would refuse half-way through its initialisation. Lengths in bytes; 0 as a maximum says nothing. */
export function checkNewPin(pin: Uint8Array | null, token: TokenReport['token'], who: string): void {
  pinText(pin, token, who);
  if (pin === null) return;
  const { minPinLength: least, maxPinLength: most } = token;
  if (pin.length < least || (most > 0 && pin.length > most)) throw new RefusalError('hsm.pin-length', { who, least, most });
}
