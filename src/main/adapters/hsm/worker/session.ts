/** Opens the session and knows who is logged in, by asking the device. PINs pass through here and are never kept. */
import type { TokenAddress } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import { CKR, CKS_RO_USER, CKS_RW_USER, CKU, SESSION_RW } from './constants.ts';
import { pinText } from './pin.ts';
import type { Session, WorkerState } from './state.ts';
import { findToken, tokenFacts } from './token.ts';

/** The worker's one read-write session; `hsm.token-not-initialised`, `hsm.token-changed`. Session objects live as long as it does. */
export function openSession(state: WorkerState, address: TokenAddress): Session {
  if (state.session !== null) return state.session;
  const { slot, token } = findToken(state, address);
  if (!token.initialised) throw new RefusalError('hsm.token-not-initialised', { label: address.label });
  if (state.serial !== null && state.serial !== token.serial) throw new RefusalError('hsm.token-changed', { label: address.label, expected: state.serial, found: token.serial });
  const module = state.module!;
  state.session = { module, slot, handle: module.C_OpenSession(slot, SESSION_RW) };
  state.serial = token.serial;
  return state.session;
}

/** Ends the session and with it every session object and login. Errors are of no use here: the session is gone either way. */
export function dropSession(state: WorkerState): void {
  const session = state.session;
  state.session = null;
  try {
    session?.module.C_CloseSession(session.handle);
  } catch (error) {
    if (!(error instanceof CkrError)) throw error;
  }
}

/** The session, with the user logged in; `hsm.not-logged-in`. */
export function userSession(state: WorkerState, address: TokenAddress): Session {
  const session = openSession(state, address);
  const login = session.module.C_GetSessionInfo(session.handle).state;
  if (login !== CKS_RW_USER && login !== CKS_RO_USER) throw new RefusalError('hsm.not-logged-in', { label: address.label });
  return session;
}

const whoIs = (userType: number): string => (userType === CKU.SO ? 'security officer' : 'user');

/** The refusal of a failed login: how many tries are left is told as far as the token's flags tell it (PKCS#11 v2.40 section 3.2, CK_TOKEN_INFO). */
function wrongPin(session: Session, userType: number): RefusalError {
  const { token } = tokenFacts(session.module, session.slot);
  const who = whoIs(userType);
  switch (userType === CKU.SO ? token.soPin : token.userPin) {
    case 'locked': return new RefusalError('hsm.pin-locked', { who });
    case 'final-try': return new RefusalError('hsm.pin-final-try', { who });
    case 'low': return new RefusalError('hsm.pin-low', { who });
    case 'ok': return new RefusalError('hsm.pin-incorrect', { who });
  }
}

/** C_Login as CKU.SO or CKU.USER; whoever was logged in is logged out first, so that the PIN is really checked. A locked PIN is not tried. */
export function logIn(session: Session, userType: number, pin: Uint8Array | null): void {
  const { token } = tokenFacts(session.module, session.slot);
  const who = whoIs(userType);
  if (userType === CKU.USER && !token.userPinInitialised) throw new RefusalError('hsm.pin-not-set', { who });
  if ((userType === CKU.SO ? token.soPin : token.userPin) === 'locked') throw new RefusalError('hsm.pin-locked', { who });
  const text = pinText(pin, token, who);
  logOut(session);
  try {
    session.module.C_Login(session.handle, userType, text);
  } catch (error) {
    if (!(error instanceof CkrError)) throw error;
    if (error.rv === CKR.PIN_INCORRECT) throw wrongPin(session, userType);
    if (error.rv === CKR.PIN_LOCKED) throw new RefusalError('hsm.pin-locked', { who });
    // A PIN of a length the token never has is a wrong PIN at login.
    if (error.rv === CKR.PIN_LEN_RANGE) throw wrongPin(session, userType);
    throw error;
  }
}

/** C_Logout; nobody being logged in is what was wanted. */
export function logOut(session: Session): void {
  try {
    session.module.C_Logout(session.handle);
  } catch (error) {
    if (!(error instanceof CkrError) || error.rv !== CKR.USER_NOT_LOGGED_IN) throw error;
  }
}
