/** What a restored key signs at the proof of recovery, so that the signature can be read as nothing else. */
import { concat, utf8 } from '../bytes/bytes.ts';
import { canonicalBytes } from '../transcript/canonical-json.ts';

/** "keyrite/proof/v1" LF, then RFC 8785 JSON of {ceremony, nonce, set}; `nonce` is the hex that `proof.passed` records as `challenge`. */
export function proofChallenge(ceremony: string, set: string, nonce: string): Uint8Array {
  return concat(utf8('keyrite/proof/v1\n'), canonicalBytes({ ceremony, nonce, set }));
}

/** What old and new root sign of each other when a root is rotated: "keyrite/root-succession/v1" LF, then RFC 8785 JSON of {ceremony, next, old}, the SHA-256 of both public keys. */
export function rootSuccession(ceremony: string, old: string, next: string): Uint8Array {
  return concat(utf8('keyrite/root-succession/v1\n'), canonicalBytes({ ceremony, next, old }));
}

/** What a root signs before it is destroyed: "keyrite/root-attestation/v1" LF, then RFC 8785 JSON of {ceremony, destroys, head}; `head` is the `prev` of the entry that holds the signature. */
export function rootAttestation(ceremony: string, head: string, destroys: readonly string[]): Uint8Array {
  return concat(utf8('keyrite/root-attestation/v1\n'), canonicalBytes({ ceremony, destroys, head }));
}
