/** The parts of OCSF 1.8 events that both classes share, and how activities and severities are chosen, as data. */
import type { KeyLifeState } from '../../core/lineage/types.ts';
import type { VerifiedTranscript } from '../../core/transcript/verified.ts';
import { uuidFor } from '../common/uuid.ts';

export const OCSF_VERSION = '1.8.0';

/** Entity Management: the activities that are used, by their names in the schema; 99 has a name of its own. */
export const activities = { Create: 1, Read: 2, Update: 3, Delete: 4, Enroll: 6, Disable: 9, Activate: 10, Deactivate: 11, Suspend: 12, Resume: 13, Deliver: 99 } as const;
export type Activity = keyof typeof activities;

/** What coming into a state of SP 800-57 part 1 section 7 is called. A compromised key is disabled for good; it can only be destroyed. */
export const activityOf: Readonly<Record<KeyLifeState, Activity>> = { 'pre-activation': 'Create', active: 'Activate', suspended: 'Suspend', deactivated: 'Deactivate', compromised: 'Disable', destroyed: 'Delete' };

/** severity_id, with the schema's captions. */
export const severities = { Informational: 1, Low: 2, Medium: 3, Critical: 5 } as const;
export type Severity = keyof typeof severities;

export const severityOf: Readonly<Record<Activity, Severity>> = { Create: 'Informational', Read: 'Informational', Update: 'Informational', Delete: 'Low', Enroll: 'Informational', Disable: 'Critical', Activate: 'Informational', Deactivate: 'Low', Suspend: 'Low', Resume: 'Low', Deliver: 'Low' };

export interface Place {
  /** Number of the entry; null where the event is about the record as a whole. */
  readonly seq: number | null;
  /** UTC, ISO 8601. */
  readonly time: string;
  /** What tells two events of one entry apart. */
  readonly what: string;
}

/** The metadata object: where the event is from, and which record it belongs to. */
export function metadata(verified: VerifiedTranscript, application: string, { seq, time, what }: Place): unknown {
  const { predicate } = verified.statement;
  const tag = (name: string, value: string): unknown => ({ name, value });
  return {
    version: OCSF_VERSION,
    uid: uuidFor(verified.statementSha256, `ocsf/${seq === null ? 'record' : String(seq)}/${what}`),
    product: { name: 'Keyrite', vendor_name: 'Keyrite', ...(application === '' ? {} : { version: application }) },
    log_name: 'transcript.jsonl',
    original_time: time,
    ...(seq === null ? {} : { original_event_uid: String(seq), sequence: seq }),
    correlation_uid: predicate.ceremony,
    labels: [verified.rehearsal ? 'rehearsal' : 'production'],
    tags: [
      tag('transcript_sha256', verified.transcriptSha256),
      tag('statement_sha256', verified.statementSha256),
      tag('ceremony', predicate.ceremony),
      tag('kind', predicate.kind),
      tag('organisation', predicate.organisation),
      tag('verdict', verified.verdict),
    ],
  };
}

/** SECURITY: what people read of an event of practice begins with the word. */
export function marked({ rehearsal }: VerifiedTranscript, text: string): string {
  return rehearsal ? `REHEARSAL: ${text}` : text;
}
