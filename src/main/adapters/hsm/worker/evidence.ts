/** What the device reports of one key, read now, attribute by attribute. */
import type { AttributeName, KeyCheck, KeyEvidence, KeyReference, TriState } from '../../../../core/ports/hsm.ts';
import { attributeNames } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { readBoolean, readNumber } from './attributes.ts';
import { checkValue } from './check-value.ts';
import { CKO } from './constants.ts';
import { findKey } from './objects.ts';
import { readSpki, spkiCheck } from './public-key.ts';
import type { Session } from './state.ts';
import { mechanismName } from './token.ts';

export function readAttributes(s: Session, object: Buffer): Record<AttributeName, TriState> {
  return Object.fromEntries(attributeNames.map((name) => [name, readBoolean(s, object, name)])) as Record<AttributeName, TriState>;
}

/** The secret or private key object of a reference, or null. */
export function findReferenced(s: Session, key: KeyReference): Buffer | null {
  return findKey(s, key.type === 'aes-256' ? CKO.SECRET_KEY : CKO.PRIVATE_KEY, key.id);
}

async function check(s: Session, key: KeyReference, object: Buffer): Promise<KeyCheck> {
  if (key.type === 'aes-256') return { kind: 'cmac', value: await checkValue(s, object) };
  const publicObject = findKey(s, CKO.PUBLIC_KEY, key.id);
  const spki = publicObject === null ? readSpki(s, object, key.type) : readSpki(s, publicObject, key.type);
  if (spki === null) throw new RefusalError('hsm.key-incomplete', { attribute: 'the public key' });
  return spkiCheck(spki);
}

function genMechanism(s: Session, object: Buffer): string {
  const mechanism = readNumber(s, object, 'KEY_GEN_MECHANISM');
  if (mechanism === null) return 'not-reported';
  return mechanism === 'unavailable' ? mechanism : mechanismName(mechanism);
}

export async function readEvidence(s: Session, key: KeyReference, object: Buffer): Promise<KeyEvidence> {
  const { name, type, purpose, id } = key;
  return { name, type, purpose, id, attributes: readAttributes(s, object), keyGenMechanism: genMechanism(s, object), check: await check(s, key, object) };
}
