/** Any number of verified transcripts from one real lineage of six: each of its own statement, ids and roots. What is verified once is not verified again: only the database is fed with these. */
import { sha256Hex } from '../../src/core/bytes/digest.ts';
import { utf8 } from '../../src/core/bytes/bytes.ts';
import { buildStatement, parseStatement } from '../../src/core/transcript/statement.ts';
import type { CeremonyPredicate, Entry } from '../../src/core/transcript/types.ts';
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';

/** The same, with its entries in memory, so that reading and parsing them again is not measured. */
export async function withEntries(verified: VerifiedTranscript): Promise<VerifiedTranscript> {
  const entries: Entry[] = [];
  for await (const entry of verified.entries()) entries.push(entry);
  return {
    ...verified,
    async *entries() {
      yield* entries;
    },
  };
}

/** The lineage once more as another organisation's: `number` is in every ceremony id, and its roots are other ones. */
export function another(lineage: readonly VerifiedTranscript[], number: number): readonly VerifiedTranscript[] {
  const ids = lineage.map((v) => v.statement.predicate.ceremony);
  const roots = [...new Set(lineage.flatMap((v) => v.statement.predicate.lifecycle.flatMap((k) => (k.purpose === 'root-signing' ? [k.check.value] : []))))];
  let previous: string | null = null;
  return lineage.map((verified): VerifiedTranscript => {
    let text = JSON.stringify({ ...verified.statement.predicate, previous });
    for (const id of ids) text = text.replaceAll(`"ceremony":"${id}"`, `"ceremony":"${id}-${String(number)}"`);
    for (const root of roots) text = text.replaceAll(`"${root}"`, `"${sha256Hex(utf8(`${root} ${String(number)}`))}"`);
    const payload = buildStatement(JSON.parse(text) as CeremonyPredicate, verified.statement.subject.map(({ name, digest }) => ({ name, sha256: digest.sha256 })));
    previous = sha256Hex(payload);
    return { ...verified, payload, statement: parseStatement(payload), statementSha256: previous };
  });
}
