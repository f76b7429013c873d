/** For tests: transcripts of the sample bundles as the verifier gives them, and the same restated: what no honest ceremony can leave behind. */
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { encodeEnvelope } from '../../src/core/transcript/dsse.ts';
import { buildStatement } from '../../src/core/transcript/statement.ts';
import type { CeremonyPredicate } from '../../src/core/transcript/types.ts';
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';
import { importVerified } from '../../src/importer/import-bundle.ts';
import type { ImportOptions, ImportResult } from '../../src/importer/import-bundle.ts';
import type { ImportStore } from '../../src/importer/import-store.ts';
import { judgeBundle } from '../../src/verifier/verify-bundle.ts';
import type { Files } from '../verifier/memory-source.ts';
import { memorySource } from '../verifier/memory-source.ts';

export const NOW = '2026-06-01T12:00:00.000Z';

export const options: ImportOptions = { trust: null, unpinned: true, allowRehearsal: false, allowGap: false, now: () => NOW, application: 'keyrite test' };

export async function verifiedOf(files: Files): Promise<VerifiedTranscript> {
  const { report, verified } = await judgeBundle(memorySource(files));
  if (verified === null) throw new Error(report.findings.filter((f) => f.severity === 'error').map((f) => `${f.rule} ${f.found}`).join('\n'));
  return verified;
}

/** The same with another statement. Its signatures are of the old one: only the verifier would see that. */
export function restated(verified: VerifiedTranscript, change: (predicate: CeremonyPredicate) => CeremonyPredicate): VerifiedTranscript {
  const { subject } = verified.statement;
  const predicate = change(verified.statement.predicate);
  const payload = buildStatement(predicate, subject.map(({ name, digest }) => ({ name, sha256: digest.sha256 })));
  return { ...verified, statement: { ...verified.statement, predicate }, payload, statementSha256: sha256Hex(payload) };
}

/** Writes a transcript without sidecars. */
export function importAlone(store: ImportStore, verified: VerifiedTranscript, with_: ImportOptions = options): Promise<ImportResult> {
  return importVerified(store, { verified, envelope: encodeEnvelope(verified.payload, verified.signatures.map(({ signer, signature }) => ({ keyid: signer, signature }))), sidecars: [] }, with_);
}
