/** What a printed document is made of, as plain data: it says what is read and in which order, never where it stands on the paper. Holds no secret. */

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string; /** A box to tick at the end of the line. */ readonly tick?: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly look?: 'plain' | 'quiet' | 'strong' }
  /** Words said in the room, or a remark that must not be overlooked; `label` says which. */
  | { readonly kind: 'callout'; readonly label: string; readonly text: string }
  | { readonly kind: 'facts'; readonly items: readonly FactItem[]; /** Two short ones may share a row. */ readonly paired?: boolean }
  /** Words of a fingerprint, numbered, four to a row. */
  | { readonly kind: 'words'; readonly label: string; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  /** Sentences to tick by hand. */
  | { readonly kind: 'ticks'; readonly items: readonly string[] }
  | TableBlock
  /** Lines to write on by hand, side by side. */
  | { readonly kind: 'fields'; readonly labels: readonly FieldLabel[] }
  /** Stands on one page where a page can hold it. */
  | { readonly kind: 'together'; readonly blocks: readonly Block[] }
  | { readonly kind: 'page-break' };

export interface FactItem {
  readonly label: string;
  readonly value: string;
  /** Compared character by character: set in monospace. */
  readonly exact?: boolean;
  /** Has its row to itself. */
  readonly wide?: boolean;
}

export interface FieldLabel {
  readonly text: string;
  /** Relative width of the line. */
  readonly share: number;
}

export interface TableBlock {
  readonly kind: 'table';
  /** What the table is, for somebody who hears the document. */
  readonly label: string;
  readonly columns: readonly TableColumn[];
  /** One text a column; the first one names the row. */
  readonly rows: readonly (readonly string[])[];
  /** Room in each row to write by hand. */
  readonly tall?: boolean;
  /** Small type, for long digests. */
  readonly dense?: boolean;
}

export interface TableColumn {
  readonly title: string;
  /** Relative width. */
  readonly share: number;
  readonly exact?: boolean;
}

export const documentKinds = ['script', 'transcript', 'certificate', 'custody', 'kmp', 'check'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The digest that stands on every page, and what it is of. */
export interface PageDigest {
  /** e.g. "Plan". */
  readonly of: 'Plan' | 'Statement';
  /** SHA-256, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** The sixteen words of its first half. */
  readonly words: readonly string[];
  /** What the printed code holds: upper-case letters, digits, "-" and ":". */
  readonly code: string;
}

export interface PrintedDocument {
  readonly kind: DocumentKind;
  /** What kind of document it is, e.g. "Certificate of ceremony". Never a text that somebody typed. */
  readonly title: string;
  /** Under the title on the first page. */
  readonly lines: readonly string[];
  readonly ceremony: string;
  readonly rehearsal: boolean;
  /** The one time in it, UTC, ISO 8601: the end of the record, or the day for which a plan is scheduled. Null where a plan names no day. */
  readonly madeAt: string | null;
  readonly digest: PageDigest;
  /** At the foot of every page. */
  readonly foot: string;
  /** Marked across the page where it is a rehearsal: for what could be taken for a proof. */
  readonly markedAcross: boolean;
  readonly blocks: readonly Block[];
  /** The same with less in it; the first one that fits on one page is printed, or the last one. */
  readonly shorter: readonly (readonly Block[])[];
}
