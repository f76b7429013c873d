/** What a key of a type and a purpose is in PKCS#11: one purpose each, and nothing it does not need. */
import type { GenerateRequest, KeyReference } from '../../../../core/ports/hsm.ts';
import type { KeyPurpose, KeyType } from '../../../../core/plan/schema.ts';
import { hsmKeyTypes, isEc } from '../../../../core/plan/tables/hsm-key-types.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { fromHex } from '../../../../core/bytes/bytes.ts';
import type { AttributeKey, Value } from './constants.ts';
import { CKK, CKM, CKO } from './constants.ts';

export type Attributes = Partial<Record<AttributeKey, Value>>;

export const isSigning = (purpose: KeyPurpose): boolean => purpose === 'root-signing' || purpose === 'signing';
export const isWrapping = (purpose: KeyPurpose): boolean => purpose === 'master-wrapping' || purpose === 'key-wrapping';

/** Refuses what no key can be: EC keys only sign, AES keys never do. `hsm.key-combination`. */
export function checkCombination(type: KeyType, purpose: KeyPurpose): void {
  const possible = isEc(type) ? isSigning(purpose) : type === 'aes-256' ? !isSigning(purpose) : true;
  if (!possible) throw new RefusalError('hsm.key-combination', { type, purpose });
}

export const keyPairMechanism = (type: KeyType): number => (isEc(type) ? CKM.EC_KEY_PAIR_GEN : CKM.RSA_PKCS_KEY_PAIR_GEN);

/** Every use, off: nothing is left to a module's default. */
const secretUses: Attributes = { SIGN: false, VERIFY: false, ENCRYPT: false, DECRYPT: false, WRAP: false, UNWRAP: false, DERIVE: false };
const privateUses: Attributes = { SIGN: false, DECRYPT: false, UNWRAP: false, DERIVE: false };
const publicUses: Attributes = { VERIFY: false, ENCRYPT: false, WRAP: false };

const secretUse = (purpose: KeyPurpose): Attributes => ({ ...secretUses, ...(isWrapping(purpose) ? { WRAP: true, UNWRAP: true } : { ENCRYPT: true, DECRYPT: true }) });
const privateUse = (purpose: KeyPurpose): Attributes => ({ ...privateUses, ...(isSigning(purpose) ? { SIGN: true } : isWrapping(purpose) ? { UNWRAP: true } : { DECRYPT: true }) });
const publicUse = (purpose: KeyPurpose): Attributes => ({ ...publicUses, ...(isSigning(purpose) ? { VERIFY: true } : isWrapping(purpose) ? { WRAP: true } : { ENCRYPT: true }) });

/**
 * SECURITY: what a key is made with. EXTRACTABLE only for the backup, until sealed; WRAP_WITH_TRUSTED so that no user can wrap it with a key
 * of their own; MODIFIABLE only where sealing has to change it (CKA_MODIFIABLE itself can't be changed later).
 */
const protection = (request: GenerateRequest): Attributes => ({
  TOKEN: true, PRIVATE: true, SENSITIVE: true, EXTRACTABLE: request.backup, MODIFIABLE: request.backup,
  WRAP_WITH_TRUSTED: request.trusted,
});

const naming = (request: GenerateRequest): Attributes => ({ LABEL: request.name, ID: fromHex(request.id) });

export const secretKeyTemplate = (request: GenerateRequest): Attributes => ({
  CLASS: CKO.SECRET_KEY, KEY_TYPE: CKK.AES, VALUE_LEN: 32, ...naming(request), ...protection(request), ...secretUse(request.purpose),
});

export const privateKeyTemplate = (request: GenerateRequest): Attributes => ({ ...naming(request), ...protection(request), ...privateUse(request.purpose) });

export const publicKeyTemplate = (request: GenerateRequest): Attributes => ({
  ...naming(request), TOKEN: true, PRIVATE: false, MODIFIABLE: false, ...publicUse(request.purpose),
  ...(isEc(request.type) ? { EC_PARAMS: hsmKeyTypes[request.type].ecParams } : { MODULUS_BITS: hsmKeyTypes[request.type].bits, PUBLIC_EXPONENT: fromHex('010001') }),
});

const privateKeyType = (type: KeyType): number => (isEc(type) ? CKK.EC : CKK.RSA);

/**
 * SECURITY: what a key is unwrapped as that comes back to stay: sealed from its first moment (never EXTRACTABLE, not MODIFIABLE), and with its own
 * use only. CKA_VALUE_LEN is left out: PKCS#11 has it for keys that are generated. MODIFIABLE is last because SoftHSM 2.6 takes an unwrapping template
 * attribute by attribute, and after that one no other.
 */
export function installedTemplate(key: KeyReference): Attributes {
  const request: GenerateRequest = { ...key, backup: false, trusted: false };
  const { MODIFIABLE, ...kept } = protection(request);
  const shared = { ...naming(request), ...kept };
  const [keyClass, type, uses] = key.type === 'aes-256' ? [CKO.SECRET_KEY, CKK.AES, secretUse(key.purpose)] : [CKO.PRIVATE_KEY, privateKeyType(key.type), privateUse(key.purpose)];
  return { CLASS: keyClass, KEY_TYPE: type, ...shared, ...uses, MODIFIABLE: MODIFIABLE ?? false };
}

/** The public key object beside a private key that comes back; `point`: CKA_EC_PARAMS and CKA_EC_POINT, or modulus and exponent. */
export const installedPublicTemplate = (key: KeyReference, point: Attributes): Attributes => ({
  CLASS: CKO.PUBLIC_KEY, KEY_TYPE: privateKeyType(key.type), LABEL: key.name, ID: fromHex(key.id), TOKEN: true, PRIVATE: false, MODIFIABLE: false,
  ...publicUse(key.purpose), ...point,
});

/** A throw-away AES-256 session key; nothing of it is left when the session ends. */
export const sessionAes = (uses: Attributes): Attributes => ({
  CLASS: CKO.SECRET_KEY, KEY_TYPE: CKK.AES, TOKEN: false, PRIVATE: true, SENSITIVE: true, EXTRACTABLE: false, ...secretUses, ...uses,
});

/**
 * What a wrapped key is unwrapped as for a check: a session object that can't leave again and does only what the check needs. AES keys sign
 * there (the CMAC), which the original never may.
 */
export function checkTemplate(type: KeyType): Attributes {
  if (type === 'aes-256') return sessionAes({ SIGN: true });
  return { CLASS: CKO.PRIVATE_KEY, KEY_TYPE: privateKeyType(type), TOKEN: false, PRIVATE: true, SENSITIVE: true, EXTRACTABLE: false, ...privateUses, SIGN: true };
}

/** As for a check, but it can be wrapped: for the moments in which a key passes from one wrapping to another inside the device. */
export const passingTemplate = (type: KeyType, trusted: boolean): Attributes => ({ ...checkTemplate(type), EXTRACTABLE: true, WRAP_WITH_TRUSTED: trusted });
