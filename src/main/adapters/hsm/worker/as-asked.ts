/** Compares what a device reports of a key it has just made with what was asked for. */
import type { AttributeName, GenerateRequest, KeyEvidence } from '../../../../core/ports/hsm.ts';
import { RefusalError } from '../../../../core/refusals/refusal.ts';
import { isSigning, isWrapping } from './key-specs.ts';

/** What must be read back. An attribute that is not reported fails only where a key could leave or serve for something else. `hsm.key-not-as-asked`. */
export function checkAsAsked(request: GenerateRequest, evidence: KeyEvidence): void {
  const uses: readonly AttributeName[] = isSigning(request.purpose) ? ['SIGN'] : isWrapping(request.purpose) ? ['UNWRAP'] : ['DECRYPT'];
  const others = (['SIGN', 'DECRYPT', 'UNWRAP'] as const).filter((use) => !uses.includes(use));
  const must: readonly (readonly [AttributeName, boolean])[] = [
    ['TOKEN', true], ['PRIVATE', true], ['SENSITIVE', true], ['EXTRACTABLE', request.backup], ...uses.map((use) => [use, true] as const),
    ...others.map((use) => [use, false] as const), ...(request.trusted ? [['WRAP_WITH_TRUSTED', true] as const] : []),
  ];
  for (const [attribute, expected] of must) {
    const reported = evidence.attributes[attribute];
    const mayBeAbsent = others.some((use) => use === attribute);
    if (reported === String(expected) || (mayBeAbsent && reported === 'not-reported')) continue;
    throw new RefusalError('hsm.key-not-as-asked', { attribute, reported, expected: String(expected) });
  }
}
