/** Reads record.redacted.jsonl once, line by line: form, numbers, the tree over shown and withheld lines, and the chain where two neighbours are shown. Memory does not grow with the record. */
import { toHex } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { GENESIS, lineHash } from '../core/transcript/chain.ts';
import { limits } from '../core/transcript/limits.ts';
import { merkleAccumulator } from '../core/transcript/merkle.ts';
import { parseRedactedLine, redactedNames } from '../core/transcript/redaction.ts';
import type { RedactedLine } from '../core/transcript/redaction.ts';
import type { CeremonyStatement, Entry } from '../core/transcript/types.ts';
import type { Findings } from './findings.ts';
import { linesOf } from './lines.ts';
import type { RuleId } from './rules.ts';
import type { BundleSource } from './source.ts';

/** Numbers of entries, first and last of a run. */
export type Run = readonly [from: number, to: number];

export interface RedactedRead {
  readonly entries: number;
  readonly withheld: number;
  /** At most 1000. */
  readonly runs: readonly Run[];
  readonly merkleRoot: string;
  /** SHA-256 (hex) of the last line, where it is shown. */
  readonly head: string | null;
  /** Whether the file was read to its end. */
  readonly whole: boolean;
}

const file = redactedNames.record;
const ruleOf: Readonly<Partial<Record<string, RuleId>>> = {
  'transcript.bad-redaction': 'R-REDACT-02',
  'transcript.bad-entry': 'R-ENTRY-01',
  'transcript.wrong-version': 'R-ENTRY-02',
  'transcript.wrong-sequence': 'R-CHAIN-01',
};

function readLine(findings: Findings, bytes: Uint8Array, seq: number): RedactedLine | null {
  try {
    return parseRedactedLine(bytes, seq);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add(ruleOf[error.code] ?? 'R-LINE-02', { event: seq, file }, error.message);
    return null;
  }
}

/** `shown` is called for each entry that is shown, and told whether everything before it was. */
export async function readRedacted(source: BundleSource, findings: Findings, shown: (entry: Entry, allBefore: boolean) => void): Promise<RedactedRead> {
  const tree = merkleAccumulator();
  const runs: [number, number][] = [];
  let head: string | null = GENESIS;
  let withheld = 0;
  let seq = 0;
  let bad = 0;
  let whole = true;
  try {
    for await (const { bytes, ended } of linesOf(source.open(file), limits.lineBytes)) {
      const where = { event: seq, file };
      if (!ended) findings.add('R-LINE-01', where, 'The last line does not end with a line feed.');
      const line = readLine(findings, bytes, seq);
      if (line?.kind === 'shown') {
        const { prev } = line.entry;
        if (head !== null && prev !== head) findings.add('R-CHAIN-02', where, `Entry ${seq} follows ${prev}, but the line before it has the hash ${head}.`);
        shown(line.entry, withheld + bad === 0);
        head = lineHash(bytes);
        tree.add(bytes);
      } else if (line?.kind === 'withheld') {
        const last = runs.at(-1);
        if (last?.[1] === seq - 1) last[1] = seq;
        else if (runs.length < limits.findings) runs.push([seq, seq]);
        withheld++;
        head = null;
        tree.addHash(line.leaf);
      } else {
        head = null;
        if (++bad >= limits.badLines) {
          findings.add('R-LINE-01', where, `${limits.badLines} lines are no entries. The file was not read any further.`);
          whole = false;
          break;
        }
      }
      seq++;
    }
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add(error.code === 'transcript.line-too-long' ? 'R-LINE-01' : 'R-FILE-07', { event: seq, file }, error.message);
    whole = false;
  }
  return { entries: seq, withheld, runs, merkleRoot: toHex(tree.root()), head: seq === 0 ? null : head, whole: whole && bad === 0 };
}

/** R-RECORD-01 to 03, beside what was signed; the head only where the last line is shown. SECURITY: the Merkle root is what proves that this is the same record. */
export function redactedMatches(findings: Findings, read: RedactedRead, { predicate }: CeremonyStatement): void {
  if (!read.whole) return;
  const { entries, head, merkleRoot } = predicate.record;
  if (read.entries !== entries) findings.add('R-RECORD-01', { file }, `${read.entries} entries are there, ${entries} are signed.`);
  if (read.head !== null && read.head !== head) findings.add('R-RECORD-02', { file, event: Math.max(0, read.entries - 1) }, `The last line has the hash ${read.head}; the head signed is ${head}.`);
  if (read.merkleRoot !== merkleRoot) findings.add('R-RECORD-03', { file }, `The lines and leaf hashes have the Merkle root ${read.merkleRoot}; the one signed is ${merkleRoot}.`);
}
