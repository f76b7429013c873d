/** Whether a ceremony fits what is in the database: the verifier's own judge over it and its neighbours, found by index. Writes nothing. */
import { sha256Hex } from '../core/bytes/digest.ts';
import { HSM_ROOT } from '../core/ceremony/state.ts';
import type { RefusalCode } from '../core/refusals/codes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { parseStatement } from '../core/transcript/statement.ts';
import type { CeremonyStatement } from '../core/transcript/types.ts';
import type { VerifiedTranscript } from '../core/transcript/verified.ts';
import type { Finding } from '../verifier/findings.ts';
import { verifyLineage } from '../verifier/lineage.ts';
import type { LineageBundle } from '../verifier/lineage.ts';
import { noSidecars } from '../verifier/sidecars/sidecar-report.ts';
import { rootMade, rootThatSigned } from './ceremony-rows.ts';
import type { ImportTransaction } from './import-store.ts';
import type { Row } from './tables.ts';

export interface Fit {
  /** Whether what was before is not there. */
  readonly gap: boolean;
  /** Rules of severity warning that do not hold between it and what is there. */
  readonly warnings: readonly Finding[];
}

const codes: Readonly<Record<string, RefusalCode>> = {
  'R-LINEAGE-01': 'import.fork',
  'R-LINEAGE-06': 'import.beginning-with-past',
  'R-LINEAGE-07': 'import.mode-mixed',
  'R-LINEAGE-10': 'import.root-not-in-force',
  'R-LINEAGE-11': 'import.unexplained-change',
};
/** Said of what is not among those given: here, of neighbours' own neighbours as well. */
const gaps: ReadonlySet<string> = new Set(['R-LINEAGE-02', 'R-LINEAGE-03']);

/** What the judge reads of a report. Each bundle goes by its statement's digest, so that a finding names one of them for certain. */
function asBundle(statementSha256: string, statement: CeremonyStatement, root: string | null): LineageBundle {
  const signers = statement.predicate.signers.map(({ id, name, roles, keySha256 }) => ({ id, name, roles, keySha256, signed: id === HSM_ROOT && keySha256 === root, pinned: false }));
  return {
    name: statementSha256,
    report: { verdict: 'valid', rehearsal: statement.predicate.mode === 'rehearsal', pinsGiven: false, statementSha256, statement, record: null, signers, findings: [], errors: 0, warnings: 0, ...noSidecars },
  };
}

/** A ceremony of the database. SECURITY: its statement is taken by its digest, so a payload that was changed there is not believed. */
function stored(row: Row<'ceremonies'>): LineageBundle {
  if (row.payload === null || row.statement === null || sha256Hex(row.payload) !== row.statement) throw new RefusalError('import.damaged', { ceremony: row.ceremony ?? '' });
  return asBundle(row.statement, parseStatement(row.payload), row.root);
}

/** The one before, all that follow the same one, and all that follow this one (they came before it, with a gap). */
async function neighbours(transaction: ImportTransaction, statement: string, previous: string | null): Promise<readonly Row<'ceremonies'>[]> {
  const before = previous === null ? [] : [...(await transaction.find('ceremonies', 'statement', previous)), ...(await transaction.find('ceremonies', 'previous', previous))];
  return [...before, ...(await transaction.find('ceremonies', 'previous', statement))];
}

/**
 * Judges `verified`, which is not in the database. Only its neighbours are looked at: what is there was judged in the same way when it came, and every
 * rule of a lineage is about a ceremony and the one it follows, or about two that share what may be there once (predecessor, root, id).
 * RefusalError `import.conflict`, `import.second-beginning`, `import.fork`, `import.gap`, `import.gap-package`, `import.beginning-with-past`,
 * `import.mode-mixed`, `import.root-not-in-force`, `import.unexplained-change`, `import.broken-lineage`, `import.damaged`.
 */
export async function fitsLineage(transaction: ImportTransaction, verified: VerifiedTranscript, allowGap: boolean): Promise<Fit> {
  const { statementSha256, statement } = verified;
  const { ceremony, mode, previous } = statement.predicate;
  const same = (await transaction.find('ceremonies', 'ceremony', ceremony)).find((row) => row.mode === mode);
  if (same !== undefined) throw new RefusalError('import.conflict', { ceremony, mode, there: same.statement ?? '' });
  const made = rootMade(statement.predicate);
  const [elsewhere] = made === null ? [] : await transaction.find('ceremonies', 'root_made', made);
  if (elsewhere !== undefined) throw new RefusalError('import.second-beginning', { ceremony, other: elsewhere.ceremony ?? '' });

  const rows = await neighbours(transaction, statementSha256, previous);
  const { findings } = verifyLineage([asBundle(statementSha256, statement, rootThatSigned(verified)), ...rows.map(stored)]);
  const own = findings.filter((f) => !gaps.has(f.rule) || f.file === statementSha256);
  const gap = own.find((f) => gaps.has(f.rule));
  const wrong = own.find((f) => f.severity === 'error' && f !== gap);
  if (wrong !== undefined) {
    const other = rows.find((row) => row.previous === previous)?.ceremony ?? '';
    throw new RefusalError(codes[wrong.rule] ?? 'import.broken-lineage', { ceremony, rule: wrong.rule, found: wrong.found, other });
  }
  if (gap !== undefined && !allowGap) throw previous === null ? new RefusalError('import.gap-package', { ceremony }) : new RefusalError('import.gap', { ceremony, before: previous });
  // A gap is noted as such, not as a finding that would stay when what was missing comes.
  return { gap: gap !== undefined, warnings: own.filter((f) => f.severity === 'warning' && !gaps.has(f.rule)) };
}
