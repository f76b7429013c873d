/** What is said of a record in which a line cannot be read, or has a wrong number: what is wrong, and nothing that only follows from not knowing. */
import { describe, expect, it, vi } from 'vitest';
import { fromUtf8, utf8 } from '../../src/core/bytes/bytes.ts';
import { bundleNames } from '../../src/core/transcript/bundle.ts';
import type { VerifyReport } from '../../src/verifier/report.ts';
import { verifyBundle } from '../../src/verifier/verify-bundle.ts';
import { memorySource } from './memory-source.ts';
import { sampleBundle } from './sample-bundle.ts';

vi.mock('../../src/core/transcript/signature.ts', async (original) => (await import('./remembered-signatures.ts')).rememberSignatures(await original<typeof import('../../src/core/transcript/signature.ts')>()));

const lines = fromUtf8(sampleBundle().get(bundleNames.transcript)!).trimEnd().split('\n');
const at = (type: string): number => lines.findIndex((line) => line.includes(`"type":"${type}"`));

async function judged(changed: readonly string[]): Promise<VerifyReport> {
  return verifyBundle(memorySource(sampleBundle({ files: (f) => f.set(bundleNames.transcript, utf8(`${changed.join('\n')}\n`)) })));
}

async function rulesOf(changed: readonly string[]): Promise<ReadonlySet<string>> {
  const { findings, verdict } = await judged(changed);
  expect(verdict).toBe('invalid');
  return new Set(findings.map((f) => f.rule));
}

describe('a line that is no entry', () => {
  it.each([
    ['the first line', 0],
    ['a registration', at('participant.registered')],
    ['the preparation of a token', at('hsm.prepared')],
    ['the making of a key', at('key.generated')],
    ['the making of the backup', at('backup.made')],
    ['a reading', at('share.read')],
    ['the proof', at('proof.passed')],
  ])('says nothing of people, keys and shares: %s', async (_what, number) => {
    const found = await rulesOf(lines.with(number, lines[number]!.replace('"type":"', '"type":"x')));
    expect([...found].sort()).toEqual(['R-CHAIN-02', 'R-ENTRY-01', 'R-FILE-05', 'R-RECORD-03']);
  });

  it('does not hide what is wrong with the form of later lines', async () => {
    const number = at('participant.registered');
    const changed = lines.with(number, 'x').with(30, lines[30]!.replace('"v":1}', '"v":1,"w":1}')).with(40, lines[40]!.replace(/"seq":\d+/, '"seq":7'));
    const { findings } = await judged(changed);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'R-LINE-02', event: number }));
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'R-ENTRY-01', event: 30 }));
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'R-CHAIN-01', event: 40 }));
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'R-CHAIN-02', event: 41 }));
  });
});

describe('a line with a wrong number', () => {
  it('is an entry all the same', async () => {
    const { findings } = await judged(lines.with(9, lines[9]!.replace(/"seq":9\b/, '"seq":77')));
    const chain = findings.filter((f) => f.event !== null);
    expect(chain.map((f) => [f.rule, f.event])).toEqual([['R-CHAIN-01', 9], ['R-CHAIN-02', 10]]);
    expect(new Set(findings.map((f) => f.rule))).toEqual(new Set(['R-CHAIN-01', 'R-CHAIN-02', 'R-FILE-05', 'R-RECORD-03']));
  });

  it('is reported once where a line was taken out, however many follow', async () => {
    const { findings } = await judged(lines.toSpliced(at('share.removed'), 1));
    expect(findings.filter((f) => f.rule === 'R-CHAIN-01')).toHaveLength(1);
    expect(findings.some((f) => f.rule === 'R-LINE-01')).toBe(false);
    // The facts go on: what the line recorded is missing, and that is said.
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'R-SET-06' }));
  });

  it('is reported at each of two lines that were exchanged', async () => {
    const { findings } = await judged(lines.with(20, lines[21]!).with(21, lines[20]!));
    expect(findings.filter((f) => f.rule === 'R-CHAIN-01').map((f) => f.event)).toEqual([20, 21]);
  });
});
