/** Imports one bundle: verified first, then written in one transaction. SECURITY: nothing that was not found valid ever reaches the database. */
import { concat } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames } from '../core/transcript/bundle.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import type { BundleSource } from '../verifier/source.ts';
import type { Trust } from '../verifier/trust.ts';
import { judge } from '../verifier/judge.ts';
import { ceremonyRow, findingRows, partRows } from './ceremony-rows.ts';
import type { RowsOf } from './ceremony-rows.ts';
import { writeEvents } from './event-rows.ts';
import { fitsLineage } from './fits-lineage.ts';
import type { ImportStore, ImportTransaction } from './import-store.ts';
import { sidecarsOf, writeSidecars } from './sidecar-rows.ts';
import type { Sidecar } from './sidecar-rows.ts';
import type { Row, TableName } from './tables.ts';

export interface ImportOptions {
  /** Pinned keys, with the SHA-256 (hex) of the file that they stand in; null where nothing is pinned. */
  readonly trust: { readonly pins: Trust; readonly sha256: string } | null;
  /** Takes what is valid and vouched for by nobody. */
  readonly unpinned: boolean;
  readonly allowRehearsal: boolean;
  /** Takes a ceremony whose predecessor is not there. */
  readonly allowGap: boolean;
  /** UTC, ISO 8601 with milliseconds and Z. */
  readonly now: () => string;
  /** Name and version of this program, for the log of imports. */
  readonly application: string;
}

export interface ImportResult {
  /** `there`: it was there, and nothing changed. `added`: it was there, and what `added` names is new. */
  readonly outcome: 'imported' | 'there' | 'added';
  /** "verdict" where it was unvouched and now is trusted, and the names of sidecars. Empty unless it was there. */
  readonly added: readonly string[];
  readonly statementSha256: string;
  readonly ceremony: string;
  readonly mode: 'rehearsal' | 'production';
  readonly verdict: 'trusted' | 'valid';
  /** Whether the ceremony before was not there when this one came. */
  readonly gap: boolean;
  readonly events: number;
  /** Rules of severity warning that do not hold. */
  readonly warnings: readonly { readonly rule: string; readonly found: string }[];
}

/** What may be imported: a whole transcript that was found valid, and the later proofs beside it. */
export interface Importable {
  readonly verified: VerifiedTranscript;
  /** statement.dsse.json, byte for byte as it was judged. */
  readonly envelope: Uint8Array;
  readonly sidecars: readonly Sidecar[];
}

/** The source, and the bytes of statement.dsse.json as they were last read from it: so what is written is what was judged. */
function keepingStatement(source: BundleSource): { readonly source: BundleSource; readonly statement: () => Uint8Array } {
  let chunks: Uint8Array[] = [];
  return {
    source: {
      list: () => source.list(),
      async *open(name) {
        if (name === bundleNames.statement) chunks = [];
        for await (const chunk of source.open(name)) {
          if (name === bundleNames.statement) chunks.push(chunk.slice());
          yield chunk;
        }
      },
    },
    statement: () => concat(...chunks),
  };
}

/** What may be imported of a bundle. RefusalError `import.invalid`, `import.withheld`, `import.rehearsal`, `import.unpinned`, and those of judgeBundle. */
export async function importableOf(source: BundleSource, { trust, allowRehearsal, unpinned }: ImportOptions): Promise<Importable> {
  const kept = keepingStatement(source);
  const judged = await judge(kept.source, { allowRehearsal, ...(trust === null ? {} : { trust: trust.pins }) });
  if (judged.kind === 'redacted') throw new RefusalError('import.withheld');
  const { report, verified } = judged;
  if (verified === null) {
    const first = report.findings.find((f) => f.severity === 'error');
    throw new RefusalError('import.invalid', { errors: report.errors, rule: first?.rule ?? '', found: first?.found ?? '' });
  }
  if (verified.rehearsal && !allowRehearsal) throw new RefusalError('import.rehearsal');
  if (verified.verdict !== 'trusted' && !unpinned) throw new RefusalError('import.unpinned');
  return { verified, envelope: kept.statement(), sidecars: await sidecarsOf(source, report) };
}

async function log(transaction: ImportTransaction, { statementSha256: statement, verdict }: VerifiedTranscript, time: string, { trust, unpinned, allowRehearsal, allowGap, application }: ImportOptions): Promise<void> {
  const allowed = [unpinned ? 'unpinned' : '', allowRehearsal ? 'rehearsal' : '', allowGap ? 'gap' : ''].filter((word) => word !== '').join(' ');
  await transaction.insert('imports', [{ statement, time, verdict, pins: trust?.sha256 ?? null, allowed, application }]);
}

async function write<T extends TableName>(transaction: ImportTransaction, { table, rows }: RowsOf<T>): Promise<void> {
  await transaction.insert(table, rows);
}

/** What is new of a ceremony that is there: a better verdict, and sidecars with what the verifier says of them. */
async function addTo(transaction: ImportTransaction, { verified, sidecars }: Importable, options: ImportOptions, time: string): Promise<{ readonly added: readonly string[]; readonly verdict: 'trusted' | 'valid' }> {
  const { statementSha256: statement } = verified;
  const isVouched = (await transaction.find('imports', 'statement', statement)).some((row) => row.verdict === 'trusted');
  const better = verified.verdict === 'trusted' && !isVouched;
  const files = await writeSidecars(transaction, statement, time, sidecars);
  if (files.length > 0) {
    const there = await transaction.find('findings', 'statement', statement);
    const named = (f: Row<'findings'>): string => JSON.stringify([f.rule, f.event, f.found]);
    const known = new Set(there.map(named));
    await transaction.insert('findings', findingRows(statement, verified.warnings, there.length).filter((row) => !known.has(named(row))));
  }
  const added = [...(better ? ['verdict'] : []), ...files];
  if (added.length > 0) await log(transaction, verified, time, options);
  return { added, verdict: isVouched || better ? 'trusted' : 'valid' };
}

/**
 * Writes what {@link importableOf} gave. The same again changes nothing, but that a better verdict and further sidecars are noted. RefusalError: those of
 * fitsLineage and of the store, `transcript.changed-meanwhile`; whatever is thrown, nothing was written.
 */
export async function importVerified(store: ImportStore, importable: Importable, options: ImportOptions): Promise<ImportResult> {
  const { verified, envelope, sidecars } = importable;
  const { statementSha256, verdict, warnings } = verified;
  const { ceremony, mode, record } = verified.statement.predicate;
  const about = { statementSha256, ceremony, mode, events: record.entries };
  return store.transaction(async (transaction): Promise<ImportResult> => {
    const [there] = await transaction.find('ceremonies', 'statement', statementSha256);
    const time = options.now();
    if (there !== undefined) {
      const { added, verdict: now } = await addTo(transaction, importable, options, time);
      return { ...about, outcome: added.length > 0 ? 'added' : 'there', added, verdict: now, gap: there.gap === true, warnings: [] };
    }
    const fit = await fitsLineage(transaction, verified, options.allowGap);
    const all = [...warnings, ...fit.warnings];
    await transaction.insert('ceremonies', [ceremonyRow(verified, envelope, fit.gap, time)]);
    await writeEvents(transaction, statementSha256, verified.entries());
    for (const part of partRows(verified, all)) await write(transaction, part);
    await writeSidecars(transaction, statementSha256, time, sidecars);
    await log(transaction, verified, time, options);
    return { ...about, outcome: 'imported', added: [], verdict, gap: fit.gap, warnings: all.map(({ rule, found }) => ({ rule, found })) };
  });
}

/** Verifies the bundle in `source` and writes it; see the two above. */
export async function importBundle(store: ImportStore, source: BundleSource, options: ImportOptions): Promise<ImportResult> {
  return importVerified(store, await importableOf(source, options), options);
}
