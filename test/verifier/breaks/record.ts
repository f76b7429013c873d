/** For tests: records that were cut, moved, repeated or spelled otherwise, and records that begin, run or end wrongly. */
import { fromUtf8, utf8 } from '../../../src/core/bytes/bytes.ts';
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import { before, both, drop, edit } from '../edits.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { planBytes } from '../sample-plan.ts';

const name = 'transcript.jsonl';
const text = (change: (text: string) => string) => (): Map<string, Uint8Array> => sampleBundle({ files: (f) => f.set(name, utf8(change(fromUtf8(f.get(name)!)))) });
const lines = (change: (lines: string[]) => readonly string[]) => text((t) => `${change(t.trimEnd().split('\n')).join('\n')}\n`);
const events = (change: (events: readonly CeremonyEvent[]) => readonly CeremonyEvent[]) => (): Map<string, Uint8Array> => sampleBundle({ events: change });
const swap = (l: string[], a: number, b: number): readonly string[] => l.with(a, l[b]!).with(b, l[a]!);

export const recordBreaks: readonly Break[] = [
  { rule: 'R-LINE-01', what: 'no line feed at the end', at: 64, files: text((t) => t.trimEnd()) },
  { rule: 'R-LINE-01', what: 'one endless line', at: 0, files: () => sampleBundle({ files: (f) => f.set(name, new Uint8Array(3_000_000).fill(0x61)) }) },
  { rule: 'R-LINE-01', what: 'zeros', at: 0, files: () => sampleBundle({ files: (f) => f.set(name, new Uint8Array(3_000_000)) }) },
  { rule: 'R-LINE-01', what: 'line feeds only', files: () => sampleBundle({ files: (f) => f.set(name, new Uint8Array(3_000_000).fill(10)) }) },
  { rule: 'R-RECORD-04', what: 'an empty file', at: name, files: () => sampleBundle({ files: (f) => f.set(name, new Uint8Array(0)) }) },
  { rule: 'R-LINE-02', what: 'a space in an event', at: 7, files: lines((l) => l.with(7, l[7]!.replace('"event":', '"event": '))) },
  { rule: 'R-LINE-02', what: 'a name twice in an event', at: 7, files: lines((l) => l.with(7, l[7]!.replace('"v":1', '"v":1,"v":1'))) },
  { rule: 'R-LINE-02', what: 'bytes that are not UTF-8', at: 0, files: () => sampleBundle({ files: (f) => { const t = f.get(name)!.slice(); t[40] = 0xff; f.set(name, t); } }) },
  { rule: 'R-LINE-02', what: 'Windows line ends', at: 0, files: text((t) => t.replaceAll('\n', '\r\n')) },
  { rule: 'R-LINE-02', what: 'an empty line', at: 3, files: lines((l) => l.toSpliced(3, 0, '')) },
  { rule: 'R-LINE-02', what: 'absurd nesting', at: 3, files: lines((l) => l.with(3, '['.repeat(200_000))) },
  { rule: 'R-ENTRY-01', what: 'an unknown event', at: 7, files: lines((l) => l.with(7, l[7]!.replace(/"type":"[a-z.-]+"/, '"type":"key.exported"'))) },
  { rule: 'R-ENTRY-01', what: 'an unknown field', at: 7, files: lines((l) => l.with(7, l[7]!.replace('"v":1}', '"v":1,"w":1}'))) },
  { rule: 'R-ENTRY-01', what: 'an entry without a salt', at: 7, files: lines((l) => l.with(7, l[7]!.replace(/"salt":"[0-9a-f]+",/, ''))) },
  { rule: 'R-ENTRY-01', what: 'a salt of 15 bytes', at: 7, files: () => sampleBundle({ entry: (e) => (e.seq === 7 ? { ...e, salt: e.salt.slice(2) } : e) }) },
  { rule: 'R-ENTRY-01', what: 'a salt in capitals', at: 7, files: () => sampleBundle({ entry: (e) => (e.seq === 7 ? { ...e, salt: 'AB'.repeat(16) } : e) }) },
  { rule: 'R-ENTRY-02', what: 'an entry of version 2', at: 7, files: lines((l) => l.with(7, l[7]!.replace('"v":1}', '"v":2}'))) },
  { rule: 'R-CHAIN-01', what: 'an event dropped', at: 5, files: lines((l) => l.toSpliced(5, 1)) },
  { rule: 'R-CHAIN-01', what: 'two events exchanged', at: 5, files: lines((l) => swap(l, 5, 6)) },
  { rule: 'R-CHAIN-01', what: 'an event repeated', at: 6, files: lines((l) => l.toSpliced(6, 0, l[5]!)) },
  { rule: 'R-CHAIN-01', what: 'an entry with another number', at: 9, files: () => sampleBundle({ entry: (e) => (e.seq === 9 ? { ...e, seq: 77 } : e) }) },
  { rule: 'R-CHAIN-02', what: 'an event rewritten in canonical form', at: 2, files: lines((l) => l.with(1, l[1]!.replace('"warnings":[]', '"warnings":["a"]'))) },
  { rule: 'R-CHAIN-02', what: 'a first event with a predecessor', at: 0, files: () => sampleBundle({ entry: (e) => (e.seq === 0 ? { ...e, prev: 'a'.repeat(64) } : e) }) },
  { rule: 'R-RECORD-01', what: 'the last event dropped', at: name, files: lines((l) => l.slice(0, -1)) },
  { rule: 'R-RECORD-02', what: 'the last event rewritten', at: 64, files: lines((l) => l.with(64, l[64]!.replace('"mono":', '"mono":1'))) },
  { rule: 'R-RECORD-03', what: 'a Merkle root of something else', at: name, files: () => sampleBundle({ predicate: (p) => ({ ...p, record: { ...p.record, merkleRoot: 'a'.repeat(64) } }) }) },
  { rule: 'R-RECORD-04', what: 'a record that is not ended', files: events(drop('record.ended')) },
  { rule: 'R-RECORD-04', what: 'an event before the opening', at: 0, files: events((e) => [{ type: 'ceremony.continued', by: 'ada' }, ...e]) },
  { rule: 'R-RECORD-04', what: 'a second opening', at: 1, files: events((e) => [e[0]!, ...e]) },
  { rule: 'R-RECORD-04', what: 'closed before it was signed', files: events(before('record.ended', () => [{ type: 'ceremony.closed', statement: 'a'.repeat(64) }])) },
  { rule: 'R-RECORD-04', what: 'abandoned', files: events(before('record.ended', () => [{ type: 'ceremony.abandoned', reason: 'fire', participant: 'ada', signature: 'AAAA', second: { participant: 'sam', signature: 'AAAA' } }])) },
  { rule: 'R-TIME-01', what: 'the clock went back', at: 9, files: () => sampleBundle({ entry: (e) => (e.seq === 9 ? { ...e, time: '2026-01-15T08:00:00.000Z' } : e) }) },
  { rule: 'R-TIME-02', what: 'the count went back without a restart', at: 9, files: () => sampleBundle({ entry: (e) => (e.seq === 9 ? { ...e, mono: 1 } : e) }) },
  { rule: 'R-ENV-01', what: 'a network was up', at: 2, files: events(edit('environment.checked', (e) => ({ ...e, findings: [{ id: 'network', status: 'warn', sentence: 'A network interface is up.' }] }))) },
  { rule: 'R-PLAN-01', what: 'another plan than the one read aloud', at: 0, files: events(edit('ceremony.opened', (e) => ({ ...e, planSha256: 'a'.repeat(64) }))) },
  { rule: 'R-PLAN-02', what: 'a plan that is none', at: 'plan.yaml', files: () => sampleBundle({ plan: utf8('keyrite: 1\n') }) },
  { rule: 'R-PLAN-03', what: 'a plan with another threshold', files: () => sampleBundle({ plan: utf8(fromUtf8(planBytes('production')).replace('threshold: 2', 'threshold: 3')) }) },
  { rule: 'R-PLAN-03', what: 'a plan with another custodian', files: () => sampleBundle({ plan: utf8(fromUtf8(planBytes('production')).replace('{ custodian: ann, carrier: paper }', '{ custodian: cem, carrier: paper }').replace('{ custodian: cem, carrier: paper }\nparticipants', '{ custodian: ann, carrier: paper }\nparticipants')) }) },
  { rule: 'R-PLAN-03', what: 'a key that the plan does not have', files: events(edit('ceremony.opened', (e) => ({ ...e, title: 'Other keys' }))) },
  { rule: 'R-PLAN-04', what: 'other words read aloud', at: 1, files: events(edit('plan.reviewed', (e) => ({ ...e, words: e.words.with(3, e.words[4] ?? '') }))) },
  { rule: 'R-MODE-01', what: 'a production record of a rehearsal plan', files: () => sampleBundle({ plan: planBytes('rehearsal') }) },
  { rule: 'R-PLAY-01', what: 'a step confirmed twice', files: events((e) => both(before('proof.passed', () => [e.find((x) => x.type === 'step.confirmed')!]))(e)) },
  { rule: 'R-PLAY-01', what: 'the preflight left out', files: events(drop('environment.checked')) },
  { rule: 'R-PLAY-02', what: 'ended, and opened again', files: events((e) => [...e, { type: 'record.reopened', reason: 'one thing more' }]) },
];
