/** Where a command prints: given to it, so that tests read what people would. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
}
