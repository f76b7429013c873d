/** R-KEY-02, R-KEY-03, R-KEY-13 to R-KEY-16: what the device reports of one key. An attribute that is not reported is never taken for a good one. */
import type { KeyPurpose } from '../../core/plan/schema.ts';
import { keyTypeRow } from '../../core/plan/tables/hsm-key-types.ts';
import type { AttributeName, KeyEvidence } from '../../core/ports/hsm.ts';
import type { Findings } from '../findings.ts';

const useNames = ['SIGN', 'VERIFY', 'ENCRYPT', 'DECRYPT', 'WRAP', 'UNWRAP', 'DERIVE'] as const satisfies readonly AttributeName[];
type Use = (typeof useNames)[number];

/** One purpose a key (NIST SP 800-57 part 1 rev 5 section 5.2), as PKCS#11 uses. Nothing derives from a key of a ceremony. */
const usesOf: Readonly<Record<KeyPurpose, readonly Use[]>> = {
  'root-signing': ['SIGN', 'VERIFY'],
  signing: ['SIGN', 'VERIFY'],
  'master-wrapping': ['WRAP', 'UNWRAP'],
  'key-wrapping': ['WRAP', 'UNWRAP'],
  'data-encryption': ['ENCRYPT', 'DECRYPT'],
};

/** What tells nothing: no answer, or a mechanism of the vendor's own (CKM_VENDOR_DEFINED, 0x80000000 and above). */
const saysNothing = /^(?:unavailable|not-reported|0x[89a-f][0-9a-f]{7})$/;

function origin(findings: Findings, event: number, { name, type, keyGenMechanism }: KeyEvidence): void {
  if (saysNothing.test(keyGenMechanism)) findings.add('R-KEY-16', { event }, `Key "${name}": the device gives the mechanism that made it as "${keyGenMechanism}".`);
  else if (!keyTypeRow(type).madeBy.includes(keyGenMechanism)) findings.add('R-KEY-15', { event }, `Key "${name}" is of type ${type}, and made by ${keyGenMechanism}.`);
}

/**
 * The evidence of a key as event `event` gives it. `madeHere`: the device says of its own making what it knows; of a key that came from a package,
 * in this ceremony or in an earlier one, it knows nothing of the kind (PKCS#11 3.1, C_UnwrapKey: LOCAL and ALWAYS_SENSITIVE are false then).
 */
export function attributesOf(findings: Findings, event: number, evidence: KeyEvidence, madeHere: boolean): void {
  const { name, purpose, attributes: a } = evidence;
  for (const attribute of madeHere ? (['LOCAL', 'SENSITIVE', 'ALWAYS_SENSITIVE'] as const) : (['SENSITIVE'] as const)) {
    if (a[attribute] === 'false') findings.add('R-KEY-02', { event }, `Key "${name}" has ${attribute} false.`);
    if (a[attribute] === 'not-reported') findings.add('R-KEY-03', { event }, `Key "${name}": the device does not report ${attribute}.`);
  }
  for (const attribute of ['TOKEN', 'PRIVATE'] as const) {
    if (a[attribute] === 'false') findings.add('R-KEY-13', { event }, `Key "${name}" has ${attribute} false.`);
  }
  const beyond = useNames.filter((use) => a[use] === 'true' && !usesOf[purpose].includes(use));
  if (beyond.length > 0) findings.add('R-KEY-14', { event }, `Key "${name}" is for ${purpose} and may ${beyond.join(', ')}.`);
  if (madeHere) origin(findings, event, evidence);
}
