/** The devices and cards of a drafted plan, from the plan before; what is not known is a place to complete. */
import type { DraftMap } from './draft-yaml.ts';
import { blank } from './draft-yaml.ts';
import { backupOf, oldSetsOf, spareOf } from './parts.ts';
import type { Plan, PlanToken } from './schema.ts';

function tokenFields(token: PlanToken, prepare: PlanToken['prepare']): DraftMap {
  const { module, parameters, label, model, firmware, serial, certificate } = token;
  return { module, parameters, label, prepare, model, firmware, serial, certificate: { standard: certificate.standard, number: certificate.number, level: certificate.level } };
}

const certificateBlank = { standard: blank('FIPS 140-3 or FIPS 140-2 with number and level, or none') };
const moduleBlank = blank("the absolute path of the vendor's PKCS#11 module");

function unknownToken(label: string, prepare: PlanToken['prepare'], module: string | null): DraftMap {
  return { module: module ?? moduleBlank, label: blank(label), prepare, certificate: certificateBlank };
}

/** The HSM on which the keys are. */
export function hsmInUse(before: Plan | null): DraftMap {
  if (before === null) return { ...unknownToken('the label of the HSM that holds the keys', 'adopt', null), trustedWrapping: 'required' };
  return { ...tokenFields(before.hsm, 'adopt'), trustedWrapping: before.hsm.trustedWrapping };
}

/** Another HSM, to which the keys come back. Only the vendor is taken to be the same. */
export function newHsm(before: Plan | null): DraftMap {
  return { ...unknownToken('a label for the new HSM', 'initialise', before?.hsm.module ?? null), trustedWrapping: before?.hsm.trustedWrapping ?? 'required' };
}

export function spare(before: Plan | null): DraftMap {
  const known = before === null ? null : spareOf(before);
  return known === null ? unknownToken('the label of the spare HSM, on which recovery is proven', 'initialise', before?.hsm.module ?? null) : tokenFields(known, 'initialise');
}

/** What became of the HSM before, in a restore. */
export function lostHsm(before: Plan | null): readonly DraftMap[] {
  return before === null ? [] : [{ label: before.hsm.label, serial: before.hsm.serial, fate: blank('lost, stolen, broken, retired or destroyed') }];
}

/** A share as its custodian brings or gets it; the card of a custodian is the one they had. */
export function carrierOf(before: Plan | null, custodian: string, carrier: 'paper' | 'smartcard' | null): DraftMap {
  if (carrier === null) return { carrier: blank('paper or smartcard (then with its card: module and label)') };
  if (carrier === 'paper') return { carrier };
  const known = before === null ? [] : [...(backupOf(before)?.shares ?? []), ...oldSetsOf(before).flatMap((set) => set.shares)];
  const card = known.flatMap((share) => (share.carrier === 'smartcard' && share.custodian === custodian ? [share.card] : []))[0];
  return { carrier, card: card === undefined ? { module: blank("the absolute path of the cards' PKCS#11 module"), label: blank('the label of the card') } : { module: card.module, label: card.label } };
}
