/** Selective disclosure: what is withheld stays proven to be part of the signed record, and nothing that is shown, withheld or left out can be exchanged. */
import { mkdtempSync, readFileSync, rmSync, mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { keyrite } from '../../src/cli/keyrite.ts';
import { fromUtf8, toHex, utf8 } from '../../src/core/bytes/bytes.ts';
import { leafHash } from '../../src/core/transcript/redaction.ts';
import type { Entry } from '../../src/core/transcript/types.ts';
import type { VerifiedTranscript } from '../../src/core/transcript/verified.ts';
import { judge } from '../../src/verifier/judge.ts';
import { judgeRedacted, redactedExitCode } from '../../src/verifier/judge-redacted.ts';
import { namesParticipant, redactedFiles } from '../../src/verifier/redact.ts';
import { judgeBundle } from '../../src/verifier/verify-bundle.ts';
import { later } from './later-samples.ts';
import { memorySource } from './memory-source.ts';
import type { Files } from './memory-source.ts';
import { redactionBreaks } from './redaction-breaks.ts';
import { sampleBundle } from './sample-bundle.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const folder = mkdtempSync(join(tmpdir(), 'keyrite-redact-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = sampleBundle();
const lines = fromUtf8(files.get('transcript.jsonl')!).trimEnd().split('\n');

async function verifiedOf(bundle: Files): Promise<VerifiedTranscript> {
  const { verified } = await judgeBundle(memorySource(bundle));
  if (verified === null) throw new Error('the bundle is not valid');
  return verified;
}

async function redacted(withholds: (entry: Entry) => boolean, withheld: readonly string[] = [], shown: readonly string[] = [], bundle: Files = files): Promise<Map<string, Uint8Array>> {
  const out = new Map<string, Uint8Array>();
  for await (const { name, chunks } of redactedFiles(memorySource(bundle), await verifiedOf(bundle), { withholds, files: withheld, shown })) {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk.slice());
    out.set(name, Uint8Array.from(Buffer.concat(parts)));
  }
  return out;
}

const bySeq = (...seqs: readonly number[]) => ({ seq }: Entry): boolean => seqs.includes(seq);
const report = (bundle: Files) => judgeRedacted(memorySource(bundle, 997));
const rulesOf = async (bundle: Files): Promise<readonly string[]> => (await report(bundle)).findings.filter((f) => f.severity === 'error').map((f) => f.rule);

describe('a redacted bundle', () => {
  it('is proven to be the signed record, and says what is withheld', async () => {
    const made = await redacted(bySeq(3, 4, 5, 20));
    const judged = await report(made);
    expect(judged.findings).toEqual([]);
    expect(judged).toMatchObject({ verdict: 'redacted', pinsMet: false, record: { entries: 65, withheld: 4, runs: [[3, 5], [20, 20]] }, withheldFiles: ['documents/room.txt'] });
    expect(judged.notJudged).toEqual(expect.arrayContaining(['R-PLAY-01', 'R-PLAY-02', 'R-PROOF-01', 'R-LIFE-01', 'R-CONF-02']));
    expect(judged.notJudged).not.toContain('R-RECORD-03');
    expect(judged.partly).toContain('R-CHAIN-02');
    expect(redactedExitCode(judged)).toBe(3);
    expect([...made.keys()].sort()).toEqual([...files.keys()].filter((n) => n !== 'transcript.jsonl' && n !== 'documents/room.txt').concat('record.redacted.jsonl', 'redaction.json').sort());
  });

  it('holds nothing of a line that is withheld but its salted hash', async () => {
    const text = fromUtf8((await redacted(bySeq(7))).get('record.redacted.jsonl')!);
    const line = text.trimEnd().split('\n')[7]!;
    expect(line).toBe(`{"leaf":"${toHex(leafHash(utf8(lines[7]!)))}","withheld":7}`);
  });

  it('is never taken for a whole bundle, nor a whole one for it', async () => {
    const made = await redacted(bySeq(7));
    const whole = await judgeBundle(memorySource(made));
    expect(whole.report.verdict).toBe('invalid');
    expect(whole.verified).toBeNull();
    expect((await judge(memorySource(made))).kind).toBe('redacted');
    expect((await judge(memorySource(files))).kind).toBe('whole');
    expect((await report(files)).verdict).toBe('invalid');
    // Nor is it one where both records are there.
    expect(await rulesOf(new Map([...made, ['transcript.jsonl', files.get('transcript.jsonl')!]]))).toContain('R-FILE-01');
  });

  it('meets pins, and is still not trusted', async () => {
    const { statement } = await report(await redacted(bySeq(7)));
    const root = statement!.predicate.signers.find((s) => s.id === 'hsm-root')!;
    const judged = await judgeRedacted(memorySource(await redacted(bySeq(7))), { trust: { keyriteTrust: 1, hsmRoot: [root.keySha256] } });
    expect(judged).toMatchObject({ verdict: 'redacted', pinsMet: true });
    expect(redactedExitCode(judged)).toBe(3);
    expect(await judgeRedacted(memorySource(await redacted(bySeq(7))), { trust: { keyriteTrust: 1, hsmRoot: ['0'.repeat(64)] } })).toMatchObject({ verdict: 'invalid', pinsMet: false });
  });

  it('that withholds documents only is judged by every rule', async () => {
    const judged = await report(await redacted(() => false, ['documents/room.txt']));
    expect(judged).toMatchObject({ verdict: 'redacted', findings: [], partly: [], withheldFiles: ['documents/room.txt'] });
    expect(judged.notJudged.filter((id) => !id.startsWith('R-TRUST-'))).toEqual([]);
  });

  it('may withhold the plan, the package, and everything of a participant', async () => {
    const made = await redacted(({ event }) => namesParticipant(event, 'ann'), ['plan.yaml', 'package.keyrite.json']);
    expect(fromUtf8(made.get('record.redacted.jsonl')!)).not.toMatch(/"ann"/);
    const judged = await report(made);
    expect(judged).toMatchObject({ verdict: 'redacted', findings: [] });
    expect(judged.notJudged).toEqual(expect.arrayContaining(['R-PLAN-01', 'R-PLAN-02', 'R-SET-03']));
    expect(judged.unverifiedSignatures).toEqual([]);
  });

  it.each(['restore', 'rotation of the root', 'transfer'] as const)('is made of a later ceremony: %s', async (kind) => {
    const { bundle } = later(kind === 'rotation of the root' ? 'rotate of the root' : kind);
    expect(await report(await redacted(({ seq }) => seq % 3 === 1, [], [], bundle))).toMatchObject({ verdict: 'redacted', errors: 0 });
  });

  it('shows a withheld entry later: the line has the leaf hash that stood for it, and its hash is what the next entry follows', async () => {
    const made = fromUtf8((await redacted(bySeq(12))).get('record.redacted.jsonl')!).split('\n');
    expect(JSON.parse(made[12]!)).toEqual({ leaf: toHex(leafHash(utf8(lines[12]!))), withheld: 12 });
    const revealed = new Map([...(await redacted(bySeq(12, 13)))]);
    const text = fromUtf8(revealed.get('record.redacted.jsonl')!).split('\n').with(12, lines[12]!);
    const manifest = fromUtf8(revealed.get('redaction.json')!).replace('"entries":2', '"entries":1');
    expect(await report(new Map([...revealed, ['record.redacted.jsonl', utf8(text.join('\n'))], ['redaction.json', utf8(manifest)]]))).toMatchObject({ verdict: 'redacted', findings: [] });
  });

  it('is proven for any choice of entries, and for none of them after any of its lines was exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(64), { maxLength: 65 }), fc.nat(64), fc.nat(64), async (seqs, one, other) => {
        const made = await redacted(bySeq(...seqs), ['documents/room.txt']);
        const judged = await report(made);
        expect(judged).toMatchObject({ verdict: 'redacted', errors: 0, record: { withheld: seqs.length } });
        const text = fromUtf8(made.get('record.redacted.jsonl')!).split('\n');
        const swapped = text.with(one, text[other]!).with(other, text[one]!);
        if (one !== other) expect((await report(new Map([...made, ['record.redacted.jsonl', utf8(swapped.join('\n'))]]))).verdict).toBe('invalid');
        const digit = (hex: string): string => hex.replace(/"(leaf|prev)":"(.)/, (_all, name: string, first: string) => `"${name}":"${first === 'a' ? 'b' : 'a'}`);
        expect((await report(new Map([...made, ['record.redacted.jsonl', utf8(text.with(one, digit(text[one]!)).join('\n'))]]))).verdict).toBe('invalid');
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is refused', () => {
  it.each(redactionBreaks)('$rule: $what', async ({ rule, seqs, change }) => {
    const made = await redacted(bySeq(...seqs));
    change(made, lines);
    const judged = await report(made);
    expect(judged.verdict).toBe('invalid');
    expect(judged.findings.map((f) => f.rule)).toContain(rule);
  });

  it('documents are shown only by name where entries are withheld', async () => {
    expect((await redacted(bySeq(3), [], ['documents/room.txt'])).has('documents/room.txt')).toBe(true);
    await expect(redacted(bySeq(3), ['keys/ann.pem'])).rejects.toThrow('nothing to withhold');
    await expect(redacted(() => false)).rejects.toThrow('nothing to withhold');
  });
});

describe('keyrite redact', () => {
  async function run(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
    const out: string[] = [];
    const err: string[] = [];
    const exit = await keyrite(args, { out: (line) => void out.push(line), err: (line) => void err.push(line) });
    return { exit, out: out.join('\n'), err: err.join('\n') };
  }
  const whole = join(folder, 'whole');
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(whole, name)), { recursive: true });
    writeFileSync(join(whole, name), bytes);
  }

  it('makes one that verify calls redacted with exit 3, also in a ZIP file', async () => {
    const out = join(folder, 'made');
    expect(await run('redact', whole, '--withhold', '3,7-9', '--type', 'hsm.prepared', '--participant', 'cem', '--out', out)).toMatchObject({ exit: 0, err: '' });
    const verified = await run('verify', out);
    expect(verified.exit).toBe(3);
    expect(verified.out.split('\n').at(-2)).toBe('REDACTED');
    expect(verified.out).not.toMatch(/^VALID/m);
    expect(JSON.parse((await run('verify', out, '--json')).out)).toMatchObject({ keyriteVerify: 1, exit: 3, verdict: 'redacted' });
    expect(await run('bundle', 'pack', out, '--out', `${out}.zip`)).toMatchObject({ exit: 0 });
    expect(await run('verify', `${out}.zip`)).toMatchObject({ exit: 3, out: verified.out });
    expect(readFileSync(join(out, 'record.redacted.jsonl'), 'utf8')).not.toContain('"hsm.prepared"');
  });

  it.each([
    ['an entry that is not there', ['--withhold', '65'], 2, 'transcript.nothing-to-redact'],
    ['a type that is not there', ['--type', 'key.exported'], 2, 'transcript.nothing-to-redact'],
    ['a participant who is not there', ['--participant', 'zoe'], 2, 'transcript.nothing-to-redact'],
    ['a file that is not there', ['--withhold-file', 'x.txt'], 2, 'transcript.nothing-to-redact'],
    ['a range the wrong way round', ['--withhold', '9-7'], 2, '--withhold takes'],
    ['nothing', [], 2, 'transcript.nothing-to-redact'],
  ] as const)('refuses %s, and leaves nothing behind', async (_what, args, exit, words) => {
    const out = join(folder, 'refused');
    expect(await run('redact', whole, ...args, '--out', out)).toMatchObject({ exit, err: expect.stringContaining(words) });
    expect(existsSync(out)).toBe(false);
  });

  it('refuses an invalid bundle, and a place where something is', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'plan.yaml'), 'x');
    expect(await run('redact', broken, '--withhold', '3', '--out', join(folder, 'never'))).toMatchObject({ exit: 1, err: expect.stringContaining('transcript.redact-invalid') });
    expect(await run('redact', whole, '--withhold', '3', '--out', whole)).toMatchObject({ exit: 2, err: expect.stringContaining('transcript.not-written') });
    expect(readFileSync(join(whole, 'plan.yaml')).length).toBeGreaterThan(0);
  });
});
