/** Imports one bundle: verified first, then written in one transaction. SECURITY: nothing that was not found valid ever reaches the database. */
import { RefusalError } from '../core/refusals/refusal.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import type { BundleSource } from '../verifier/source.ts';
import type { Trust } from '../verifier/trust.ts';
import { judgeBundle } from '../verifier/verify-bundle.ts';
import { ceremonyRow, partRows } from './ceremony-rows.ts';
import type { RowsOf } from './ceremony-rows.ts';
import { writeEvents } from './event-rows.ts';
import { fitsLineage } from './fits-lineage.ts';
import type { ImportStore, ImportTransaction } from './import-store.ts';
import type { TableName } from './tables.ts';

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
  /** `there`: it was there, and nothing changed. `vouched`: it was there unvouched, and is now noted as trusted. */
  readonly outcome: 'imported' | 'there' | 'vouched';
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

/** The transcript of a bundle that may be imported. RefusalError `import.invalid`, `import.rehearsal`, `import.unpinned`, and those of judgeBundle. */
export async function verifiedForImport(source: BundleSource, { trust, allowRehearsal, unpinned }: ImportOptions): Promise<VerifiedTranscript> {
  const { report, verified } = await judgeBundle(source, { allowRehearsal, ...(trust === null ? {} : { trust: trust.pins }) });
  if (verified === null) {
    const first = report.findings.find((f) => f.severity === 'error');
    throw new RefusalError('import.invalid', { errors: report.errors, rule: first?.rule ?? '', found: first?.found ?? '' });
  }
  if (verified.rehearsal && !allowRehearsal) throw new RefusalError('import.rehearsal');
  if (verified.verdict !== 'trusted' && !unpinned) throw new RefusalError('import.unpinned');
  return verified;
}

async function log(transaction: ImportTransaction, { statementSha256: statement, verdict }: VerifiedTranscript, time: string, { trust, unpinned, allowRehearsal, allowGap, application }: ImportOptions): Promise<void> {
  const allowed = [unpinned ? 'unpinned' : '', allowRehearsal ? 'rehearsal' : '', allowGap ? 'gap' : ''].filter((word) => word !== '').join(' ');
  await transaction.insert('imports', [{ statement, time, verdict, pins: trust?.sha256 ?? null, allowed, application }]);
}

async function write<T extends TableName>(transaction: ImportTransaction, { table, rows }: RowsOf<T>): Promise<void> {
  await transaction.insert(table, rows);
}

/**
 * Writes a verified transcript. The same one again changes nothing, but that a better verdict is noted. RefusalError: those of fitsLineage and of the
 * store, `transcript.changed-meanwhile`; whatever is thrown, nothing was written.
 */
export async function importVerified(store: ImportStore, verified: VerifiedTranscript, options: ImportOptions): Promise<ImportResult> {
  const { statementSha256, verdict, warnings } = verified;
  const { ceremony, mode, record } = verified.statement.predicate;
  const about = { statementSha256, ceremony, mode, events: record.entries };
  return store.transaction(async (transaction): Promise<ImportResult> => {
    const [there] = await transaction.find('ceremonies', 'statement', statementSha256);
    const time = options.now();
    if (there !== undefined) {
      const before = await transaction.find('imports', 'statement', statementSha256);
      const isVouched = before.some((row) => row.verdict === 'trusted');
      const better = verdict === 'trusted' && !isVouched;
      if (better) await log(transaction, verified, time, options);
      return { ...about, outcome: better ? 'vouched' : 'there', verdict: isVouched || better ? 'trusted' : 'valid', gap: there.gap === true, warnings: [] };
    }
    const fit = await fitsLineage(transaction, verified, options.allowGap);
    const all = [...warnings, ...fit.warnings];
    await transaction.insert('ceremonies', [ceremonyRow(verified, fit.gap, time)]);
    await writeEvents(transaction, statementSha256, verified.entries());
    for (const part of partRows(verified, all)) await write(transaction, part);
    await log(transaction, verified, time, options);
    return { ...about, outcome: 'imported', verdict, gap: fit.gap, warnings: all.map(({ rule, found }) => ({ rule, found })) };
  });
}

/** Verifies the bundle in `source` and writes it; see the two above. */
export async function importBundle(store: ImportStore, source: BundleSource, options: ImportOptions): Promise<ImportResult> {
  return importVerified(store, await verifiedForImport(source, options), options);
}
