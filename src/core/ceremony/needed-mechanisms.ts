/** Which PKCS#11 mechanisms a plan needs of a device, judged by the device's own list before anybody logs in. What the list promises is tried by doing once the token is unlocked (rules/hsm.ts, missingCapability). */
import { newKeys } from '../plan/parts.ts';
import type { Plan } from '../plan/schema.ts';
import { keyTypeRow } from '../plan/tables/hsm-key-types.ts';
import type { TokenName } from './events.ts';

/** RFC 5649 under either of its numbers; which of them it really is, only wrapping shows. */
const keyWrap: readonly string[] = ['CKM_AES_KEY_WRAP_PAD', 'CKM_AES_KEY_WRAP_KWP'];

/** Kinds in which the HSM itself wraps or opens keys. */
const handlesWrapped: ReadonlySet<Plan['ceremony']> = new Set(['generate', 'rotate', 'reshare', 'restore', 'transfer']);

/** Mechanisms that `listed` lacks for what the plan does with this token, as CKM_* names ("A or B" where either would do). */
export function missingMechanisms(plan: Plan, token: TokenName, listed: readonly string[]): readonly string[] {
  // Every record is signed by the root, which is EC P-384.
  const signs = token === 'primary' ? ['CKM_ECDSA'] : [];
  const makes = token === 'primary' ? newKeys(plan).flatMap((key) => keyTypeRow(key.type).needs) : [];
  const needed = [...new Set([...signs, ...makes])].filter((name) => !listed.includes(name));
  const wraps = (token === 'spare' || handlesWrapped.has(plan.ceremony)) && !keyWrap.some((name) => listed.includes(name));
  return [...needed, ...(wraps ? [keyWrap.join(' or ')] : [])];
}
