/** The record as a stream of events for online systems: each entry with its place, its hashes and the statement it belongs to. Derived from a verified transcript only; adds nothing to what was signed. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/bytes/bytes.ts';
import type { CeremonyEvent, EventType } from '../core/ceremony/events.ts';
import { entryLine, lineHash } from '../core/transcript/chain.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';

/** One entry of the record. `type` and `event` are one of the events in docs/formats/transcript.md; `type` narrows `event`. */
export type TranscriptEvent = { readonly [T in EventType]: EventEnvelope<T> }[EventType];

export interface EventEnvelope<T extends EventType> {
  /** SHA-256 (hex) of the signed statement: with `seq`, the name of this event anywhere and for ever. */
  readonly statementSha256: string;
  /** Ceremony id. */
  readonly ceremony: string;
  readonly mode: 'rehearsal' | 'production';
  /** Number of the entry, from 0. */
  readonly seq: number;
  /** UTC, ISO 8601 with milliseconds: the machine's clock, recorded and not trusted. */
  readonly time: string;
  /** Milliseconds since the application started. */
  readonly mono: number;
  /** SHA-256 (hex) of the line without its LF: `prev` of the next entry, or the signed head. */
  readonly lineSha256: string;
  /** RFC 6962 section 2.1 leaf hash (hex): SHA-256 of 00 and the line. */
  readonly leafSha256: string;
  readonly type: T;
  readonly event: Extract<CeremonyEvent, { readonly type: T }>;
}

const LEAF = Uint8Array.of(0);

/**
 * Every entry of the record, in order. What was yielded is the signed record only once the stream has ended: commit at the end, not before.
 * Throws RefusalError `transcript.changed-meanwhile` where the record is no longer the one that was verified.
 */
export async function* eventsOf(verified: VerifiedTranscript): AsyncGenerator<TranscriptEvent> {
  const { statementSha256 } = verified;
  const { ceremony, mode } = verified.statement.predicate;
  for await (const entry of verified.entries()) {
    // Canonical JSON has one spelling, so these are the bytes of the line itself.
    const line = entryLine(entry);
    const { seq, time, mono, event } = entry;
    const leafSha256 = toHex(sha256.create().update(LEAF).update(line).digest());
    yield { statementSha256, ceremony, mode, seq, time, mono, lineSha256: lineHash(line), leafSha256, type: event.type, event } as TranscriptEvent;
  }
}
