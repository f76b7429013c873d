/** Names of a bundle's files, and the statement that lists them. */
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/verifier/code-of.ts';
import { personKey } from '../../../test/verifier/sample-keys.ts';
import { sampleBundle } from '../../../test/verifier/sample-bundle.ts';
import { fromUtf8, utf8 } from '../bytes/bytes.ts';
import { sha256Hex } from '../bytes/digest.ts';
import { bundleFiles, partOf, subjectsOf } from './bundle.ts';
import { canonicalBytes } from './canonical-json.ts';
import { decodeEnvelope } from './dsse.ts';
import { buildStatement, parseStatement } from './statement.ts';

const parts = { keys: [{ signer: 'ann', spki: personKey('ann').spki }], package: utf8('{}'), plan: utf8('plan'), documents: [{ name: 'a.txt', bytes: utf8('a') }] };

describe('partOf', () => {
  it.each([
    ['transcript.jsonl', 'transcript'], ['statement.dsse.json', 'statement'], ['package.keyrite.json', 'package'], ['plan.yaml', 'plan'],
    ['keys/hsm-root.pem', 'key'], ['documents/Room_list-2.pdf', 'document'],
  ] as const)('knows %s', (name, part) => {
    expect(partOf(name)?.part).toBe(part);
  });

  it.each([
    '', '.', '..', '/etc/passwd', '../plan.yaml', './plan.yaml', 'keys/../plan.yaml', 'keys//ann.pem', 'keys/ann.pem/', 'keys/Ann.pem', 'keys/ann.pem.exe', 'keys\\ann.pem',
    'documents/../../x', 'documents/..', 'documents/.hidden', 'documents/a..b', 'documents/a.', 'documents/a/b', 'documents/a b', 'documents/a\u0000', 'documents/ä', 'documents/a\n',
    'PLAN.YAML', 'plan.yaml\u0000', 'C:plan.yaml', 'constructor', '__proto__', `documents/${'x'.repeat(102)}`,
  ])('refuses %j', (name) => {
    expect(partOf(name)).toBeNull();
  });
});

describe('bundleFiles', () => {
  it('gives every file but transcript and statement, in the order of names, and their digests', () => {
    const files = bundleFiles(parts);
    expect(files.map((f) => f.name)).toEqual(['documents/a.txt', 'keys/ann.pem', 'package.keyrite.json', 'plan.yaml']);
    expect(subjectsOf(files, 'f'.repeat(64))).toEqual([...files.map((f) => ({ name: f.name, sha256: sha256Hex(f.bytes) })), { name: 'transcript.jsonl', sha256: 'f'.repeat(64) }]);
  });

  it('refuses names that leave the folder, come twice, or are too large', () => {
    const document = (...names: readonly string[]): (() => unknown) => () => bundleFiles({ ...parts, documents: names.map((name) => ({ name, bytes: utf8('a') })) });
    expect(codeOf(document('../a'))).toBe('transcript.bad-name');
    expect(codeOf(document('a.txt', 'A.TXT'))).toBe('transcript.bad-name');
    expect(codeOf(() => bundleFiles({ ...parts, keys: [{ signer: '../x', spki: personKey('ann').spki }] }))).toBe('transcript.bad-name');
    expect(codeOf(() => bundleFiles({ ...parts, plan: new Uint8Array(1024 * 1024 + 1) }))).toBe('transcript.too-large');
  });
});

describe('statement', () => {
  const payload = decodeEnvelope(sampleBundle().get('statement.dsse.json')!).payload;
  const statement = parseStatement(payload);

  it('comes back as it was built, whatever the order of the files', () => {
    const subjects = statement.subject.map((s) => ({ name: s.name, sha256: s.digest.sha256 }));
    expect(fromUtf8(buildStatement(statement.predicate, subjects.toReversed()))).toBe(fromUtf8(payload));
  });

  it('is refused in any other form', () => {
    const other = (change: object): string => codeOf(() => parseStatement(canonicalBytes({ ...statement, ...change })));
    expect(other({ predicateType: 'https://keyrite.org/ceremony/v2' })).toBe('transcript.wrong-version');
    expect(other({ _type: 'https://in-toto.io/Statement/v0.1' })).toBe('transcript.bad-statement');
    expect(other({ extra: 1 })).toBe('transcript.bad-statement');
    expect(other({ predicate: { ...statement.predicate, extra: 1 } })).toBe('transcript.bad-statement');
    expect(other({ predicate: { ...statement.predicate, version: 2 } })).toBe('transcript.bad-statement');
    expect(other({ subject: [] })).toBe('transcript.bad-statement');
    expect(codeOf(() => parseStatement(utf8(`${fromUtf8(payload)}\n`)))).toBe('transcript.not-canonical');
    expect(codeOf(() => buildStatement({ ...statement.predicate, kind: 'renew' as 'generate' }, [{ name: 'a', sha256: 'a'.repeat(64) }]))).toBe('transcript.bad-statement');
  });
});
