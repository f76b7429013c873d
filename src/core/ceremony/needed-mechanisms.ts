/** Which PKCS#11 mechanisms a plan needs of a device, judged by the device's own list before anybody logs in. What the list promises is tried by doing once the token is unlocked (rules/hsm.ts, missingCapability). */
import { newKeys } from '../plan/parts.ts';
import type { KeyType, Plan } from '../plan/schema.ts';
import type { TokenName } from './events.ts';

/** For each type of key: what makes it, and what it does in a ceremony. */
const ofType: Readonly<Record<KeyType, readonly string[]>> = {
  'ec-p384': ['CKM_EC_KEY_PAIR_GEN', 'CKM_ECDSA'],
  'ec-p256': ['CKM_EC_KEY_PAIR_GEN', 'CKM_ECDSA'],
  'rsa-3072': ['CKM_RSA_PKCS_KEY_PAIR_GEN'],
  'rsa-4096': ['CKM_RSA_PKCS_KEY_PAIR_GEN'],
  'aes-256': ['CKM_AES_KEY_GEN'],
};

/** RFC 5649 under either of its numbers; which of them it really is, only wrapping shows. */
const keyWrap: readonly string[] = ['CKM_AES_KEY_WRAP_PAD', 'CKM_AES_KEY_WRAP_KWP'];

/** Kinds in which the HSM itself wraps or opens keys. */
const handlesWrapped: ReadonlySet<Plan['ceremony']> = new Set(['generate', 'rotate', 'reshare', 'restore', 'transfer']);

/** Mechanisms that `listed` lacks for what the plan does with this token, as CKM_* names ("A or B" where either would do). */
export function missingMechanisms(plan: Plan, token: TokenName, listed: readonly string[]): readonly string[] {
  // Every record is signed by the root, which is EC P-384.
  const signs = token === 'primary' ? ['CKM_ECDSA'] : [];
  const makes = token === 'primary' ? newKeys(plan).flatMap((key) => ofType[key.type]) : [];
  const needed = [...new Set([...signs, ...makes])].filter((name) => !listed.includes(name));
  const wraps = (token === 'spare' || handlesWrapped.has(plan.ceremony)) && !keyWrap.some((name) => listed.includes(name));
  return [...needed, ...(wraps ? [keyWrap.join(' or ')] : [])];
}
