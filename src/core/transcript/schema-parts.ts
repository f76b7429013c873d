/** Schemas shared by entries and statements: identifiers, digests, and what is read back from a device. Strict: an unknown field is refused. */
import { z } from 'zod';
import { fromBase64 } from '../bytes/bytes.ts';
import { keyStates } from '../lineage/types.ts';
import { keyPurposes, keyTypes } from '../plan/names.ts';
import { attributeNames } from '../ports/hsm.ts';

const isBase64 = (text: string): boolean => {
  try {
    fromBase64(text);
    return true;
  } catch {
    return false;
  }
};

/** Text of bounded length: nothing recorded is longer. */
export const short = z.string().max(400);
export const long = z.string().max(4000);
/** A participant, key or step: what a plan may call one, or a step id such as "share:2:write". */
export const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
export const stepId = z.string().min(1).max(120);
export const ceremonyId = z.string().regex(/^[A-Z0-9][A-Z0-9-]{2,39}$/);
/** SHA-256, lower-case hex. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const hexBytes = (min: number, max: number): z.ZodString => z.string().regex(new RegExp(`^(?:[0-9a-f]{2}){${min},${max}}$`));
export const base64 = (max: number): z.ZodString => z.string().min(4).max(max).refine(isBase64, 'not standard base64');
/** Eight Crockford base32 characters. */
export const setId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/);
export const shareIndex = z.number().int().min(1).max(32);
export const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** UTC, ISO 8601 with milliseconds and Z; a date that exists. */
export const utcTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .refine((text) => {
    const ms = Date.parse(text);
    return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
  }, 'not a time that exists');
export const carrier = z.enum(['paper', 'smartcard']);
export const mode = z.enum(['rehearsal', 'production']);
export const facts = z.record(z.string().max(100), long);

const tri = z.enum(['true', 'false', 'not-reported']);
const pinState = z.enum(['ok', 'low', 'final-try', 'locked']);

export const keyCheck = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cmac'), value: z.string().regex(/^[0-9A-F]{10}$/) }),
  z.strictObject({ kind: z.literal('spki-sha256'), value: digest, spki: base64(2048) }),
]);

export const keyEvidence = z.strictObject({
  name: identifier,
  type: z.enum(keyTypes),
  purpose: z.enum(keyPurposes),
  id: hexBytes(16, 16),
  attributes: z.record(z.enum(attributeNames), tri),
  keyGenMechanism: short,
  check: keyCheck,
});

export const restoredKey = z.strictObject({ name: identifier, check: keyCheck, matches: z.boolean(), challengeSignature: base64(2048).nullable() });

export const objectSummary = z.strictObject({
  class: short,
  label: short,
  id: hexBytes(0, 128),
  keyType: short.exactOptional(),
  token: z.boolean(),
  private: z.boolean(),
});
export const inventory = z.array(objectSummary).max(4096);

export const tokenInfo = z.strictObject({
  initialised: z.boolean(),
  label: short,
  manufacturer: short,
  model: short,
  serial: short,
  hardware: short,
  firmware: short,
  protectedAuthenticationPath: z.boolean(),
  userPinInitialised: z.boolean(),
  writeProtected: z.boolean(),
  userPin: pinState,
  soPin: pinState,
  minPinLength: z.number().int().min(0),
  maxPinLength: z.number().int().min(0),
});

export const tokenReport = z.strictObject({
  library: z.strictObject({ description: short, manufacturer: short, version: short, cryptoki: short }),
  slot: z.strictObject({ description: short, hardware: short, firmware: short, removable: z.boolean() }),
  token: tokenInfo,
  mechanisms: z.array(z.string().max(100)).max(1024),
});

export const capabilities = z.strictObject({
  keyTypes: z.array(z.enum(keyTypes)).max(keyTypes.length),
  keyWrapPad: z.enum(['CKM_AES_KEY_WRAP_PAD', 'CKM_AES_KEY_WRAP_KWP']).nullable(),
  unwrapsPrivateKeys: z.boolean(),
  ecdsa: z.boolean(),
  cmac: z.boolean(),
  dataObjects: z.boolean(),
  random: z.boolean(),
  trustedWrapping: z.enum(['yes', 'no', 'unknown']),
  wrapNonExtractable: z.enum(['refused', 'allowed']),
});

export const cardReport = z.strictObject({ label: short, model: short, serial: short, removable: z.boolean() });
export const environmentFinding = z.strictObject({ id: short, status: z.enum(['pass', 'warn', 'fail']), sentence: long });
export const commitment = z.strictObject({ index: shareIndex, salt: hexBytes(16, 16), commitment: digest });

export const ceremonyKind = z.enum(['generate', 'restore', 'check', 'reshare', 'rotate', 'destroy', 'revoke', 'transfer']);
export const keyState = z.enum(keyStates);

/** One version of a key over the lineage (lineage/types.ts). */
export const keyLife = z.strictObject({
  name: identifier,
  type: z.enum(keyTypes),
  purpose: z.enum(keyPurposes),
  id: hexBytes(16, 16),
  check: keyCheck,
  state: keyState,
  since: utcTime.nullable(),
  compromised: z.boolean(),
  ceremony: ceremonyId,
  made: utcTime.nullable(),
  cryptoperiodDays: z.number().int().min(1).max(7300).nullable(),
  replaces: identifier.nullable(),
  until: z.iso.date().nullable(),
});

/** A share set in force (lineage/types.ts). */
export const standingSet = z.strictObject({
  id: setId,
  ceremony: ceremonyId,
  made: utcTime.nullable(),
  threshold: z.number().int().min(2).max(32),
  count: z.number().int().min(2).max(32),
  commitments: z.array(commitment).max(32),
  custodians: z.array(z.strictObject({ index: shareIndex, custodian: identifier, carrier, bag: short.nullable(), card: short.nullable() })).max(32),
  package: digest,
  keys: z.array(identifier).min(1).max(16),
});
