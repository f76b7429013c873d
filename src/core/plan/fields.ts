/** The fields plans are made of, shared by all kinds of ceremony. Strict: an unknown field is refused. */
import { z } from 'zod';
import { keyPurposes, keyTypes, roles } from './names.ts';

/** Names that mean something else: the HSM's signer, the application itself, and what every JavaScript object already has. */
const reserved: ReadonlySet<string> = new Set(['hsm-root', 'keyrite', 'constructor']);
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'use 1 to 32 lower-case letters, digits and hyphens')
  .refine((value) => !reserved.has(value), 'this id is reserved, choose another');
export const text = z.string().trim().min(1).max(200);
/** No space at either end: a token pads its label with spaces, so they could not be told apart. */
const label = z.string().regex(/^[\x21-\x7e]([\x20-\x7e]{0,30}[\x21-\x7e])?$/, 'use printable ASCII, 1 to 32 characters, no space at either end (PKCS#11 C_InitToken)');
export const isoDate = z.iso.date();
/** SHA-256, as `sha256sum` prints it. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'write a SHA-256 as 64 lower-case hexadecimal digits');
/** Id of a share set, as it stands on the sheets, with or without its hyphen. */
export const setId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/, 'write the eight characters of the set id as on the sheets, without the hyphen');


export const token = z.strictObject({
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

/** The device the keys are on. */
export const hsm = token.extend({
  /** `required`: backup wrapping only by a key that the security officer marked CKA_TRUSTED. `accept-weaker`: the plan accepts, by name, a module that can't. */
  trustedWrapping: z.enum(['required', 'accept-weaker']).default('required'),
});

/** The device on which the keys already are: it is unlocked, never initialised. */
export const hsmInUse = hsm.extend({ prepare: z.literal('adopt').default('adopt') });

export const key = z.strictObject({
  name: id,
  purpose: z.enum(keyPurposes),
  type: z.enum(keyTypes),
  /** Originator-usage period in days (SP 800-57 pt 1 section 5.3.6). */
  cryptoperiodDays: z.number().int().min(1).max(7300),
  backup: z.boolean(),
});

/** The next version of a key of the lineage, under a name of its own. */
export const nextKey = key.extend({ replaces: id });

/** The custodian's own PKCS#11 token. */
const card = z.strictObject({ module: z.string().min(1).max(400), label });

const share = z.discriminatedUnion('carrier', [
  z.strictObject({ custodian: id, carrier: z.literal('paper') }),
  z.strictObject({ custodian: id, carrier: z.literal('smartcard'), card }),
]);

export const backup = z.strictObject({
  threshold: z.number().int().min(2).max(32),
  shares: z.array(share).min(2).max(32),
});

const index = z.number().int().min(1).max(32);

/** A share of an earlier set and who brings it. */
const oldShare = z.discriminatedUnion('carrier', [
  z.strictObject({ index, custodian: id, carrier: z.literal('paper') }),
  z.strictObject({ index, custodian: id, carrier: z.literal('smartcard'), card }),
]);

/** A share set of an earlier ceremony, and the shares of it that are expected in the room. */
export const oldSet = z.strictObject({ id: setId, shares: z.array(oldShare).min(1).max(32) });

/** As above, with the package that its shares open. */
export const setToRestore = oldSet.extend({
  /** SHA-256 of the package file; it stands on the package sheet. */
  package: sha256,
});

const person = z.strictObject({
  id,
  name: text,
  roles: z.array(z.enum(roles)).min(1).max(5),
  organisation: text.optional(),
});

/** What every plan has, whatever its kind. */
export const common = {
  keyrite: z.literal(1),
  id: z.string().regex(/^[A-Z0-9][A-Z0-9-]{2,39}$/, 'use 3 to 40 capital letters, digits and hyphens'),
  title: text,
  organisation: text,
  mode: z.enum(['rehearsal', 'production']),
  /** With `true`, what would be a warning (a cryptoperiod beyond its bound) is refused. */
  strict: z.boolean().default(false),
  scheduled: isoDate.optional(),
  participants: z.array(person).min(4).max(60),
  /** Who types which half of each PIN, first half first: two different people each, and nobody holds halves of both. */
  pins: z.strictObject({ securityOfficer: z.tuple([id, id]), user: z.tuple([id, id]) }),
  /** Named for the documents; they need not be in the room. */
  officers: z.strictObject({ ciso: text, keyManagementOfficer: text, isso: text, keyAdministrator: text }),
  /** Further pairs of roles that nobody may hold together, beside the built-in ones. */
  separation: z.array(z.strictObject({ apart: z.tuple([z.enum(roles), z.enum(roles)]), why: text })).max(20).default([]),
  /** A second, post-quantum signature (FIPS 204) of every participant beside ECDSA. `hsm` asks the root in the HSM for one, too: refused, no module makes it yet. */
  signatures: z.strictObject({ postQuantum: z.literal('ml-dsa-65'), hsm: z.boolean().default(false) }).optional(),
  documents: z.array(z.strictObject({ title: text, sha256: sha256.optional() })).max(50).default([]),
} as const;

/** Where nothing is initialised and nothing wrapped, the security officer's PIN is not needed. */
export const pinsOfUser = z.strictObject({ securityOfficer: z.tuple([id, id]).optional(), user: z.tuple([id, id]) });

/** What became of a device that held the keys. */
export const retiredHsm = z.strictObject({
  label: text,
  serial: z.string().max(16).optional(),
  fate: z.enum(['lost', 'stolen', 'broken', 'retired', 'destroyed']),
});
