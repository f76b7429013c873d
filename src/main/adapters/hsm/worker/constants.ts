/** The PKCS#11 numbers the worker uses (OASIS PKCS#11 v2.40 and v3.0, header pkcs11t.h). */
export const CKO = { DATA: 0, CERTIFICATE: 1, PUBLIC_KEY: 2, PRIVATE_KEY: 3, SECRET_KEY: 4 } as const;
export const CKK = { RSA: 0, EC: 3, AES: 0x1f } as const;
export const CKU = { SO: 0, USER: 1 } as const;
export const CKS_RW_USER = 3;
export const CKS_RO_USER = 1;
export const SESSION_RW = 0x4 | 0x2;

export const CKF = {
  /** Of a slot; the rest are of a token. */
  REMOVABLE_DEVICE: 0x2,
  WRITE_PROTECTED: 0x2,
  LOGIN_REQUIRED: 0x4,
  USER_PIN_INITIALIZED: 0x8,
  PROTECTED_AUTHENTICATION_PATH: 0x100,
  TOKEN_INITIALIZED: 0x400,
  USER_PIN_COUNT_LOW: 0x10000,
  USER_PIN_FINAL_TRY: 0x20000,
  USER_PIN_LOCKED: 0x40000,
  SO_PIN_COUNT_LOW: 0x100000,
  SO_PIN_FINAL_TRY: 0x200000,
  SO_PIN_LOCKED: 0x400000,
} as const;

export const CKA = {
  CLASS: 0, TOKEN: 1, PRIVATE: 2, LABEL: 3, APPLICATION: 0x10, VALUE: 0x11, TRUSTED: 0x86, KEY_TYPE: 0x100, ID: 0x102, SENSITIVE: 0x103,
  ENCRYPT: 0x104, DECRYPT: 0x105, WRAP: 0x106, UNWRAP: 0x107, SIGN: 0x108, VERIFY: 0x10a, DERIVE: 0x10c, MODULUS: 0x120, MODULUS_BITS: 0x121,
  PUBLIC_EXPONENT: 0x122, VALUE_LEN: 0x161, EXTRACTABLE: 0x162, LOCAL: 0x163, NEVER_EXTRACTABLE: 0x164, ALWAYS_SENSITIVE: 0x165,
  KEY_GEN_MECHANISM: 0x166, MODIFIABLE: 0x170, COPYABLE: 0x171, EC_PARAMS: 0x180, EC_POINT: 0x181, WRAP_WITH_TRUSTED: 0x210,
} as const;

export const CKM = {
  RSA_PKCS_KEY_PAIR_GEN: 0x0, RSA_PKCS: 0x1, RSA_PKCS_OAEP: 0x9, EC_KEY_PAIR_GEN: 0x1040, ECDSA: 0x1041, SHA_1: 0x220,
  SHA256: 0x250,
  AES_KEY_GEN: 0x1080, AES_ECB: 0x1081, AES_CBC: 0x1082, AES_CMAC: 0x108a, AES_KEY_WRAP_PAD: 0x210a, AES_KEY_WRAP_KWP: 0x210b,
} as const;

export const CKR = {
  SLOT_ID_INVALID: 0x3, ATTRIBUTE_SENSITIVE: 0x11, ATTRIBUTE_TYPE_INVALID: 0x12, DEVICE_ERROR: 0x30, DEVICE_REMOVED: 0x32,
  KEY_NOT_WRAPPABLE: 0x69, KEY_UNEXTRACTABLE: 0x6a, PIN_INCORRECT: 0xa0, PIN_LEN_RANGE: 0xa2, PIN_LOCKED: 0xa4, SESSION_CLOSED: 0xb0,
  SESSION_HANDLE_INVALID: 0xb3, TOKEN_NOT_PRESENT: 0xe0, TOKEN_NOT_RECOGNIZED: 0xe1, USER_ALREADY_LOGGED_IN: 0x100, USER_NOT_LOGGED_IN: 0x101,
  USER_ANOTHER_ALREADY_LOGGED_IN: 0x104, CRYPTOKI_NOT_INITIALIZED: 0x190, CRYPTOKI_ALREADY_INITIALIZED: 0x191,
} as const;

export type Value = number | boolean | string | Uint8Array;
export type AttributeKey = keyof typeof CKA;

/** A PKCS#11 template. Uint8Arrays are passed as Buffers over the same memory: pkcs11js takes nothing else. */
export function template(attributes: Partial<Record<AttributeKey, Value>>): { type: number; value: number | boolean | string | Buffer }[] {
  return Object.entries(attributes).map(([name, value]) => ({
    type: CKA[name as AttributeKey],
    value: value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
  }));
}
