/** The port of the importer: a database that takes ceremonies whole or not at all. One implementation a kind of database; none judges anything. */
import type { Row, TableName } from './tables.ts';

/** Columns by which a table is searched; each has an index. */
export interface SearchedBy {
  readonly ceremonies: 'statement' | 'ceremony' | 'previous' | 'root_made';
  readonly imports: 'statement';
  readonly findings: 'statement';
  readonly sidecars: 'statement';
}

export interface ImportTransaction {
  /** Rows of `table` whose `column` is `value`, as they were written. */
  find<T extends keyof SearchedBy>(table: T, column: SearchedBy[T], value: string): Promise<readonly Row<T>[]>;
  /** Writes rows, all columns. SECURITY: values are parameters, never part of a statement's text. */
  insert<T extends TableName>(table: T, rows: readonly Row<T>[]): Promise<void>;
}

export interface ImportStore {
  /** The database by its address without a password, for people. */
  readonly place: string;
  /**
   * Runs `work` as the only importer in this database, waiting for another one: what it wrote is there when this answers, and nothing of it where it
   * throws. RefusalError `import.busy`, `import.disk-full`, `import.not-permitted`, `import.connection-lost`, `import.database-error`; else what `work` throws.
   */
  transaction<T>(work: (transaction: ImportTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How long an importer waits for another one. */
export const WAIT_SECONDS = 60;
