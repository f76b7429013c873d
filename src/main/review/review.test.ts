/** The review desk over real bundles on a disk: what is opened, shown, filtered, compared, and what is refused. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewAnswer, ReviewState } from '../../contract/review-views.ts';
import { later } from '../../../test/verifier/later-samples.ts';
import { sampleBundle } from '../../../test/verifier/sample-bundle.ts';
import { before } from '../../../test/verifier/edits.ts';
import type { Chooser } from './chooser.ts';
import { createReview } from './review.ts';
import type { ReviewHandlers } from './review.ts';

const all = { deviations: false, person: null, key: null } as const;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-review-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function onDisk(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const path = join(folder, name);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}

interface Desk {
  readonly review: ReviewHandlers;
  /** What the person chooses next. */
  choices: (string | null)[];
}

function desk(...choices: (string | null)[]): Desk {
  const it: Desk = { choices, review: null as never };
  const choose: Chooser = { folder: () => Promise.resolve(it.choices.shift() ?? null), file: () => Promise.resolve(it.choices.shift() ?? null) };
  return Object.assign(it, { review: createReview({ folder, choose, officerKeyAt: () => Promise.reject(new Error('no key here')), makeOfficerKey: () => Promise.reject(new Error('no key here')), utc: () => '2026-12-01T09:00:00.000Z' }) });
}

function viewOf<T>(answer: ReviewAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.view;
}

const openFolder = async ({ review }: Desk, place: 'record' | 'other' = 'record'): Promise<ReviewState> => viewOf(await review['review:open']({ place, from: 'folder' }));

/** Two deviations while the root key was made, each accepted by somebody else. */
const withDeviations = (): Map<string, Uint8Array> =>
  sampleBundle({
    events: before('key.generation-started', (event) => (event.key !== 'root' ? [] : [
      { type: 'deviation.recorded', id: 1, step: 'key:root', what: 'The lamp failed.', remedy: 'Another was brought.', by: 'wim', automatic: false },
      { type: 'deviation.accepted', id: 1, participant: 'aud', signature: '' },
      { type: 'deviation.recorded', id: 2, step: 'key:root', what: 'A door stood open.', remedy: 'It was closed.', by: 'aud', automatic: false },
      { type: 'deviation.accepted', id: 2, participant: 'sam', signature: '' },
    ])),
  });

describe('opening a record', { timeout: 120_000 }, () => {
  it('verifies it first, and says what it holds', async () => {
    const d = desk(onDisk('good', sampleBundle()));
    const { record } = await openFolder(d);
    expect(record).toMatchObject({ name: 'good', verdict: 'valid', trust: null, rehearsal: false, errors: 0, ceremony: { id: 'SAMPLE-2-OF-3' } });
    expect(record?.plan?.words).toHaveLength(16);
    expect(record?.content).toMatchObject({ steps: 20, stepsDone: 20, deviationsRecorded: 0, keys: ['root', 'master'] });
    expect(record?.signers.every((s) => s.signed && !s.pinned)).toBe(true);
  });

  it('shows an invalid one with every finding, what it asks for and what it means, and nothing that would be derived from it', async () => {
    const files = sampleBundle();
    files.set('plan.yaml', new TextEncoder().encode('changed'));
    const d = desk(onDisk('bad', files));
    const { record } = await openFolder(d);
    expect(record).toMatchObject({ verdict: 'invalid', content: null });
    expect(record?.findings.find((f) => f.rule === 'R-PLAN-01')).toMatchObject({ severity: 'error', requires: expect.stringContaining('SHA-256'), means: expect.stringContaining('another plan') });
    for (const answer of [await d.review['review:steps']({ filter: all }), await d.review['review:events']({ step: 'plan', filter: all, from: 0 }), await d.review['review:compare']({})]) {
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'review.not-valid' } });
    }
  });

  it('changes nothing where the person chooses nothing, or what is no bundle', async () => {
    const d = desk(onDisk('good', sampleBundle()), null, join(folder, 'nowhere'));
    const { record } = await openFolder(d);
    expect((await openFolder(d)).record?.token).toBe(record?.token);
    expect(await d.review['review:open']({ place: 'record', from: 'folder' })).toMatchObject({ ok: false, refusal: { code: 'transcript.not-a-bundle' } });
    expect(viewOf(await d.review['review:read']({})).record?.token).toBe(record?.token);
  });

  it('opens a ceremony of this machine by its id, and refuses one that is not here, whatever the id spells', async () => {
    onDisk('SAMPLE-2-OF-3-bundle', sampleBundle());
    const d = desk();
    expect(viewOf(await d.review['review:open']({ place: 'record', from: 'machine', ceremony: 'SAMPLE-2-OF-3' })).record).toMatchObject({ verdict: 'valid' });
    for (const ceremony of ['OTHER-1', '../../etc', 'SAMPLE-2-OF-3-bundle']) expect(await d.review['review:open']({ place: 'record', from: 'machine', ceremony })).toMatchObject({ ok: false, refusal: { code: 'review.not-on-machine' } });
  });

  it('is refused every question while nothing is open', async () => {
    const { review } = desk();
    for (const answer of [await review['review:steps']({ filter: all }), await review['review:events']({ step: 'plan', filter: all, from: 0 }), await review['review:compare']({})]) {
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'review.none-open' } });
    }
    expect(viewOf(await review['review:close']({ place: 'record' })).record).toBeNull();
  });
});

describe('pins', { timeout: 120_000 }, () => {
  it('are kept for the session, judge again what is open, and can be put away', async () => {
    const d = desk(onDisk('good', sampleBundle()));
    const { record } = await openFolder(d);
    const root = record!.signers.find((s) => s.id === 'hsm-root')!.keySha256;
    const file = join(folder, 'pins.json');
    writeFileSync(file, JSON.stringify({ keyriteTrust: 1, hsmRoot: [root] }));
    d.choices = [file, join(folder, 'good')];
    const pinned = viewOf(await d.review['review:choose-trust']({}));
    expect(pinned).toMatchObject({ trust: 'pins.json', record: { verdict: 'trusted' } });
    expect(pinned.record?.signers.find((s) => s.id === 'hsm-root')?.pinned).toBe(true);
    expect((await openFolder(d, 'other')).other?.verdict).toBe('trusted');
    expect(viewOf(await d.review['review:forget-trust']({})).record?.verdict).toBe('valid');
  });

  it('that are not met make the record invalid; a file that is none leaves everything as it was', async () => {
    const d = desk(onDisk('good', sampleBundle()));
    await openFolder(d);
    const file = join(folder, 'other-pins.json');
    writeFileSync(file, JSON.stringify({ keyriteTrust: 1, hsmRoot: ['0'.repeat(64)] }));
    d.choices = [file];
    expect(viewOf(await d.review['review:choose-trust']({})).record).toMatchObject({ verdict: 'invalid', content: null });
    writeFileSync(file, '{}');
    d.choices = [file, join(folder, 'no-such-file')];
    expect(await d.review['review:choose-trust']({})).toMatchObject({ ok: false, refusal: { code: 'transcript.bad-trust' } });
    expect(await d.review['review:choose-trust']({})).toMatchObject({ ok: false, refusal: { code: 'review.trust-unread' } });
    expect(viewOf(await d.review['review:read']({})).trust).toBe('other-pins.json');
  });
});

describe('the annotated script', { timeout: 120_000 }, () => {
  it('is shown whole, or only what a filter lets through', async () => {
    const d = desk(onDisk('deviations', withDeviations()));
    const { record } = await openFolder(d);
    expect(record?.content?.deviations.map((x) => x.accepted.map((a) => a.name))).toEqual([['Aud Auditor'], ['Sam Officer']]);
    const whole = viewOf(await d.review['review:steps']({ filter: all }));
    expect(whole.steps).toHaveLength(20);
    expect(whole.matching).toBe(whole.entries);
    const otherwise = viewOf(await d.review['review:steps']({ filter: { ...all, deviations: true } }));
    expect(otherwise.steps.map((s) => [s.id, s.matching])).toEqual([['key:root', 4]]);
    const wim = viewOf(await d.review['review:steps']({ filter: { ...all, person: 'wim' } }));
    expect(wim.steps.map((s) => s.id)).toContain('share:1:read');
    expect(wim.steps.map((s) => s.id)).not.toContain('key:master');
    const master = viewOf(await d.review['review:steps']({ filter: { ...all, key: 'master' } }));
    expect(master.steps.map((s) => s.id)).toEqual(['key:master', 'backup', 'proof', 'seal']);
    const events = viewOf(await d.review['review:events']({ step: 'key:root', filter: { ...all, person: 'aud' }, from: 0 }));
    expect(events.events.map((e) => e.sentence)).toEqual(['Aud Auditor accepted deviation 1', 'Deviation 2: A door stood open. It was closed.', 'Sam Officer accepted deviation 2']);
    expect(events.next).toBeNull();
    expect(await d.review['review:events']({ step: 'nowhere', filter: all, from: 0 })).toMatchObject({ ok: false, refusal: { code: 'review.no-such-step' } });
  });

  it('shows no entry of a record that was changed after it was verified', async () => {
    const path = onDisk('changing', sampleBundle());
    const d = desk(path);
    await openFolder(d);
    const other = withDeviations();
    writeFileSync(join(path, 'transcript.jsonl'), other.get('transcript.jsonl')!);
    expect(await d.review['review:events']({ step: 'plan', filter: all, from: 0 })).toMatchObject({ ok: false, refusal: { code: 'transcript.changed-meanwhile' } });
  });
});

describe('a comparison', { timeout: 120_000 }, () => {
  it('holds two records against each other, and says what is not the same', async () => {
    const first = sampleBundle();
    const d = desk(onDisk('first', first), onDisk('check', later('check').bundle));
    await openFolder(d, 'other');
    expect(await d.review['review:compare']({})).toMatchObject({ ok: false, refusal: { code: 'review.none-open' } });
    await openFolder(d, 'record');
    const view = viewOf(await d.review['review:compare']({}));
    const rowOf = (section: string, label: string): unknown => view.sections.find((s) => s.title === section)?.rows.find((r) => r.label === label);
    expect(rowOf('Ceremony', 'Kind')).toMatchObject({ difference: 'different' });
    expect(rowOf('Ceremony', 'Ceremony')).toMatchObject({ difference: 'expected' });
    expect(rowOf('Ceremony', 'Organisation')).toMatchObject({ difference: 'same' });
    expect(rowOf('The device with the keys', 'Serial number')).toMatchObject({ difference: 'same', exact: true });
    expect(rowOf('Keys after the ceremony', 'root')).toMatchObject({ difference: 'same' });
    expect(view.differences).toBeGreaterThan(0);
  });

  it('is refused of a record with itself, and of one alone', async () => {
    const path = onDisk('first', sampleBundle());
    const d = desk(path, path);
    await openFolder(d);
    expect(await d.review['review:compare']({})).toMatchObject({ ok: false, refusal: { code: 'review.one-only' } });
    await openFolder(d, 'other');
    expect(await d.review['review:compare']({})).toMatchObject({ ok: false, refusal: { code: 'review.same-twice' } });
  });
});
