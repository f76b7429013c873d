/** For tests: pins about sidecars that a bundle does not meet. */
import { spkiSha256 } from '../../../src/core/transcript/signature.ts';
import type { RuleId } from '../../../src/verifier/rules.ts';
import type { Trust } from '../../../src/verifier/trust.ts';
import { pins } from '../trust-breaks.ts';
import { accepting, officers, omarAccepting, refusing, signedOff } from './sample-sign-offs.ts';
import type { Files } from './sample-sign-offs.ts';

export const officerPins = { olga: spkiSha256(officers.olga.spki), omar: spkiSha256(officers.omar.spki) } as const;

export function pinned(threshold: number, ...keys: readonly string[]): Trust {
  return { keyriteTrust: 1, hsmRoot: [pins.root], officers: { threshold, keys: [...keys] } };
}

export const sidecarTrustBreaks: readonly { readonly rule: RuleId; readonly what: string; readonly trust: Trust; readonly files: () => Files }[] = [
  { rule: 'R-TRUST-04', what: 'nobody signed off', trust: pinned(1, officerPins.olga), files: () => signedOff() },
  { rule: 'R-TRUST-04', what: 'an officer who is not pinned accepted', trust: pinned(1, officerPins.omar), files: () => signedOff(accepting) },
  { rule: 'R-TRUST-04', what: 'one officer for two', trust: pinned(2, officerPins.olga, officerPins.omar), files: () => signedOff(accepting) },
  { rule: 'R-TRUST-05', what: 'a pinned officer refused', trust: pinned(1, officerPins.olga, officerPins.omar), files: () => signedOff(refusing, omarAccepting) },
  { rule: 'R-TRUST-04', what: 'who refused and accepted does not accept', trust: pinned(1, officerPins.olga), files: () => signedOff(refusing, accepting) },
];
