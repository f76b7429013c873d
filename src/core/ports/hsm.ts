/** The boundary to one PKCS#11 token. An adapter never answers from memory what it can read from the device. All failures are RefusalErrors with an `hsm.*` code. */
import type { KeyPurpose, KeyType } from '../plan/schema.ts';

/** An attribute as the device reports it. Absent is not false. */
export type TriState = 'true' | 'false' | 'not-reported';

export interface TokenAddress {
  readonly module: string;
  readonly parameters?: string;
  /** The token's label (unpadded). While it is not initialised yet, the adapter takes the only uninitialised slot. */
  readonly label: string;
  readonly serial?: string;
}

/** C_GetInfo, C_GetSlotInfo and C_GetTokenInfo, trimmed; versions as "major.minor". */
export interface TokenReport {
  readonly library: { readonly description: string; readonly manufacturer: string; readonly version: string; readonly cryptoki: string };
  /** `removable`: CKF_REMOVABLE_DEVICE, a reader whose token can be taken out. */
  readonly slot: { readonly description: string; readonly hardware: string; readonly firmware: string; readonly removable: boolean };
  readonly token: {
    readonly initialised: boolean;
    readonly label: string;
    readonly manufacturer: string;
    readonly model: string;
    readonly serial: string;
    readonly hardware: string;
    readonly firmware: string;
    readonly protectedAuthenticationPath: boolean;
    readonly userPinInitialised: boolean;
    readonly writeProtected: boolean;
    /** From CKF_*_PIN_* flags: 'low' (at least one wrong try), 'final-try', 'locked', or 'ok'. */
    readonly userPin: PinState;
    readonly soPin: PinState;
    readonly minPinLength: number;
    readonly maxPinLength: number;
  };
  /** Mechanism names as CKM_*; unknown ones as 0x%08x. */
  readonly mechanisms: readonly string[];
}
export type PinState = 'ok' | 'low' | 'final-try' | 'locked';

/** One object as C_FindObjects lists it; ids and labels only, never values. */
export interface ObjectSummary {
  readonly class: string;
  readonly label: string;
  /** CKA_ID, lower-case hex; empty where the object has none. */
  readonly id: string;
  readonly keyType?: string;
  readonly token: boolean;
  readonly private: boolean;
}

/** What the token was seen to do (by doing it), not what its mechanism list says. */
export interface Capabilities {
  readonly keyTypes: readonly KeyType[];
  /** The mechanism that was seen to wrap as RFC 5649, else null. */
  readonly keyWrapPad: 'CKM_AES_KEY_WRAP_PAD' | 'CKM_AES_KEY_WRAP_KWP' | null;
  /** Whether EC private keys can be unwrapped again (proof of recovery needs it). */
  readonly unwrapsPrivateKeys: boolean;
  readonly ecdsa: boolean;
  readonly cmac: boolean;
  readonly dataObjects: boolean;
  readonly random: boolean;
  /** The security officer can make a public CKA_TRUSTED session key that stays through the user's login. 'unknown' until probed with the SO PIN. */
  readonly trustedWrapping: 'yes' | 'no' | 'unknown';
  /** 'refused': wrapping a CKA_EXTRACTABLE=false key fails, as it must. 'allowed': this module can't seal. */
  readonly wrapNonExtractable: 'refused' | 'allowed';
}

export const attributeNames = [
  'LOCAL', 'SENSITIVE', 'ALWAYS_SENSITIVE', 'EXTRACTABLE', 'NEVER_EXTRACTABLE',
  'WRAP_WITH_TRUSTED', 'TRUSTED', 'MODIFIABLE', 'COPYABLE', 'PRIVATE', 'TOKEN',
  'SIGN', 'VERIFY', 'ENCRYPT', 'DECRYPT', 'WRAP', 'UNWRAP', 'DERIVE',
] as const;
export type AttributeName = (typeof attributeNames)[number];

/** What was read back from the device about one key. */
export interface KeyEvidence {
  readonly name: string;
  readonly type: KeyType;
  readonly purpose: KeyPurpose;
  /** CKA_ID, 16 random bytes, lower-case hex. */
  readonly id: string;
  readonly attributes: Readonly<Record<AttributeName, TriState>>;
  /** CKM_* name of CKA_KEY_GEN_MECHANISM, 'unavailable' (CK_UNAVAILABLE_INFORMATION) or 'not-reported'. */
  readonly keyGenMechanism: string;
  readonly check: KeyCheck;
}

/**
 * How a key is recognised without being revealed.
 * `cmac`: AES-CMAC of one zero block, first 5 bytes, upper-case hex (ANSI X9.24-1:2017 Annex A).
 * `spki-sha256`: SHA-256 of the DER SubjectPublicKeyInfo, lower-case hex; `spki` is that DER in base64.
 */
export type KeyCheck =
  | { readonly kind: 'cmac'; readonly value: string }
  | { readonly kind: 'spki-sha256'; readonly value: string; readonly spki: string };

export interface GenerateRequest {
  readonly name: string;
  readonly type: KeyType;
  readonly purpose: KeyPurpose;
  readonly id: string;
  /** true: EXTRACTABLE until sealed, and WRAP_WITH_TRUSTED where `trusted`. false: made non-extractable. */
  readonly backup: boolean;
  readonly trusted: boolean;
}

export interface WrappedKey {
  readonly name: string;
  readonly type: KeyType;
  readonly purpose: KeyPurpose;
  readonly id: string;
  readonly check: KeyCheck;
  /** RFC 5649 (AES-256-KWP) of the AES key bytes or of the PKCS#8 PrivateKeyInfo, base64. */
  readonly wrapped: string;
}

/** A quorum of one share set and the package it opens. */
export interface Quorum {
  /** Encoded shares; wiped by the adapter, whatever happens. */
  readonly shares: readonly Uint8Array[];
  readonly keys: readonly WrappedKey[];
}

export interface BackupRequest {
  /**
   * Quorums of earlier sets whose keys go into this backup beside `keyIds`: sealed keys, opened inside the token as session objects that can be
   * wrapped by this backup key only, compared with their check value, and destroyed. An earlier backup key exists as the new one does: in the
   * worker, for moments, wiped.
   */
  readonly from?: readonly Quorum[];
  readonly setId: string;
  readonly threshold: number;
  readonly count: number;
  readonly keyIds: readonly string[];
  /** With it: imported by the security officer as CKA_TRUSTED. Without: by the user (weaker, only where the plan accepts it). */
  readonly trusted: boolean;
  /** Each is wiped by the adapter, whatever happens. Null where the token is logged in or has a PIN pad. */
  readonly soPin: Uint8Array | null;
  readonly userPin: Uint8Array | null;
  /** Optional custodians' dice, mixed in by HKDF-SHA-256; wiped. */
  readonly dice?: Uint8Array;
}

export interface BackupResult {
  /** Encoded shares (docs/formats/share.md), index 1..count in order. The caller owns and wipes them. */
  readonly shares: readonly Uint8Array[];
  readonly keys: readonly WrappedKey[];
  /** Evidence of the wrapping key: attributes as read back, null where it was not `trusted`. */
  readonly wrappingKey: Readonly<Partial<Record<AttributeName, TriState>>>;
  /** How many of all combinations of `threshold` shares were combined and compared while the key was in memory. */
  readonly combinations: { readonly total: number; readonly checked: number };
  readonly inventoryBefore: readonly ObjectSummary[];
  readonly inventoryAfter: readonly ObjectSummary[];
}

export interface RestoreRequest extends Quorum {
  /** Bytes the restored signing keys sign, domain-separated by the caller. */
  readonly challenge: Uint8Array;
}

export interface RestoredKey {
  readonly name: string;
  readonly check: KeyCheck;
  readonly matches: boolean;
  /** DER ECDSA or PKCS#1 v1.5/PSS signature over the challenge by signing keys, base64; null for others. */
  readonly challengeSignature: string | null;
}

/** Facts that name one key: its CKA_ID finds it, the rest goes into the evidence. */
export type KeyReference = Pick<GenerateRequest, 'name' | 'type' | 'purpose' | 'id'>;

export interface InstallResult {
  /** Of the session objects, before anything was made permanent. */
  readonly restored: readonly RestoredKey[];
  /** Of the permanent keys, read back; in the order of the package. Empty unless every key of `restored` matches. */
  readonly evidence: readonly KeyEvidence[];
}

export interface DestroyResult {
  readonly inventory: readonly ObjectSummary[];
  /** CKR_* name that the device answered when the destroyed key was used once more through its old handle; never CKR_OK. */
  readonly failedUse: string;
}

export interface DeliveryRequest {
  readonly quorum: Quorum;
  /** CKA_ID of the key of the quorum's package that is delivered. */
  readonly keyId: string;
  /** DER SubjectPublicKeyInfo of the target's RSA public wrapping key (2048 to 4096 bits). */
  readonly targetSpki: Uint8Array;
  readonly oaepHash: 'sha1' | 'sha256';
  readonly form: 'two-step' /* CKM_RSA_AES_KEY_WRAP */ | 'direct' /* an AES key under RSA-OAEP itself */;
}

export interface Delivery {
  readonly check: KeyCheck;
  /** RSA-OAEP (MGF1 with the same hash, no label) of a fresh AES-256 key made in the token; null in the direct form. */
  readonly wrappedAesKey: Uint8Array | null;
  /** AES-256-KWP (RFC 5649), under that key, of the AES key bytes or the PKCS#8 PrivateKeyInfo; in the direct form RSA-OAEP of the AES key. */
  readonly wrappedKey: Uint8Array;
}

export interface HsmPort {
  /** Reads module, slot and token facts. No login, changes nothing. */
  describe(): Promise<TokenReport>;
  /** C_InitToken, C_InitPIN, and logs the user in. PINs are wiped by the adapter. Refuses a token that holds objects (`hsm.token-not-empty`). */
  initialise(pins: { readonly soPin: Uint8Array | null; readonly userPin: Uint8Array | null }): Promise<TokenReport>;
  /** Logs the user in, for the life of the worker or until `logout`. The PIN is wiped. */
  login(userPin: Uint8Array | null): Promise<void>;
  logout(): Promise<void>;
  /** All objects visible to the session. */
  inventory(): Promise<readonly ObjectSummary[]>;
  /** Finds out what works by doing it with session objects; leaves nothing behind. Needs login. `trustedWrapping` is known where `initialise` ran in this worker: it is tried there while the security officer is logged in. */
  probe(): Promise<Capabilities>;
  random(length: number): Promise<Uint8Array>;
  /** Never timed out. Reads the key back; a private key is seen to sign and its signature to verify. */
  generate(request: GenerateRequest): Promise<KeyEvidence>;
  /** Evidence of the key with this CKA_ID, read now, or null. */
  find(request: { readonly name: string; readonly type: KeyType; readonly purpose: KeyPurpose; readonly id: string }): Promise<KeyEvidence | null>;
  /** Makes the backup key in the worker, imports it as a session object, wraps the keys, splits, compares combinations, destroys, wipes. */
  backup(request: BackupRequest): Promise<BackupResult>;
  /** Combines and unwraps into session objects that are destroyed before the answer. */
  restore(request: RestoreRequest): Promise<readonly RestoredKey[]>;
  /**
   * Disaster recovery: as `restore`, and only where every key matches and every signing key signed the challenge are they unwrapped again as
   * permanent objects under their old CKA_ID and label, private keys with their public key beside them, never extractable. All or none: what was
   * made is destroyed again where one fails. Refuses where an object with one of the ids is there (`hsm.object-exists`).
   */
  install(request: RestoreRequest): Promise<InstallResult>;
  /** Delivers a key under a target's public key, composed inside the token: it is never readable outside. Nothing is left behind. */
  deliver(request: DeliveryRequest): Promise<Delivery>;
  /** EXTRACTABLE true to false, read back, and a wrap attempt seen to fail. */
  seal(request: { readonly name: string; readonly type: KeyType; readonly purpose: KeyPurpose; readonly id: string }): Promise<KeyEvidence>;
  /** Signature over `message` (hashed here: SHA-384 for ec-p384, SHA-256 otherwise), DER for ECDSA. */
  sign(id: string, message: Uint8Array): Promise<Uint8Array>;
  /** Destroys the objects with this CKA_ID and proves them gone: by the inventory, and by a use that fails. `hsm.key-not-found`, `hsm.objects-left`. */
  destroy(id: string): Promise<DestroyResult>;
  /** Writes a private data object; refuses where one with this label exists (`hsm.object-exists`). */
  putData(label: string, value: Uint8Array): Promise<void>;
  /** Reads a private data object; null where there is none. The caller wipes it. */
  getData(label: string): Promise<Uint8Array | null>;
  /** Whether a token is in the reader now. */
  present(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a port to one token; each has its own worker process. */
export type OpenHsm = (address: TokenAddress) => HsmPort;
