/** What the record says so far. Grows with people, keys and sets, not with the number of entries; judges nothing. */
import type { EventOf, QuorumPurpose, TokenName } from '../core/ceremony/events.ts';
import type { KeyEvidence } from '../core/ports/hsm.ts';

/** An event and where it stands. */
export interface At<E> {
  readonly seq: number;
  readonly time: string;
  readonly event: E;
}

/** Evidence and the number of the entry that holds it. */
export interface EvidenceAt {
  readonly seq: number;
  readonly evidence: KeyEvidence;
}

export interface KeyFacts {
  readonly startedId: string | null;
  readonly generated: At<EventOf<'key.generated'>> | null;
  readonly sealed: At<EventOf<'key.sealed'>> | null;
  /** On the HSM from an earlier ceremony. */
  readonly found: EvidenceAt | null;
  /** Brought back by this ceremony. */
  readonly restored: EvidenceAt | null;
  readonly destroyed: At<EventOf<'key.destroyed'>> | null;
}

export interface SetFacts {
  readonly id: string;
  made: At<EventOf<'backup.made'>> | null;
  voided: number | null;
  proof: At<EventOf<'proof.passed'>> | null;
  readonly written: Map<number, At<EventOf<'share.written'>>>;
  readonly removed: Map<number, number>;
  /** The first reading after the share was written, by index. */
  readonly read: Map<number, At<EventOf<'share.read'>>>;
}

/** Shares of an earlier set, as presented since the gathering was last begun. */
export interface QuorumFacts {
  readonly joined: Map<string, QuorumPurpose>;
  readonly presented: { readonly participant: string; readonly index: number }[];
}

export interface DeviationFacts {
  readonly seq: number;
  readonly by: string;
  accepted: number;
}

export interface RecordFacts {
  opened: At<EventOf<'ceremony.opened'>> | null;
  /** The last record.ended. */
  ended: At<EventOf<'record.ended'>> | null;
  /** Of the last entry read. */
  last: { readonly seq: number; readonly type: string } | null;
  /** Each participant's current registration. */
  readonly people: Map<string, At<EventOf<'participant.registered'>>>;
  readonly absent: Map<string, number>;
  readonly examined: Map<TokenName, At<EventOf<'hsm.examined'>>>;
  readonly prepared: Map<TokenName, At<EventOf<'hsm.prepared'>>>;
  readonly keys: Map<string, KeyFacts>;
  /** Sets that this ceremony began. */
  readonly sets: Map<string, SetFacts>;
  /** Sets of earlier ceremonies that were given up, and where. */
  readonly givenUp: Map<string, number>;
  /** By id of an earlier set. */
  readonly quorums: Map<string, QuorumFacts>;
  /** The last proof that passed, of whatever set. */
  proof: At<EventOf<'proof.passed'>> | null;
  /** By share index. */
  readonly checks: Map<number, At<EventOf<'share.checked'>>>;
  certified: At<EventOf<'root.certified'>> | null;
  /** With the head that the signature is over. */
  attested: (At<EventOf<'root.attested'>> & { readonly head: string }) | null;
  target: At<EventOf<'target.imported'>> | null;
  delivered: At<EventOf<'key.delivered'>> | null;
  readonly deviations: Map<number, DeviationFacts>;
  /** False once an entry could not be read: what is then missing may have been in it. */
  complete: boolean;
}

export function newFacts(): RecordFacts {
  return {
    opened: null, ended: null, last: null, people: new Map(), absent: new Map(), examined: new Map(), prepared: new Map(), keys: new Map(), sets: new Map(), givenUp: new Map(),
    quorums: new Map(), proof: null, checks: new Map(), certified: null, attested: null, target: null, delivered: null, deviations: new Map(), complete: true,
  };
}

export const noKey: KeyFacts = { startedId: null, generated: null, sealed: null, found: null, restored: null, destroyed: null };

/** The one set that this ceremony made and did not abandon, or null where there is none or more than one. */
export function standingSet(facts: RecordFacts): SetFacts | null {
  const standing = [...facts.sets.values()].filter((s) => s.made !== null && s.voided === null);
  return standing.length === 1 ? standing[0]! : null;
}

/** What was first read of the key in this ceremony: when it was made, brought back, or found. */
export function firstEvidence({ generated, restored, found }: KeyFacts): EvidenceAt | null {
  return generated === null ? (restored ?? found) : { seq: generated.seq, evidence: generated.event.evidence };
}

/** The evidence last read back of a key that the ceremony leaves on the HSM: at the seal, else the first; null where there is none or it was destroyed. */
export function lastEvidence(key: KeyFacts): EvidenceAt | null {
  if (key.destroyed !== null) return null;
  return key.sealed === null ? firstEvidence(key) : { seq: key.sealed.seq, evidence: key.sealed.event.evidence };
}
