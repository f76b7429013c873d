/** For tests: redacted bundles that are not what they say. */
import { fromUtf8, utf8 } from '../../src/core/bytes/bytes.ts';
import { withheldLine } from '../../src/core/transcript/redaction.ts';
import type { RuleId } from '../../src/verifier/rules.ts';

export interface RedactionBreak {
  readonly rule: RuleId;
  readonly what: string;
  /** Entries withheld before the change. */
  readonly seqs: readonly number[];
  /** `whole`: the lines of the unredacted record. */
  readonly change: (made: Map<string, Uint8Array>, whole: readonly string[]) => void;
}

const record = (change: (lines: string[], whole: readonly string[]) => readonly string[]): RedactionBreak['change'] => (made, whole) =>
  void made.set('record.redacted.jsonl', utf8(`${change(fromUtf8(made.get('record.redacted.jsonl')!).trimEnd().split('\n'), whole).join('\n')}\n`));
const manifest = (change: (text: string) => string): RedactionBreak['change'] => (made) => {
  const text = fromUtf8(made.get('redaction.json')!);
  if (change(text) === text) throw new Error('nothing was changed');
  made.set('redaction.json', utf8(change(text)));
};
const renumbered = (line: string, by: number): string => line.replace(/"withheld":(\d+)/, (_all, n: string) => `"withheld":${Number(n) + by}`);

export const redactionBreaks: readonly RedactionBreak[] = [
  { rule: 'R-CHAIN-02', what: 'a shown line changed', seqs: [3], change: record((l) => l.with(9, l[9]!.replace(/"mono":\d+/, '"mono":1'))) },
  { rule: 'R-RECORD-03', what: 'a shown line changed between withheld ones', seqs: [8, 10], change: record((l) => l.with(9, l[9]!.replace(/"mono":\d+/, '"mono":1'))) },
  { rule: 'R-RECORD-03', what: 'a leaf hash changed', seqs: [3], change: record((l) => l.with(3, l[3]!.replace(/"leaf":"../, '"leaf":"00'))) },
  { rule: 'R-RECORD-03', what: 'two withheld entries exchanged', seqs: [3, 4], change: record((l) => l.with(3, renumbered(l[4]!, -1)).with(4, renumbered(l[3]!, 1))) },
  { rule: 'R-CHAIN-01', what: 'a withheld entry dropped', seqs: [3], change: record((l) => l.toSpliced(3, 1)) },
  { rule: 'R-RECORD-01', what: 'the last entries withheld, and one dropped', seqs: [63, 64], change: record((l) => l.slice(0, -1)) },
  { rule: 'R-CHAIN-01', what: 'a withheld entry repeated', seqs: [3], change: record((l) => l.toSpliced(3, 0, l[3]!)) },
  { rule: 'R-RECORD-01', what: 'a withheld entry added', seqs: [64], change: record((l) => [...l, renumbered(l[64]!, 1)]) },
  { rule: 'R-RECORD-03', what: 'another entry than the one withheld shown later', seqs: [3], change: record((l, whole) => l.with(3, whole[3]!.replace(/"mono":\d+/, '"mono":1'))) },
  { rule: 'R-RECORD-03', what: 'an entry withheld that never was', seqs: [3], change: record((l) => l.with(3, fromUtf8(withheldLine(3, utf8('{}'))))) },
  { rule: 'R-REDACT-02', what: 'a withheld entry with one field more', seqs: [3], change: record((l) => l.with(3, l[3]!.replace('{', '{"a":1,'))) },
  { rule: 'R-REDACT-02', what: 'a leaf hash in capitals', seqs: [3], change: record((l) => l.with(3, l[3]!.replace(/"leaf":"[^"]+"/, (t) => t.toUpperCase().replace('LEAF', 'leaf')))) },
  { rule: 'R-REDACT-02', what: 'fewer entries withheld than it says', seqs: [3], change: record((l, whole) => l.with(3, whole[3]!)) },
  { rule: 'R-ENTRY-01', what: 'a shown line with a field more', seqs: [3], change: record((l) => l.with(9, l[9]!.replace('"v":1}', '"v":1,"w":1}'))) },
  { rule: 'R-LINE-02', what: 'a line that is no JSON', seqs: [3], change: record((l) => l.with(3, 'withheld')) },
  { rule: 'R-REDACT-01', what: 'another statement in redaction.json', seqs: [3], change: manifest((t) => t.replace(/"statement":"../, '"statement":"00')) },
  { rule: 'R-REDACT-01', what: 'a later version', seqs: [3], change: manifest((t) => t.replace('"keyriteRedacted":1', '"keyriteRedacted":2')) },
  { rule: 'R-REDACT-01', what: 'a file that is withheld and there', seqs: [3], change: manifest((t) => t.replace('"documents/room.txt"', '"documents/room.txt","plan.yaml"')) },
  { rule: 'R-REDACT-01', what: 'a file that the bundle never had', seqs: [3], change: manifest((t) => t.replace('"documents/room.txt"', '"documents/room.txt","documents/zzz.txt"')) },
  { rule: 'R-REDACT-01', what: 'a file withheld twice', seqs: [3], change: manifest((t) => t.replace('"documents/room.txt"', '"documents/room.txt","documents/room.txt"')) },
  { rule: 'R-FILE-02', what: 'no redaction.json', seqs: [3], change: (made) => void made.delete('redaction.json') },
  { rule: 'R-FILE-02', what: 'no record', seqs: [3], change: (made) => void made.delete('record.redacted.jsonl') },
  { rule: 'R-FILE-02', what: 'the key of a signer is withheld', seqs: [3], change: (made) => {
    made.delete('keys/ann.pem');
    manifest((t) => t.replace('"documents/room.txt"', '"documents/room.txt","keys/ann.pem"'))(made, []);
  } },
  { rule: 'R-FILE-04', what: 'a document that was left out without a word', seqs: [3], change: manifest((t) => t.replace('"documents/room.txt"', '')) },
  { rule: 'R-FILE-03', what: 'a file that nobody signed', seqs: [3], change: (made) => void made.set('documents/more.txt', utf8('x')) },
  { rule: 'R-FILE-05', what: 'a plan that was changed', seqs: [3], change: (made) => void made.set('plan.yaml', utf8(`${fromUtf8(made.get('plan.yaml')!)}\n`)) },
  { rule: 'R-SIG-01', what: 'a signature stripped', seqs: [3], change: (made) => {
    const envelope = JSON.parse(fromUtf8(made.get('statement.dsse.json')!)) as { signatures: unknown[] };
    made.set('statement.dsse.json', utf8(JSON.stringify({ ...envelope, signatures: envelope.signatures.slice(1) })));
  } },
];
