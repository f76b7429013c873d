/** The one table of export formats: the command line, the page docs/exports.md and the tests go by it. Adding a format is a folder and a line. */
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import { calendar } from './calendar/calendar.ts';

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
  { id: 'calendar', kind: 'stream', extension: 'ics', standard: 'iCalendar (RFC 5545)', holds: 'every duty with its day: rotation, end of use, destruction, check of shares, end of retention', write: calendar },
];

/** The format of this id, or null. */
export function formatOf(id: string): ExportFormat | null {
  return exportFormats.find((f) => f.id === id) ?? null;
}
