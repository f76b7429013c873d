/** Makes a redacted bundle of a verified one: chosen entries stand as leaf hashes, chosen files as digests. Changes nothing that was signed, and gives nothing whose hash is not the signed one. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, utf8 } from '../core/bytes/bytes.ts';
import type { CeremonyEvent } from '../core/ceremony/events.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames, VERIFY_PAGE } from '../core/transcript/bundle.ts';
import { entryLine } from '../core/transcript/chain.ts';
import { encodeManifest, redactedNames, withheldLine } from '../core/transcript/redaction.ts';
import type { Entry } from '../core/transcript/types.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import type { BundleSource } from './source.ts';

export interface RedactionChoice {
  withholds(entry: Entry): boolean;
  /** Files to withhold beside those that {@link withheldFiles} withholds by itself. */
  readonly files: readonly string[];
  /** Documents to show although entries are withheld. */
  readonly shown: readonly string[];
}

export interface RedactedFile {
  readonly name: string;
  /** To be taken whole before the next file is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Whether the event names this participant in any field, as itself: as actor, custodian, holder of a PIN half or signer. */
export function namesParticipant(event: CeremonyEvent, participant: string): boolean {
  const isIn = (value: unknown): boolean => value === participant || (typeof value === 'object' && value !== null && Object.values(value).some(isIn));
  return isIn(event);
}

/**
 * Names of the files that are not shown, in order. SECURITY: a document may tell what an entry tells (documents/record.md tells all of them), so where entries
 * are withheld every document is, but for the page that judges bundles and those that `shown` names. RefusalError `transcript.nothing-to-redact` for a name that cannot be withheld or shown.
 */
export function withheldFiles({ statement }: Pick<VerifiedTranscript, 'statement'>, { files, shown }: Pick<RedactionChoice, 'files' | 'shown'>, hasWithheld: boolean): readonly string[] {
  const names = statement.subject.map((s) => s.name).filter((name) => name !== bundleNames.transcript && !name.startsWith('keys/'));
  for (const what of [...files, ...shown]) if (!names.includes(what)) throw new RefusalError('transcript.nothing-to-redact', { what });
  return names.filter((name) => files.includes(name) || (hasWithheld && name.startsWith('documents/') && name !== VERIFY_PAGE && !shown.includes(name))).sort();
}

async function* copied(source: BundleSource, name: string, signed: string | undefined): AsyncGenerator<Uint8Array> {
  const hash = sha256.create();
  for await (const chunk of source.open(name)) {
    hash.update(chunk);
    yield chunk;
  }
  if (signed !== undefined && toHex(hash.digest()) !== signed) throw new RefusalError('transcript.changed-meanwhile');
}

const LF = utf8('\n');

/**
 * The files of the redacted bundle, one after another; redaction.json comes last. `source` is the bundle that `verified` was judged from, listed already. Throws RefusalError
 * `transcript.nothing-to-redact`, `transcript.changed-meanwhile`, and those of the source.
 */
export async function* redactedFiles(source: BundleSource, verified: VerifiedTranscript, choice: RedactionChoice): AsyncGenerator<RedactedFile> {
  let entries = 0;
  const record = async function* (): AsyncGenerator<Uint8Array> {
    for await (const entry of verified.entries()) {
      const line = entryLine(entry);
      const isWithheld = choice.withholds(entry);
      if (isWithheld) entries++;
      yield isWithheld ? withheldLine(entry.seq, line) : line;
      yield LF;
    }
  };
  yield { name: redactedNames.record, chunks: record() };
  const files = withheldFiles(verified, choice, entries > 0);
  if (entries === 0 && files.length === 0) throw new RefusalError('transcript.nothing-to-redact', { what: 'nothing was chosen' });
  yield { name: bundleNames.statement, chunks: copied(source, bundleNames.statement, undefined) };
  for (const { name, digest } of verified.statement.subject) {
    if (name !== bundleNames.transcript && !files.includes(name)) yield { name, chunks: copied(source, name, digest.sha256) };
  }
  const manifest = encodeManifest({ keyriteRedacted: 1, statement: verified.statementSha256, withheld: { entries, files } });
  yield { name: redactedNames.manifest, chunks: (async function* () { yield manifest; })() };
}
