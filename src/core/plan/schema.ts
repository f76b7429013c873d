/** The plan: the reviewed YAML file that defines one ceremony, one schema a kind. These schemas are the only definition of a plan's fields; unknown ones are refused. */
import { z } from 'zod';
import { backup, common, hsm, hsmInUse, id, isoDate, key, nextKey, oldSet, pinsOfUser, retiredHsm, setToRestore, sha256, text, token } from './fields.ts';
import type { keyPurposes, keyTypes, roles } from './names.ts';
import { transferTarget } from '../transfer/targets.ts';

export { keyPurposes, keyTypes, roles } from './names.ts';

/** SHA-256 of the signed statement (the DSSE payload) of the ceremony this one follows; `keyrite verify` prints it. */
const follows = sha256;

const generate = z.strictObject({ ...common, ceremony: z.literal('generate'), hsm, spare: token, keys: z.array(key).min(1).max(16), backup });

/** Disaster recovery: the keys of one or more packages come back onto a new HSM. */
const restore = z.strictObject({
  ...common,
  ceremony: z.literal('restore'),
  /** Null where only the package is left; the lineage then has a gap that is reported. */
  follows: follows.nullable(),
  hsm,
  /** Every set whose keys come back; after a rotation two are in force. */
  sets: z.array(setToRestore).min(1).max(8),
  lost: z.array(retiredHsm).max(8).default([]),
});

/** The yearly check: every share is seen, none is combined. With a spare, a quorum also proves the recovery. */
const check = z.strictObject({ ...common, ceremony: z.literal('check'), follows, hsm: hsmInUse, set: oldSet, spare: token.optional() });

/** The keys stay; backup key, share set and package are made anew and the old ones declared void. */
const reshare = z.strictObject({ ...common, ceremony: z.literal('reshare'), follows, hsm: hsmInUse, spare: token, sets: z.array(oldSet).min(1).max(8), backup, reason: text });

/** A new version of a key; the old one becomes deactivated: it still decrypts and verifies, until a date. */
const rotate = z.strictObject({ ...common, ceremony: z.literal('rotate'), follows, hsm: hsmInUse, spare: token, keys: z.array(nextKey).min(1).max(16), backup, deactivatedUntil: isoDate });

const removal = { hsm: hsmInUse, pins: pinsOfUser, destroys: z.array(id).min(1).max(64), sets: z.array(oldSet).max(8).default([]), reason: text } as const;

/** Planned destruction at the end of a key's life. */
const destroy = z.strictObject({ ...common, ceremony: z.literal('destroy'), follows, ...removal });

/** Emergency: keys that may be compromised are marked so and destroyed, with the fewest steps. */
const revoke = z.strictObject({ ...common, participants: common.participants.min(3), ceremony: z.literal('revoke'), follows, ...removal });

/** Delivers one key to another key manager without it ever being readable. */
const transfer = z.strictObject({ ...common, ceremony: z.literal('transfer'), follows, hsm: hsmInUse, key: id, set: oldSet.optional(), target: transferTarget });

export const planSchemas = { generate, restore, check, reshare, rotate, destroy, revoke, transfer } as const;

export const planSchema = z.discriminatedUnion('ceremony', [generate, restore, check, reshare, rotate, destroy, revoke, transfer]);

export type Plan = z.infer<typeof planSchema>;
export type CeremonyKindName = Plan['ceremony'];
export type PlanOf<K extends CeremonyKindName> = Extract<Plan, { readonly ceremony: K }>;
export type PlanKey = z.infer<typeof key> & { readonly replaces?: string };
export type PlanBackup = z.infer<typeof backup>;
export type PlanShare = PlanBackup['shares'][number];
export type PlanToken = z.infer<typeof token>;
export type OldSet = z.infer<typeof oldSet>;
export type OldShare = OldSet['shares'][number];
export type RetiredHsm = z.infer<typeof retiredHsm>;
export type Participant = Plan['participants'][number];
export type Role = (typeof roles)[number];
export type KeyType = (typeof keyTypes)[number];
export type KeyPurpose = (typeof keyPurposes)[number];

/** Every field that a plan of any kind may have, with the type it has there: what rules look at. */
export interface PlanFields extends Omit<PlanOf<'generate'>, 'ceremony' | 'keys' | 'hsm' | 'pins'> {
  readonly ceremony: CeremonyKindName;
  readonly hsm: PlanOf<'generate'>['hsm'];
  readonly pins: z.infer<typeof pinsOfUser>;
  readonly keys: PlanKey[];
  readonly follows: string | null;
  readonly set: OldSet;
  readonly sets: OldSet[];
  readonly destroys: string[];
  readonly key: string;
  readonly deactivatedUntil: string;
}
