/** Reads transcript.jsonl once, line by line: form, numbers, chain, tree and digest, and hands each entry to the checks. Memory does not grow with the number of entries. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../core/bytes/bytes.ts';
import { RefusalError } from '../core/refusals/refusal.ts';
import { bundleNames } from '../core/transcript/bundle.ts';
import { GENESIS, lineHash } from '../core/transcript/chain.ts';
import { parseEntry } from '../core/transcript/event-schema.ts';
import { limits } from '../core/transcript/limits.ts';
import { merkleAccumulator } from '../core/transcript/merkle.ts';
import type { CeremonyStatement, Entry } from '../core/transcript/types.ts';
import type { RecordCheck } from './check.ts';
import type { Findings } from './findings.ts';
import { linesOf } from './lines.ts';
import { note } from './note-facts.ts';
import type { RecordFacts } from './record-facts.ts';
import type { RuleId } from './rules.ts';
import type { BundleSource } from './source.ts';

export interface RecordRead {
  readonly entries: number;
  readonly head: string;
  readonly merkleRoot: string;
  /** SHA-256 of the whole file, hex; null where it was not read to its end. */
  readonly digest: string | null;
}

const ruleOf: Readonly<Partial<Record<string, RuleId>>> = {
  'transcript.bad-entry': 'R-ENTRY-01',
  'transcript.wrong-version': 'R-ENTRY-02',
};

/**
 * The entry of line `number`, or null with a finding. R-CHAIN-01: its number is the line's, or, after a gap, one more than the number before it;
 * where it is neither, the entry is taken all the same, because the line is one.
 */
function readEntry(findings: Findings, line: Uint8Array, number: number, next: number): Entry | null {
  const where = { event: number, file: bundleNames.transcript };
  try {
    return parseEntry(line, number);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const found = error.refusal.detail?.found;
    if (error.code === 'transcript.wrong-sequence' && typeof found === 'number') {
      if (found !== next) findings.add('R-CHAIN-01', where, error.message);
      return parseEntry(line, found);
    }
    findings.add(ruleOf[error.code] ?? 'R-LINE-02', where, error.message);
    return null;
  }
}

/** Findings name an entry by the number of its line, also where it gives itself another. */
function take(checks: readonly RecordCheck[], facts: RecordFacts, entry: Entry): void {
  for (const check of checks) check.entry?.(entry, facts);
  note(facts, entry);
}

/** `prev` as a line spells it, also where the entry as a whole could not be read, so that the chain is checked regardless. */
function spelledPrev(line: Uint8Array): string | null {
  return /"prev":"([0-9a-f]{64})"/.exec(new TextDecoder().decode(line.subarray(-1024)))?.[1] ?? null;
}

/** Reads the record through `checks`; `facts` are theirs to share. Findings of the record's form are added here. */
export async function readRecord(source: BundleSource, findings: Findings, checks: readonly RecordCheck[], facts: RecordFacts): Promise<RecordRead> {
  const digest = sha256.create();
  const tree = merkleAccumulator();
  let head = GENESIS;
  let seq = 0;
  let next = 0;
  let bad = 0;
  let whole = true;
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.open(bundleNames.transcript)) {
      digest.update(chunk);
      yield chunk;
    }
  };
  try {
    for await (const { bytes, ended } of linesOf(hashed(), limits.lineBytes)) {
      const where = { event: seq, file: bundleNames.transcript };
      if (!ended) findings.add('R-LINE-01', where, 'The last line does not end with a line feed.');
      const entry = readEntry(findings, bytes, seq, next);
      const prev = entry?.prev ?? spelledPrev(bytes);
      if (prev !== null && prev !== head) findings.add('R-CHAIN-02', where, `Entry ${seq} follows ${prev}, but the line before it has the hash ${head}.`);
      if (entry === null) {
        facts.complete = false;
        if (++bad >= limits.badLines) {
          findings.add('R-LINE-01', where, `${limits.badLines} lines are no entries. The file was not read any further.`);
          whole = false;
          break;
        }
      } else {
        next = entry.seq + 1;
        // What a line that is no entry said is not known: the checks, which go by it, are silent from there on.
        if (facts.complete) take(checks, facts, { ...entry, seq });
      }
      head = lineHash(bytes);
      tree.add(bytes);
      seq++;
    }
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    findings.add(error.code === 'transcript.line-too-long' ? 'R-LINE-01' : 'R-FILE-07', { event: seq, file: bundleNames.transcript }, error.message);
    facts.complete = false;
    whole = false;
  }
  if (facts.complete) for (const check of checks) check.end?.(facts);
  return { entries: seq, head, merkleRoot: toHex(tree.root()), digest: whole ? toHex(digest.digest()) : null };
}

/** R-RECORD-01 to 03: what was read beside what was signed. */
export function recordMatches(findings: Findings, read: RecordRead, { predicate }: CeremonyStatement): void {
  if (read.digest === null) return;
  const { entries, head, merkleRoot } = predicate.record;
  const where = { file: bundleNames.transcript };
  if (read.entries !== entries) findings.add('R-RECORD-01', where, `${read.entries} entries are there, ${entries} are signed.`);
  if (read.head !== head) findings.add('R-RECORD-02', { ...where, event: Math.max(0, read.entries - 1) }, `The last line has the hash ${read.head}; the head signed is ${head}.`);
  if (read.merkleRoot !== merkleRoot) findings.add('R-RECORD-03', where, `The lines have the Merkle root ${read.merkleRoot}; the one signed is ${merkleRoot}.`);
}
