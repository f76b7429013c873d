/** A record from which entries are withheld, opened for review as a folder and as a ZIP file: said to be what it is, and neither gone through, compared nor signed off. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../../test/verifier/memory-source.ts';
import { sampleBundle } from '../../../test/verifier/sample-bundle.ts';
import type { ReviewAnswer, ReviewState, ReviewSummary } from '../../contract/review-views.ts';
import { redactedPartOf } from '../../core/transcript/redaction.ts';
import { redactedFiles } from '../../verifier/redact.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';
import { packZip } from '../../verifier/zip-pack.ts';
import { createReview } from './review.ts';
import type { ReviewHandlers } from './review.ts';

let folder: string;
let redacted: ReadonlyMap<string, Uint8Array>;

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return Uint8Array.from(Buffer.concat(parts));
}

function onDisk(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const path = join(folder, name);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-redacted-review-'));
  const source = memorySource(sampleBundle());
  const { verified } = await judgeBundle(source);
  const files = new Map<string, Uint8Array>();
  for await (const { name, chunks } of redactedFiles(source, verified!, { withholds: ({ seq }) => seq === 3 || (seq >= 7 && seq <= 9), files: [], shown: [] })) files.set(name, await joined(chunks));
  redacted = files;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function desk(...choices: string[]): ReviewHandlers {
  const next = (): Promise<string | null> => Promise.resolve(choices.shift() ?? null);
  return createReview({ folder, choose: { folder: next, file: next }, officerKeyAt: () => Promise.reject(new Error('no key here')), makeOfficerKey: () => Promise.reject(new Error('no key here')), utc: () => '2026-12-01T09:00:00.000Z' });
}

function recordOf(answer: ReviewAnswer<ReviewState>): ReviewSummary {
  if (!answer.ok || answer.view.record === null) throw new Error(answer.ok ? 'nothing is open' : answer.refusal.code);
  return answer.view.record;
}

const shown = { withheld: 4, runs: [[3, 3], [7, 9]], files: ['documents/room.txt'] };

describe('a redacted record', { timeout: 120_000 }, () => {
  it('says what is proven and what is withheld, opened from a folder and from a ZIP file', async () => {
    const zip = join(folder, 'redacted.zip');
    writeFileSync(zip, await joined(packZip(memorySource(redacted), (name) => redactedPartOf(name) !== null)));
    for (const [from, path] of [['folder', onDisk('redacted', redacted)], ['zip', zip]] as const) {
      const record = recordOf(await desk(path)['review:open']({ place: 'record', from }));
      expect(record).toMatchObject({ verdict: 'redacted', entries: 65, redacted: shown, content: null, questions: [], errors: 0 });
      expect(record.redacted?.notJudged).toContain('R-PLAY-01');
      expect(record.signers.every((s) => s.signed)).toBe(true);
    }
  });

  it('is neither gone through, nor compared, nor signed off, and nothing is written', async () => {
    const path = onDisk('undecided', redacted);
    const before = readdirSync(path, { recursive: true });
    const review = desk(path, onDisk('whole', sampleBundle()));
    await review['review:open']({ place: 'record', from: 'folder' });
    await review['review:open']({ place: 'other', from: 'folder' });
    const filter = { deviations: false, person: null, key: null };
    const code = new TextEncoder().encode('a code of mine');
    const answers = [
      await review['review:steps']({ filter }),
      await review['review:events']({ step: 'plan', filter, from: 0 }),
      await review['review:compare']({}),
      await review['review:sign-off']({ decision: 'refused', name: 'Clara Voss', role: 'Officer', reasons: 'No.', answers: [], code }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, refusal: { code: 'review.redacted' } });
    expect(answers[0]).toMatchObject({ refusal: { sentence: expect.stringMatching(/Entries are withheld.*nor signed off.*Ask for the whole bundle\./) as string } });
    expect(code.every((b) => b === 0)).toBe(true);
    expect(readdirSync(path, { recursive: true })).toEqual(before);
  });

  it('that was changed is invalid, and nothing that it says to be withheld is shown', async () => {
    const changed = new Map(redacted);
    changed.set('record.redacted.jsonl', new TextEncoder().encode(new TextDecoder().decode(redacted.get('record.redacted.jsonl')).replace('Ada Admin', 'Eve Admin').replace('"warnings":[]', '"warnings":["x"]')));
    const record = recordOf(await desk(onDisk('changed', changed))['review:open']({ place: 'record', from: 'folder' }));
    expect(record).toMatchObject({ verdict: 'invalid', redacted: null, content: null });
  });
});
