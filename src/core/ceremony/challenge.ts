/** What a restored key signs at the proof of recovery, so that the signature can be read as nothing else. */
import { concat, utf8 } from '../bytes/bytes.ts';
import { canonicalBytes } from '../transcript/canonical-json.ts';

/** "keyrite/proof/v1" LF, then RFC 8785 JSON of {ceremony, nonce, set}; `nonce` is the hex that `proof.passed` records as `challenge`. */
export function proofChallenge(ceremony: string, set: string, nonce: string): Uint8Array {
  return concat(utf8('keyrite/proof/v1\n'), canonicalBytes({ ceremony, nonce, set }));
}
