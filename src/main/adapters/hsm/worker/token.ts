/** Finds the slot of a token by its label and serial, and reports what the device says of itself. Changes nothing. */
import pkcs11 from 'pkcs11js';
import type { PinState, TokenAddress, TokenReport } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { CkrError } from '../raw-calls.ts';
import type { RawModule } from '../raw-calls.ts';
import { CKF, CKR } from './constants.ts';
import { openModule, reopenModule } from './module.ts';
import type { WorkerState } from './state.ts';

export interface TokenFacts extends Pick<TokenReport, 'token'> {
  readonly slot: Buffer;
}

const trim = (text: string): string => text.replace(/[\0 ]+$/, '').replace(/^ +/, '');
const version = (v: { readonly major: number; readonly minor: number }): string => `${v.major}.${v.minor}`;

function pinState(flags: number, who: 'USER' | 'SO'): PinState {
  if ((flags & CKF[`${who}_PIN_LOCKED`]) !== 0) return 'locked';
  if ((flags & CKF[`${who}_PIN_FINAL_TRY`]) !== 0) return 'final-try';
  return (flags & CKF[`${who}_PIN_COUNT_LOW`]) !== 0 ? 'low' : 'ok';
}

/** C_GetTokenInfo of a slot. */
export function tokenFacts(module: RawModule, slot: Buffer): TokenFacts {
  const info = module.C_GetTokenInfo(slot);
  const flags = info.flags;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const initialised = has(CKF.TOKEN_INITIALIZED);
  // SoftHSM sets PIN flags on a blank token; there is no PIN on it that they could tell of.
  const pins = initialised ? flags : 0;
  const token = {
    initialised,
    label: trim(info.label),
    manufacturer: trim(info.manufacturerID),
    model: trim(info.model),
    serial: trim(info.serialNumber),
    hardware: version(info.hardwareVersion),
    firmware: version(info.firmwareVersion),
    protectedAuthenticationPath: has(CKF.PROTECTED_AUTHENTICATION_PATH),
    userPinInitialised: has(CKF.USER_PIN_INITIALIZED),
    writeProtected: has(CKF.WRITE_PROTECTED),
    userPin: pinState(pins, 'USER'),
    soPin: pinState(pins, 'SO'),
    minPinLength: info.minPinLen,
    maxPinLength: info.maxPinLen,
  };
  return { slot, token };
}

/** All tokens in all slots. A slot whose token can't be read (being taken out, not recognised) is passed over. */
function allTokens(module: RawModule): readonly TokenFacts[] {
  const passedOver: ReadonlySet<number> = new Set([CKR.TOKEN_NOT_PRESENT, CKR.TOKEN_NOT_RECOGNIZED, CKR.DEVICE_REMOVED, CKR.SLOT_ID_INVALID]);
  return module.C_GetSlotList(true).flatMap((slot) => {
    try {
      return [tokenFacts(module, slot)];
    } catch (error) {
      if (error instanceof CkrError && passedOver.has(error.rv)) return [];
      throw error;
    }
  });
}

function choose(tokens: readonly TokenFacts[], address: TokenAddress): TokenFacts | null {
  const label = trim(address.label);
  const ours = tokens.filter(({ token }) => token.initialised && token.label === label && (address.serial === undefined || token.serial === trim(address.serial)));
  if (ours.length > 1) throw new RefusalError('hsm.label-ambiguous', { label, count: ours.length });
  if (ours[0] !== undefined) return ours[0];
  if (tokens.some(({ token }) => token.initialised && token.label === label)) throw new RefusalError('hsm.serial-differs', { label });
  const blank = tokens.filter(({ token }) => !token.initialised);
  if (blank.length > 1) throw new RefusalError('hsm.several-uninitialised', { label, count: blank.length });
  return blank[0] ?? null;
}

/**
 * The token of `address`: the initialised one with its label (and serial), else the only one that is not initialised, else null.
 * `hsm.label-ambiguous`, `hsm.serial-differs`, `hsm.several-uninitialised`. Looks twice: some modules list only the tokens they saw when they started.
 */
export function lookForToken(state: WorkerState, address: TokenAddress): TokenFacts | null {
  const module = openModule(state, address);
  const first = choose(allTokens(module), address);
  if (first?.token.initialised === true || state.session !== null) return first;
  return choose(allTokens(reopenModule(state, address)), address);
}

/** As {@link lookForToken}; `hsm.token-not-found` where there is none. */
export function findToken(state: WorkerState, address: TokenAddress): TokenFacts {
  const found = lookForToken(state, address);
  if (found === null) throw new RefusalError('hsm.token-not-found', { label: address.label });
  return found;
}

/** CKM_ names by number, as pkcs11js lists them; the first name of a number counts. */
const mechanismNames = new Map<number, string>();
for (const [name, value] of Object.entries(pkcs11)) if (name.startsWith('CKM_') && typeof value === 'number' && !mechanismNames.has(value)) mechanismNames.set(value, name);
// PKCS#11 v3.0 names pkcs11js does not have.
mechanismNames.set(0x210b, 'CKM_AES_KEY_WRAP_KWP');
// Of the two names of this number, the one that is not deprecated (PKCS#11 v2.40, section 2.3.1) and that plans are judged by.
mechanismNames.set(0x1040, 'CKM_EC_KEY_PAIR_GEN');

/** CKM_ name of a mechanism, else 0x%08x. */
export function mechanismName(mechanism: number): string {
  return mechanismNames.get(mechanism) ?? `0x${mechanism.toString(16).padStart(8, '0')}`;
}

/** Module, slot and token facts, read now. */
export function describeToken(module: RawModule, slot: Buffer): TokenReport {
  const library = module.C_GetInfo();
  const slotInfo = module.C_GetSlotInfo(slot);
  return {
    library: {
      description: trim(library.libraryDescription),
      manufacturer: trim(library.manufacturerID),
      version: version(library.libraryVersion),
      cryptoki: version(library.cryptokiVersion),
    },
    slot: { description: trim(slotInfo.slotDescription), hardware: version(slotInfo.hardwareVersion), firmware: version(slotInfo.firmwareVersion), removable: (slotInfo.flags & CKF.REMOVABLE_DEVICE) !== 0 },
    token: tokenFacts(module, slot).token,
    mechanisms: module.C_GetMechanismList(slot).map(mechanismName),
  };
}
