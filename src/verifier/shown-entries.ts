/** What can be said of an entry that is shown among others that are withheld: signatures of people and evidence of keys, each by itself. Concludes nothing from what is not there. */
import { fromBase64 } from '../core/bytes/bytes.ts';
import { confirmationMessage, registration } from '../core/ceremony/confirmation.ts';
import type { Confirmable } from '../core/ceremony/confirmation.ts';
import type { CeremonyEvent, Signed } from '../core/ceremony/events.ts';
import type { KeyEvidence } from '../core/ports/hsm.ts';
import { limits } from '../core/transcript/limits.ts';
import { spkiToPoint, verifyP256 } from '../core/transcript/signature.ts';
import type { CeremonyStatement, Entry } from '../core/transcript/types.ts';
import { attributesOf } from './checks/key-attributes.ts';
import { signedBySecond } from './checks/people.ts';
import type { Findings } from './findings.ts';

/** Most registrations of one participant whose keys are tried. */
const KEYS = 32;

export interface ShownEntries {
  entry(entry: Entry): void;
  /** Entries (at most 1000) with a signature that no key shown here verifies: the registration of its key may be withheld. */
  readonly unverified: readonly number[];
}

function actsOf(event: CeremonyEvent): readonly (Signed & { readonly what: Confirmable })[] {
  switch (event.type) {
    case 'step.confirmed': {
      const { participant, signature, step, note } = event;
      return [{ participant, signature, what: { act: 'confirm', participant, step, ...(note === undefined ? {} : { note }) } }];
    }
    case 'quorum.joined': {
      const { participant, signature, set, purpose } = event;
      return [{ participant, signature, what: { act: 'join-quorum', participant, set, purpose } }];
    }
    case 'deviation.accepted': {
      const { participant, signature, id } = event;
      return [{ participant, signature, what: { act: 'accept-deviation', participant, deviation: id } }];
    }
    case 'set.declared-void':
      return [event, event.second].map(({ participant, signature }) => ({ participant, signature, what: { act: 'declare-void', participant, set: event.set, reason: event.reason } }));
    default:
      return [];
  }
}

function isSigned(spki: Uint8Array, signature: string, message: Uint8Array): boolean {
  try {
    return spkiToPoint(spki).curve === 'P-256' && verifyP256(fromBase64(signature), message, spki);
  } catch {
    return false;
  }
}

function evidenceIn(event: CeremonyEvent): readonly KeyEvidence[] {
  if (event.type === 'restore.passed') return event.evidence;
  return 'evidence' in event && !Array.isArray(event.evidence) ? [event.evidence] : [];
}

/** `keys`: DER of each signer, as keys/ has them. */
export function shownEntries(findings: Findings, { predicate }: CeremonyStatement, keys: ReadonlyMap<string, Uint8Array>): ShownEntries {
  const registered = new Map<string, Uint8Array[]>();
  const unverified: number[] = [];
  return {
    unverified,
    entry({ seq, prev, event }) {
      if (event.type === 'participant.registered') {
        const { participant, publicKey, signature, postQuantum } = event;
        const spki = fromBase64(publicKey);
        const message = confirmationMessage(predicate.ceremony, prev, registration(event, predicate.plan.sha256));
        if (!isSigned(spki, signature, message)) findings.add('R-PART-01', { event: seq }, `The registration of "${participant}" is not signed with the key it registers.`);
        // Bounded: whoever registers more often than that has the last ones tried.
        if (postQuantum !== undefined && !signedBySecond(postQuantum, message)) findings.add('R-PART-01', { event: seq }, `The registration of "${participant}" is not signed with the second key it registers.`);
        registered.set(participant, [...(registered.get(participant) ?? []), spki].slice(-KEYS));
      }
      const acts = actsOf(event);
      const isKnown = acts.every(({ participant, signature, what }) => {
        const candidates = [...(registered.get(participant) ?? []), ...[keys.get(participant) ?? []].flat()];
        const message = confirmationMessage(predicate.ceremony, prev, what);
        return candidates.some((spki) => isSigned(spki, signature, message));
      });
      if (!isKnown && unverified.length < limits.findings) unverified.push(seq);
      for (const evidence of evidenceIn(event)) attributesOf(findings, seq, evidence, event.type === 'key.generated');
    },
  };
}
