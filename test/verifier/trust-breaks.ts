/** For tests: pins that the sample bundle does not meet. */
import { spkiSha256 } from '../../src/core/transcript/signature.ts';
import type { RuleId } from '../../src/verifier/rules.ts';
import type { Trust } from '../../src/verifier/trust.ts';
import { otherRoot, personKey, rootKey, strangerSpki } from './sample-keys.ts';

export const pins = { root: spkiSha256(rootKey.spki), otherRoot: spkiSha256(otherRoot.spki), ann: spkiSha256(personKey('ann').spki), aud: spkiSha256(personKey('aud').spki), stranger: spkiSha256(strangerSpki) } as const;

export const trustBreaks: readonly { readonly rule: RuleId; readonly what: string; readonly trust: Trust }[] = [
  { rule: 'R-TRUST-01', what: 'another root is pinned', trust: { keyriteTrust: 1, hsmRoot: [pins.otherRoot] } },
  { rule: 'R-TRUST-01', what: 'a participant is pinned as the root', trust: { keyriteTrust: 1, hsmRoot: [pins.ann] } },
  { rule: 'R-TRUST-02', what: 'too few of those pinned signed', trust: { keyriteTrust: 1, participants: { threshold: 2, keys: [pins.ann, pins.stranger] } } },
  { rule: 'R-TRUST-02', what: 'the root does not count as a participant', trust: { keyriteTrust: 1, participants: { threshold: 2, keys: [pins.ann, pins.root] } } },
  { rule: 'R-TRUST-08', what: 'second signatures are demanded that nobody made', trust: { keyriteTrust: 1, postQuantum: 'required', participants: { threshold: 1, keys: [pins.ann] } } },
  { rule: 'R-TRUST-03', what: 'the pins are for another ceremony', trust: { keyriteTrust: 1, ceremony: 'OTHER-1', hsmRoot: [pins.root] } },
];
