/** What a participant's key signs when they act: domain-separated, bound to the ceremony, the act and the chain's head. */
import { canonicalBytes } from '../transcript/canonical-json.ts';
import { concat, utf8 } from '../bytes/bytes.ts';

import type { EventOf, QuorumPurpose, SecondKey } from './events.ts';

export type Confirmable =
  | { readonly act: 'register'; readonly participant: string; readonly roles: readonly string[]; readonly publicKey: string; readonly planSha256: string; readonly postQuantum?: Omit<SecondKey, 'signature'> }
  | { readonly act: 'confirm'; readonly participant: string; readonly step: string; readonly note?: string }
  | { readonly act: 'accept-deviation'; readonly participant: string; readonly deviation: number }
  | { readonly act: 'join-quorum'; readonly participant: string; readonly set: string; readonly purpose: QuorumPurpose }
  | { readonly act: 'declare-void'; readonly participant: string; readonly set: string; readonly reason: string }
  | { readonly act: 'abandon'; readonly participant: string; readonly reason: string };

/** What a registration confirms: both keys, where there are two, so that neither can be exchanged without the other's signature. */
export function registration({ participant, roles, publicKey, postQuantum }: Pick<EventOf<'participant.registered'>, 'participant' | 'roles' | 'publicKey' | 'postQuantum'>, planSha256: string): Confirmable {
  const second = postQuantum === undefined ? {} : { postQuantum: { algorithm: postQuantum.algorithm, publicKey: postQuantum.publicKey } };
  return { act: 'register', participant, roles, publicKey, planSha256, ...second };
}

/**
 * Bytes to sign: "keyrite/confirmation/v1" LF, then RFC 8785 JSON of {ceremony, head, what}.
 * `head` is the hash (hex) of the entry before the one that will hold the signature: that entry's own `prev`.
 */
export function confirmationMessage(ceremony: string, head: string, what: Confirmable): Uint8Array {
  return concat(utf8('keyrite/confirmation/v1\n'), canonicalBytes({ ceremony, head, what }));
}
