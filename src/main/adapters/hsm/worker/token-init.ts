/** Sets up a token that is blank. SECURITY: C_InitToken erases; it is called on an uninitialised slot only, never on a token that was set up before. */
import type { TokenAddress, TokenReport } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CKU } from './constants.ts';
import { listObjects } from './objects.ts';
import { checkNewPin, pinText } from './pin.ts';
import { dropSession, logIn, logOut, openSession } from './session.ts';
import type { WorkerState } from './state.ts';
import type { TokenFacts } from './token.ts';
import { describeToken, findToken } from './token.ts';
import { probeTrusted } from './trusted.ts';

export interface NewPins {
  readonly soPin: Uint8Array | null;
  readonly userPin: Uint8Array | null;
}

/**
 * An initialised token with our label is refused, unless it has neither a user PIN nor anything on it: such a one was left by an initialisation
 * that broke off (or came so from its maker), holds nothing that could be lost, and is completed without C_InitToken.
 */
function refuseUsed(state: WorkerState, address: TokenAddress, { token }: TokenFacts): void {
  const label = address.label;
  const seen = listObjects(openSession(state, address)).length;
  if (seen > 0) throw new RefusalError('hsm.token-not-empty', { label, count: seen });
  if (token.userPinInitialised) throw new RefusalError('hsm.token-already-initialised', { label });
}

function checkPins(found: TokenFacts, pins: NewPins): void {
  if (found.token.writeProtected) throw new RefusalError('hsm.write-protected', { ckr: 'CKF_WRITE_PROTECTED' });
  checkNewPin(pins.soPin, found.token, 'security officer');
  checkNewPin(pins.userPin, found.token, 'user');
}

function initToken(state: WorkerState, address: TokenAddress, found: TokenFacts, soPin: Uint8Array | null): void {
  dropSession(state);
  // C_InitToken takes 32 bytes, padded with blanks (PKCS#11 v2.40 section 5.5); pkcs11js passes the pointer as it is.
  state.module!.C_InitToken(found.slot, pinText(soPin, found.token, 'security officer'), address.label.padEnd(32, ' '));
  state.serial = null;
}

/** Initialises, sets the user PIN, finds out about trusted wrapping, and leaves the user logged in. The caller wipes the PINs. */
export async function initialiseToken(state: WorkerState, address: TokenAddress, pins: NewPins): Promise<TokenReport> {
  const found = findToken(state, address);
  if (found.token.initialised) refuseUsed(state, address, found);
  checkPins(found, pins);
  if (!found.token.initialised) initToken(state, address, found, pins.soPin);
  const session = openSession(state, address);
  logIn(session, CKU.SO, pins.soPin);
  try {
    session.module.C_InitPIN(session.handle, pinText(pins.userPin, found.token, 'user'));
    state.trustedWrapping = await probeTrusted(session, pins.userPin);
  } catch (error) {
    logOut(session);
    throw error;
  }
  return describeToken(session.module, session.slot);
}
