/** What devices reported, as facts: tokens, keys with their attributes in three states, inventories, cards. Not reported is never said as no. */
import { typeWords, checkInWords } from '../../core/words/key-words.ts';
import { attributeNames } from '../../core/ports/hsm.ts';
import type { AttributeName, Capabilities, KeyCheck, KeyEvidence, ObjectSummary, RestoredKey, TokenReport, TriState } from '../../core/ports/hsm.ts';
import type { CardReport } from '../../core/ports/ports.ts';
import { exact, listed, maybe, said, yesNo } from './fact.ts';
import type { Fact } from './types.ts';

/** Objects of an inventory that are named one by one. */
const SHOWN_OBJECTS = 12;

const answers: Readonly<Record<TriState, string>> = { true: 'yes', false: 'no', 'not-reported': 'not reported' };

/** Each attribute as the sentence it answers (PKCS#11 v3.1 section 4). */
const attributeWords: Readonly<Record<AttributeName, string>> = {
  LOCAL: 'Made inside this device (LOCAL)',
  SENSITIVE: 'Its value is never shown (SENSITIVE)',
  ALWAYS_SENSITIVE: 'Its value never could be shown (ALWAYS_SENSITIVE)',
  EXTRACTABLE: 'Can be wrapped and so leave the device (EXTRACTABLE)',
  NEVER_EXTRACTABLE: 'Never could be wrapped (NEVER_EXTRACTABLE)',
  WRAP_WITH_TRUSTED: 'Only a trusted key may wrap it (WRAP_WITH_TRUSTED)',
  TRUSTED: 'Is a trusted key itself (TRUSTED)',
  MODIFIABLE: 'Its attributes can be changed (MODIFIABLE)',
  COPYABLE: 'It can be copied (COPYABLE)',
  PRIVATE: 'Used only after login (PRIVATE)',
  TOKEN: 'Kept on the device (TOKEN)',
  SIGN: 'May sign (SIGN)',
  VERIFY: 'May verify (VERIFY)',
  ENCRYPT: 'May encrypt (ENCRYPT)',
  DECRYPT: 'May decrypt (DECRYPT)',
  WRAP: 'May wrap keys (WRAP)',
  UNWRAP: 'May unwrap keys (UNWRAP)',
  DERIVE: 'May derive keys (DERIVE)',
};

export function attributeFacts(attributes: Readonly<Partial<Record<AttributeName, TriState>>>, about: string | null): readonly Fact[] {
  return attributeNames.flatMap((name) => {
    const state = attributes[name];
    return state === undefined ? [] : [said(attributeWords[name], answers[state], about)];
  });
}

/** How a key is recognised: the value in full, and the words people compared. */
export function checkFacts(check: KeyCheck, about: string | null): readonly Fact[] {
  if (check.kind === 'cmac') return [exact('Check value (CMAC)', checkInWords(check), about)];
  return [exact('SHA-256 of the public key', check.value, about), said('In words', checkInWords(check), about)];
}

export function evidenceFacts(evidence: KeyEvidence, about: string | null): readonly Fact[] {
  return [
    said('Type', typeWords[evidence.type], about),
    said('Purpose', evidence.purpose, about),
    ...checkFacts(evidence.check, about),
    exact('Id on the device', evidence.id, about),
    exact('Made by the mechanism', evidence.keyGenMechanism === 'not-reported' ? 'not reported' : evidence.keyGenMechanism, about),
    ...attributeFacts(evidence.attributes, about),
  ];
}

function objectInWords(object: ObjectSummary): string {
  return `${object.label === '' ? 'no label' : object.label} (${object.class}${object.token ? '' : ', this session only'})`;
}

/** An inventory in short: how many objects, and the first of them by label. */
export function inventoryFact(label: string, objects: readonly ObjectSummary[]): Fact {
  const more = objects.length - SHOWN_OBJECTS;
  const names = objects.slice(0, SHOWN_OBJECTS).map(objectInWords).join(', ');
  return said(label, objects.length === 0 ? 'empty: 0 objects' : `${String(objects.length)} ${objects.length === 1 ? 'object' : 'objects'}: ${names}${more > 0 ? ` and ${String(more)} more` : ''}`);
}

const sameObject = (one: ObjectSummary, other: ObjectSummary): boolean => one.class === other.class && one.id === other.id && one.label === other.label;

/** Before and after, and what is the difference. */
export function changeFacts(before: readonly ObjectSummary[], after: readonly ObjectSummary[]): readonly Fact[] {
  const came = after.filter((o) => !before.some((b) => sameObject(o, b)));
  const went = before.filter((o) => !after.some((a) => sameObject(o, a)));
  return [
    inventoryFact('On the device before', before),
    inventoryFact('On the device after', after),
    said('What is new there', came.length === 0 ? 'nothing' : came.slice(0, SHOWN_OBJECTS).map(objectInWords).join(', ')),
    said('What is gone from there', went.length === 0 ? 'nothing' : went.slice(0, SHOWN_OBJECTS).map(objectInWords).join(', ')),
  ];
}

export function tokenFacts({ library, slot, token, mechanisms }: TokenReport): readonly Fact[] {
  return [
    said('Manufacturer and model', `${token.manufacturer} ${token.model}`.trim()),
    exact('Serial number', token.serial === '' ? 'none reported' : token.serial),
    exact('Label', token.label === '' ? 'none yet' : token.label),
    exact('Hardware and firmware', `${token.hardware}, ${token.firmware}`),
    said('Set up already', yesNo(token.initialised)),
    said('Driver', `${library.description} ${library.version} (${library.manufacturer}), PKCS#11 ${library.cryptoki}`),
    said('Slot', `${slot.description}, ${slot.removable ? 'its token can be taken out' : 'its token cannot be taken out'}`),
    said('Own PIN pad', yesNo(token.protectedAuthenticationPath)),
    said('State of the PINs', `user ${token.userPin}, security officer ${token.soPin}`),
    exact('Mechanisms', `${String(mechanisms.length)}: ${mechanisms.join(', ')}`),
  ];
}

export function capabilityFacts(c: Capabilities): readonly Fact[] {
  const about = 'What it was seen to do';
  return [
    said('Makes keys of the types', listed(c.keyTypes.map((type) => typeWords[type])), about),
    exact('Wraps by', c.keyWrapPad ?? 'nothing that was seen to work', about),
    said('Takes private keys back', yesNo(c.unwrapsPrivateKeys), about),
    said('Wraps by a trusted key only', c.trustedWrapping === 'unknown' ? 'not known' : c.trustedWrapping, about),
    said('Wrapping a sealed key', c.wrapNonExtractable, about),
  ];
}

export function cardFacts(card: CardReport | undefined): readonly Fact[] {
  if (card === undefined) return [];
  return [
    ...maybe(exact, 'Card', card.label),
    ...maybe(said, 'Model of the card', card.model),
    exact('Serial of the card', card.serial === '' ? 'none reported' : card.serial),
    said('The card can be taken out', yesNo(card.removable)),
  ];
}

export function restoredFacts(keys: readonly RestoredKey[]): readonly Fact[] {
  return keys.flatMap((key) => [
    said('Equal to the original', yesNo(key.matches), key.name),
    ...checkFacts(key.check, key.name),
    said('Signed the challenge', key.challengeSignature === null ? 'no: a key of this kind does not sign' : 'yes', key.name),
  ]);
}
