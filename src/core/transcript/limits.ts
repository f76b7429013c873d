/** Bounds on everything that is read from a bundle, as data: a file beyond one of them is refused before it costs memory or time. */
export const limits = {
  /** One line of transcript.jsonl, without its LF. */
  lineBytes: 1024 * 1024,
  /** transcript.jsonl as a whole: about ten million entries. */
  transcriptBytes: 4 * 1024 * 1024 * 1024,
  /** statement.dsse.json. */
  envelopeBytes: 8 * 1024 * 1024,
  /** keys/<id>.pem. */
  keyBytes: 4096,
  /** package.keyrite.json. */
  packageBytes: 4 * 1024 * 1024,
  /** plan.yaml. */
  planBytes: 1024 * 1024,
  /** One file under documents/. */
  documentBytes: 256 * 1024 * 1024,
  /** Files in a bundle. */
  files: 1024,
  /** Folders below the bundle's own. */
  folderDepth: 4,
  /** Nesting of arrays and objects in any JSON that is read or written. */
  jsonDepth: 32,
  /** trust.json. */
  trustBytes: 256 * 1024,
  /** Share sets begun in one ceremony; more are an error, and are not followed. */
  sets: 1000,
  /** Lines that are no entries, after which a file is not read any further. */
  badLines: 25,
  /** Findings that are kept; the rest are only counted. */
  findings: 1000,
} as const;
