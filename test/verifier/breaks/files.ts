/** For tests: bundles whose files are not those signed. */
import { fromUtf8, utf8 } from '../../../src/core/bytes/bytes.ts';
import type { Break } from '../rule-breaks.ts';
import { sampleBundle } from '../sample-bundle.ts';
import { limits } from '../../../src/core/transcript/limits.ts';

const files = (change: (files: Map<string, Uint8Array>) => void) => (): Map<string, Uint8Array> => sampleBundle({ files: change });

export const fileBreaks: readonly Break[] = [
  { rule: 'R-FILE-01', what: 'a file with a name of no bundle', at: 'readme.txt', files: files((f) => f.set('readme.txt', utf8('hello'))) },
  { rule: 'R-FILE-01', what: 'a name that leaves the folder', at: 'keys/../../x.pem', files: files((f) => f.set('keys/../../x.pem', utf8('hello'))) },
  { rule: 'R-FILE-01', what: 'a name that differs only in case', at: 'documents/room.txt', files: () => {
    const made = sampleBundle();
    return new Map([['documents/Room.txt', made.get('documents/room.txt')!], ...made]);
  } },
  ...['transcript.jsonl', 'statement.dsse.json', 'package.keyrite.json', 'plan.yaml', 'keys/hsm-root.pem', 'keys/ann.pem'].map((name): Break => ({ rule: 'R-FILE-02', what: `${name} is missing`, at: name, files: files((f) => f.delete(name)) })),
  { rule: 'R-FILE-03', what: 'a document too many', at: 'documents/added.txt', files: files((f) => f.set('documents/added.txt', utf8('added'))) },
  { rule: 'R-FILE-03', what: 'a key too many', at: 'keys/zoe.pem', files: files((f) => f.set('keys/zoe.pem', f.get('keys/ann.pem')!)) },
  { rule: 'R-FILE-04', what: 'a document is missing', at: 'documents/room.txt', files: files((f) => f.delete('documents/room.txt')) },
  { rule: 'R-FILE-05', what: 'a document was changed', at: 'documents/room.txt', files: files((f) => f.set('documents/room.txt', utf8('Room list, version 2\n'))) },
  { rule: 'R-FILE-05', what: 'a comment was added to the plan', at: 'plan.yaml', files: files((f) => f.set('plan.yaml', utf8(`${fromUtf8(f.get('plan.yaml')!)}# note\n`))) },
  { rule: 'R-FILE-06', what: 'the statement does not name the transcript', at: 'statement.dsse.json', files: () => sampleBundle({ subjects: (s) => s.filter((x) => x.name !== 'transcript.jsonl') }) },
  { rule: 'R-FILE-06', what: 'the statement names a file twice', files: () => sampleBundle({ subjects: (s) => [...s, s[0]!] }) },
  { rule: 'R-FILE-06', what: 'the statement names itself', files: () => sampleBundle({ subjects: (s) => [...s, { name: 'statement.dsse.json', sha256: '0'.repeat(64) }] }) },
  { rule: 'R-FILE-07', what: 'a key file of 5,000 bytes', at: 'keys/ann.pem', files: files((f) => f.set('keys/ann.pem', new Uint8Array(5000))) },
  { rule: 'R-FILE-07', what: 'a statement beyond its limit', at: 'statement.dsse.json', files: files((f) => f.set('statement.dsse.json', new Uint8Array(limits.envelopeBytes + 1))) },
];
