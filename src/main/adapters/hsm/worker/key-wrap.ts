/** Which mechanism of this module is RFC 5649. Found by wrapping a known key and comparing bytes: 0x210A is RFC 5649 in some modules and PKCS#7 padding in others. */
import type { Capabilities } from '../../../../core/ports/hsm.ts';
import { equalBytes } from '../../../../core/bytes/bytes.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { checkValue } from './check-value.ts';
import { CKM } from './constants.ts';
import { sessionAes } from './key-specs.ts';
import { softwareCheck, testKek, testKey, testWrapped } from './known-answers.ts';
import type { Scratch } from './scratch.ts';
import { attempt, withScratch } from './scratch.ts';
import type { Session } from './state.ts';

export interface KeyWrapPad {
  readonly name: Exclude<Capabilities['keyWrapPad'], null>;
  readonly number: number;
}

/** v3.0's own mechanism first: where both are RFC 5649, the newer name is the unambiguous one. */
const candidates: readonly KeyWrapPad[] = [
  { name: 'CKM_AES_KEY_WRAP_KWP', number: CKM.AES_KEY_WRAP_KWP },
  { name: 'CKM_AES_KEY_WRAP_PAD', number: CKM.AES_KEY_WRAP_PAD },
];

const found = new WeakMap<Session, KeyWrapPad | null>();

async function isRfc5649(s: Session, scratch: Scratch, kek: Buffer, target: Buffer, mechanism: number): Promise<boolean> {
  const expected = testWrapped();
  const wrapped = attempt(() => s.module.C_WrapKey(s.handle, { mechanism }, kek, target, Buffer.alloc(128)));
  if (wrapped === null || !equalBytes(wrapped, expected)) return false;
  const opened = attempt(() => scratch.unwrap(mechanism, kek, expected, sessionAes({ SIGN: true })));
  return opened !== null && (await checkValue(s, opened)) === softwareCheck(testKey);
}

/** The module's RFC 5649 mechanism, or null; found out once a session. */
export async function keyWrapPad(s: Session): Promise<KeyWrapPad | null> {
  const known = found.get(s);
  if (known !== undefined) return known;
  const answer = await withScratch(s, async (scratch) => {
    const kek = attempt(() => scratch.create({ ...sessionAes({ WRAP: true, UNWRAP: true }), VALUE: testKek }));
    const target = attempt(() => scratch.create({ ...sessionAes({ EXTRACTABLE: true }), VALUE: testKey }));
    if (kek === null || target === null) return null;
    for (const candidate of candidates) if (await isRfc5649(s, scratch, kek, target, candidate.number)) return candidate;
    return null;
  });
  found.set(s, answer);
  return answer;
}

/** As {@link keyWrapPad}; `hsm.no-key-wrap` where there is none. */
export async function neededKeyWrap(s: Session): Promise<KeyWrapPad> {
  const mechanism = await keyWrapPad(s);
  if (mechanism === null) throw new RefusalError('hsm.no-key-wrap');
  return mechanism;
}
