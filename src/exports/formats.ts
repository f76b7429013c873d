/** The one table of export formats: the command line, the page docs/exports.md and the tests go by it. Adding a format is a folder and a line. */
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { calendar } from './calendar/calendar.ts';
import { cef } from './cef/cef.ts';
import { cbom } from './cyclonedx/cbom.ts';
import { dsseSingle } from './dsse-single/dsse-single.ts';
import { kmp } from './kmp/markdown.ts';
import { ocsf } from './ocsf/ocsf.ts';
import { oscal } from './oscal/oscal.ts';

interface Common {
  readonly id: string;
  /** What is in it, for people. */
  readonly holds: string;
  /** The published format and its version. */
  readonly standard: string;
  /** Without the dot. */
  readonly extension: string;
}

/** One stream of text; every piece ends with a line feed. */
export interface StreamFormat extends Common {
  readonly kind: 'stream';
  write(verified: VerifiedTranscript): AsyncGenerator<string>;
}

export interface ExportedFile {
  /** Lower-case letters, digits, hyphens and dots. */
  readonly name: string;
  readonly text: string;
}

/** Several files of a folder. */
export interface FolderFormat extends Common {
  readonly kind: 'folder';
  files(verified: VerifiedTranscript): AsyncGenerator<ExportedFile>;
}

export type ExportFormat = StreamFormat | FolderFormat;

export const exportFormats: readonly ExportFormat[] = [
  { id: 'cyclonedx-1.6', kind: 'stream', extension: 'json', standard: 'CycloneDX 1.6 (ECMA-424)', holds: 'a CBOM: HSM, algorithms, every key of the lineage with its state, public keys, packages', write: (verified) => cbom(verified, '1.6') },
  { id: 'cyclonedx-1.7', kind: 'stream', extension: 'json', standard: 'CycloneDX 1.7', holds: 'the same with fingerprints and relations between assets, without the fields that 1.7 deprecates', write: (verified) => cbom(verified, '1.7') },
  { id: 'ocsf', kind: 'stream', extension: 'jsonl', standard: 'OCSF 1.8.0', holds: 'JSON lines: Entity Management (3004) for each change of a key or share set, Compliance Finding (2003) for what the verifier remarked', write: ocsf },
  { id: 'oscal', kind: 'stream', extension: 'json', standard: 'OSCAL 1.2.1 assessment results', holds: 'what the verifier examined and remarked, and a finding for each control of SP 800-53 that the record bears on', write: oscal },
  { id: 'cef', kind: 'stream', extension: 'cef', standard: 'ArcSight Common Event Format, version 0', holds: 'one line an entry that matters to who watches a log, and one for each remark of the verifier', write: cef },
  { id: 'dsse-single', kind: 'folder', extension: 'json', standard: 'DSSE 1.0.2; Rekor v1 (dsse 0.0.1, hashedrekord 0.0.1) and v2 (HashedRekordRequestV002, DSSERequestV002)', holds: 'a folder: for each signature a copy of the statement with that one alone, and the requests that put it into a transparency log', files: dsseSingle },
  { id: 'kmp', kind: 'stream', extension: 'md', standard: 'Markdown (CommonMark 0.31)', holds: 'a key management plan: for each share set five questions, each answered with the entries that show it', write: kmp },
  { id: 'calendar', kind: 'stream', extension: 'ics', standard: 'iCalendar (RFC 5545)', holds: 'every duty with its day: rotation, end of use, destruction, check of shares, end of retention', write: calendar },
];

/** The format of this id, or null. */
export function formatOf(id: string): ExportFormat | null {
  return exportFormats.find((f) => f.id === id) ?? null;
}
