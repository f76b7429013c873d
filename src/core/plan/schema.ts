/** The plan: the reviewed YAML file that defines one ceremony. This schema is the only definition of its fields; unknown ones are refused. */
import { z } from 'zod';

/** Names that mean something else: the HSM's signer, the application itself, and what every JavaScript object already has. */
const reserved: ReadonlySet<string> = new Set(['hsm-root', 'keyrite', 'constructor']);
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'use 1 to 32 lower-case letters, digits and hyphens')
  .refine((value) => !reserved.has(value), 'this id is reserved, choose another');
const text = z.string().trim().min(1).max(200);
/** No space at either end: a token pads its label with spaces, so they could not be told apart. */
const label = z.string().regex(/^[\x21-\x7e]([\x20-\x7e]{0,30}[\x21-\x7e])?$/, 'use printable ASCII, 1 to 32 characters, no space at either end (PKCS#11 C_InitToken)');
const isoDate = z.iso.date();

export const keyTypes = ['ec-p384', 'ec-p256', 'rsa-3072', 'rsa-4096', 'aes-256'] as const;
export const keyPurposes = ['root-signing', 'signing', 'master-wrapping', 'key-wrapping', 'data-encryption'] as const;
export const roles = ['administrator', 'security-officer', 'custodian', 'witness', 'auditor'] as const;

const token = z.strictObject({
  /** Absolute path of the vendor's PKCS#11 module. */
  module: z.string().min(1).max(400),
  /** NSS-style C_Initialize parameters, where the module needs them. */
  parameters: z.string().max(400).optional(),
  label,
  /** `initialise` makes a new token (everything on it is lost); `adopt` uses one that is set up already. */
  prepare: z.enum(['initialise', 'adopt']).default('initialise'),
  /** What the buyer knows of the device; a mismatch with what the device reports is refused. */
  model: z.string().max(16).optional(),
  firmware: z.string().max(16).optional(),
  serial: z.string().max(16).optional(),
  /** FIPS 140-3 validation as on the certificate; recorded, not verifiable offline. */
  certificate: z.strictObject({ standard: z.enum(['FIPS 140-2', 'FIPS 140-3', 'none']), number: z.string().max(20).optional(), level: z.number().int().min(1).max(4).optional() }),
});

const key = z.strictObject({
  name: id,
  purpose: z.enum(keyPurposes),
  type: z.enum(keyTypes),
  /** Originator-usage period in days (SP 800-57 pt 1 section 5.3.6). */
  cryptoperiodDays: z.number().int().min(1).max(7300),
  backup: z.boolean(),
});

const share = z.discriminatedUnion('carrier', [
  z.strictObject({ custodian: id, carrier: z.literal('paper') }),
  z.strictObject({
    custodian: id,
    carrier: z.literal('smartcard'),
    /** The custodian's own PKCS#11 token. */
    card: z.strictObject({ module: z.string().min(1).max(400), label }),
  }),
]);

const person = z.strictObject({
  id,
  name: text,
  roles: z.array(z.enum(roles)).min(1).max(5),
  organisation: text.optional(),
});

export const planSchema = z.strictObject({
  keyrite: z.literal(1),
  ceremony: z.literal('generate'),
  id: z.string().regex(/^[A-Z0-9][A-Z0-9-]{2,39}$/, 'use 3 to 40 capital letters, digits and hyphens'),
  title: text,
  organisation: text,
  mode: z.enum(['rehearsal', 'production']),
  /** With `true`, what would be a warning (a cryptoperiod beyond its bound) is refused. */
  strict: z.boolean().default(false),
  scheduled: isoDate.optional(),
  hsm: token.extend({
    /** `required`: backup wrapping only by a key that the security officer marked CKA_TRUSTED. `accept-weaker`: the plan accepts, by name, a module that can't. */
    trustedWrapping: z.enum(['required', 'accept-weaker']).default('required'),
  }),
  spare: token,
  keys: z.array(key).min(1).max(16),
  backup: z.strictObject({
    threshold: z.number().int().min(2).max(32),
    shares: z.array(share).min(2).max(32),
  }),
  participants: z.array(person).min(4).max(60),
  /** Who types which half of each PIN, first half first: two different people each, and nobody holds halves of both. */
  pins: z.strictObject({ securityOfficer: z.tuple([id, id]), user: z.tuple([id, id]) }),
  /** Named for the documents; they need not be in the room. */
  officers: z.strictObject({ ciso: text, keyManagementOfficer: text, isso: text, keyAdministrator: text }),
  /** Further pairs of roles that nobody may hold together, beside the built-in ones. */
  separation: z.array(z.strictObject({ apart: z.tuple([z.enum(roles), z.enum(roles)]), why: text })).max(20).default([]),
  documents: z.array(z.strictObject({ title: text, sha256: z.string().regex(/^[0-9a-f]{64}$/).optional() })).max(50).default([]),
});

export type Plan = z.infer<typeof planSchema>;
export type PlanKey = Plan['keys'][number];
export type PlanShare = Plan['backup']['shares'][number];
export type PlanToken = Plan['spare'];
export type Participant = Plan['participants'][number];
export type Role = (typeof roles)[number];
export type KeyType = (typeof keyTypes)[number];
export type KeyPurpose = (typeof keyPurposes)[number];
