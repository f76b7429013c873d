/** Signing a record off in the review: who may not, what must be said first, where the file goes, and that everything is verified again. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewAnswer, ReviewState } from '../../contract/review-views.ts';
import type { RequestOf } from '../../contract/table.ts';
import { systemRandom } from '../adapters/environment/random.ts';
import { writeKeyFile } from '../adapters/officer-key/key-file.ts';
import { newOfficerKey } from '../adapters/officer-key/new-key.ts';
import { officerKeyAt } from '../adapters/officer-key/officer-key.ts';
import { newSealedKey } from '../adapters/officer-key/sealed-key.ts';
import { judgeBundle } from '../../verifier/verify-bundle.ts';
import { directorySource } from '../../verifier/directory-source.ts';
import { packZip } from '../../verifier/zip-pack.ts';
import { edit } from '../../../test/verifier/edits.ts';
import { sampleBundle } from '../../../test/verifier/sample-bundle.ts';
import { partOf } from '../../core/transcript/bundle.ts';
import { fromHex } from '../../core/bytes/bytes.ts';
import { fingerprintWords } from '../../core/words/words.ts';
import { createReview } from './review.ts';
import type { ReviewHandlers } from './review.ts';
import { writeBeside } from './sign-off.ts';

const secret = 'an officers code';
const code = (text = secret): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
let folder: string;
let key: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-sign-off-'));
  key = join(folder, 'officer.json');
  await writeKeyFile(key, await newSealedKey(code(), systemRandom));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let bundles = 0;
function onDisk(files: ReadonlyMap<string, Uint8Array>): string {
  const path = join(folder, `bundle-${String(++bundles)}`);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}

function viewOf<T>(answer: ReviewAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.view;
}

/** A review of the bundle at `path` with the officer's key chosen; `more` is what the person chooses afterwards. */
async function reviewOf(path: string, more: readonly string[] = []): Promise<ReviewHandlers> {
  const choices = [path, key, ...more];
  const next = (): Promise<string | null> => Promise.resolve(choices.shift() ?? null);
  const review = createReview({ folder, choose: { folder: next, file: next }, officerKeyAt: (at) => officerKeyAt(at, () => { throw new Error('no token here'); }), makeOfficerKey: (given) => newOfficerKey(given, systemRandom), utc: () => '2026-12-01T09:00:00.000Z' });
  viewOf(await review['review:open']({ place: 'record', from: path.endsWith('.zip') ? 'zip' : 'folder' }));
  viewOf(await review['review:choose-key']({}));
  return review;
}

type Decision = RequestOf<'review:sign-off'>;
const decision = (change: Partial<Decision> = {}): Decision => ({ decision: 'accepted', name: 'Clara Voss', role: 'Compliance officer', reasons: 'The record is whole.', answers: [], code: code(), ...change });
const state = (answer: ReviewAnswer<ReviewState>): ReviewState => viewOf(answer);

/** A room that was not in order: a warning, and nothing worse. */
const withRemark = (): Map<string, Uint8Array> => sampleBundle({ events: edit('environment.checked', (event) => ({ ...event, findings: [{ id: 'clock', status: 'warn', sentence: 'The clock is not UTC.' }] })) });

// Each signs with a key under scrypt and verifies the record several times.
describe('an officer who was not there', { timeout: 180_000 }, () => {
  it('accepts: the file lies beside the record, everything is verified again, and the verifier shows it', async () => {
    const path = onDisk(sampleBundle());
    const before = readFileSync(join(path, 'statement.dsse.json'));
    const review = await reviewOf(path);
    const request = decision();
    const after = state(await review['review:sign-off'](request));
    expect(after.record?.verdict).toBe('valid');
    expect(after.record?.signOffs).toMatchObject([{ officer: { name: 'Clara Voss' }, decision: 'accepted', valid: true }]);
    expect(after.saved).toMatch(/sidecars\/sign-off-[0-9a-f]{16}\.dsse\.json$/);
    expect(existsSync(after.saved!)).toBe(true);
    expect(request.code.every((b) => b === 0)).toBe(true);
    expect(readFileSync(join(path, 'statement.dsse.json'))).toEqual(before);
    const { report } = await judgeBundle(directorySource(path));
    expect(report.signOffs).toMatchObject([{ decision: 'accepted', reasons: 'The record is whole.', valid: true }]);
  });

  it('refuses with reasons: the record stays valid, and says that it was refused', async () => {
    const review = await reviewOf(onDisk(sampleBundle()));
    const after = state(await review['review:sign-off'](decision({ decision: 'refused', reasons: 'The witness was not independent.' })));
    expect(after.record).toMatchObject({ verdict: 'valid', signOffs: [{ decision: 'refused', valid: true }] });
    expect(after.record?.findings.map((f) => f.rule)).toContain('R-SIGNOFF-06');
  });

  it.each(['accepted', 'refused'] as const)('gives reasons, whether it is accepted or refused: %s', async (what) => {
    const path = onDisk(sampleBundle());
    const review = await reviewOf(path);
    const request = decision({ decision: what, reasons: '  \n ' });
    expect(await review['review:sign-off'](request)).toMatchObject({ ok: false, refusal: { code: 'review.reasons-missing' } });
    expect(request.code.every((b) => b === 0)).toBe(true);
    expect(existsSync(join(path, 'sidecars'))).toBe(false);
  });

  it('says of each remark why it is accepted, and may refuse without', async () => {
    const review = await reviewOf(onDisk(withRemark()));
    const { record } = viewOf(await review['review:read']({}));
    expect(record?.questions.map((q) => q.about)).toEqual(['R-ENV-01']);
    expect(await review['review:sign-off'](decision())).toMatchObject({ ok: false, refusal: { code: 'review.answer-missing', detail: { about: 'R-ENV-01' } } });
    const after = state(await review['review:sign-off'](decision({ answers: [{ about: 'R-ENV-01', reason: 'The offset was written down.' }] })));
    expect(after.record?.signOffs[0]?.reasons).toBe('The record is whole.\nR-ENV-01: The offset was written down.');
    expect(after.record?.findings.map((f) => f.rule)).not.toContain('R-SIGNOFF-08');
    expect(state(await review['review:sign-off'](decision({ decision: 'refused' }))).record?.signOffs).toHaveLength(2);
  });
});

describe('who cannot sign off', { timeout: 180_000 }, () => {
  it.each(['Ann One', 'ANN ONE', 'Ánn  Öne', 'ann-one', 'Ｗｉｍ Witness'])('somebody who took part, spelled "%s"', async (name) => {
    const path = onDisk(sampleBundle());
    const review = await reviewOf(path);
    const request = decision({ name });
    expect(await review['review:sign-off'](request)).toMatchObject({ ok: false, refusal: { code: 'sign-off.took-part' } });
    expect(request.code.every((b) => b === 0)).toBe(true);
    expect(existsSync(join(path, 'sidecars'))).toBe(false);
  });

  it('nobody, an invalid record: neither accepted nor refused', async () => {
    const files = sampleBundle();
    files.set('plan.yaml', new TextEncoder().encode('changed'));
    const path = onDisk(files);
    const review = await reviewOf(path);
    for (const what of ['accepted', 'refused'] as const) expect(await review['review:sign-off'](decision({ decision: what }))).toMatchObject({ ok: false, refusal: { code: 'sign-off.not-valid' } });
    expect(existsSync(join(path, 'sidecars'))).toBe(false);
  });

  it('who has the wrong code, or has chosen no key, or opened no record', async () => {
    const path = onDisk(sampleBundle());
    const review = await reviewOf(path);
    expect(await review['review:sign-off'](decision({ code: code('another code') }))).toMatchObject({ ok: false, refusal: { code: 'officer-key.wrong-code' } });
    const none = createReview({ folder, choose: { folder: () => Promise.resolve(path), file: () => Promise.resolve(null) }, officerKeyAt: () => Promise.reject(new Error('never')), makeOfficerKey: () => Promise.reject(new Error('never')), utc: () => '' });
    expect(await none['review:sign-off'](decision())).toMatchObject({ ok: false, refusal: { code: 'review.none-open' } });
    viewOf(await none['review:open']({ place: 'record', from: 'folder' }));
    expect(await none['review:sign-off'](decision())).toMatchObject({ ok: false, refusal: { code: 'review.no-key' } });
    expect(existsSync(join(path, 'sidecars'))).toBe(false);
  });
});

describe('a new key', { timeout: 120_000 }, () => {
  it('is made into the chosen folder, is the chosen one, and signs', async () => {
    const out = join(folder, 'keys');
    mkdirSync(out);
    const path = onDisk(sampleBundle());
    const review = await reviewOf(path, [out]);
    const [first, again] = [code('another long code'), code('another long code')];
    const { key: made } = viewOf(await review['review:new-key']({ code: first, again }));
    expect([...first, ...again].every((b) => b === 0)).toBe(true);
    expect(made?.made?.path).toBe(join(out, `officer-key-${made!.keySha256.slice(0, 16)}.json`));
    expect(made?.made?.words).toEqual(fingerprintWords(fromHex(made!.keySha256)));
    // The file is one that the command makes: the same form, and only its owner reads it.
    expect((statSync(made!.made!.path).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(made!.made!.path, 'utf8')).not.toContain('another long code');
    const after = viewOf(await review['review:sign-off'](decision({ code: code('another long code') })));
    expect(after.record?.signOffs).toMatchObject([{ keySha256: made!.keySha256, valid: true }]);
  });

  it('is not made of codes that differ or are short, nor where no folder is chosen or it cannot be written; the key chosen before stays', async () => {
    const gone = join(folder, 'no', 'such', 'folder');
    const review = await reviewOf(onDisk(sampleBundle()), [gone]);
    const before = viewOf(await review['review:read']({})).key;
    const make = (text: string, second = text): Promise<ReviewAnswer<ReviewState>> => review['review:new-key']({ code: code(text), again: code(second) });
    expect(await make('another long code', 'another long cod3')).toMatchObject({ ok: false, refusal: { code: 'officer-key.codes-differ' } });
    expect(await make('short')).toMatchObject({ ok: false, refusal: { code: 'officer-key.code-too-short' } });
    expect(await make('another long code')).toMatchObject({ ok: false, refusal: { code: 'officer-key.not-written' } });
    // The next dialog is closed without a folder.
    expect(viewOf(await make('another long code')).key).toEqual(before);
    expect(viewOf(await review['review:read']({})).key).toEqual(before);
  });
});

describe('a record that cannot be written to', { timeout: 180_000 }, () => {
  it('packed as one file: the sign-off waits, is saved elsewhere, and is never written over another', async () => {
    const zip = join(folder, 'packed.zip');
    const pieces: Uint8Array[] = [];
    for await (const piece of packZip(directorySource(onDisk(sampleBundle())), (name) => partOf(name) !== null)) pieces.push(piece.slice());
    writeFileSync(zip, Buffer.concat(pieces));
    const out = join(folder, 'out');
    mkdirSync(out);
    const review = await reviewOf(zip, [out, out]);
    expect(await review['review:save-sign-off']({})).toMatchObject({ ok: false, refusal: { code: 'review.nothing-to-save' } });
    const waiting = state(await review['review:sign-off'](decision()));
    expect(waiting).toMatchObject({ saved: null, unsaved: { decision: 'accepted' } });
    writeFileSync(join(out, waiting.unsaved!.file), 'of somebody else');
    expect(await review['review:save-sign-off']({})).toMatchObject({ ok: false, refusal: { code: 'review.sign-off-exists' } });
    rmSync(join(out, waiting.unsaved!.file));
    expect(state(await review['review:save-sign-off']({}))).toMatchObject({ unsaved: null, saved: join(out, waiting.unsaved!.file) });
    expect(readdirSync(out)).toHaveLength(1);
  });

  it('where no folder can be made: said, and nothing is left behind', async () => {
    const path = onDisk(sampleBundle());
    writeFileSync(join(path, 'sidecars'), 'no folder');
    const file = { name: 'sidecars/sign-off-0011223344556677.dsse.json', bytes: code('x') };
    await expect(writeBeside({ place: { path, kind: 'folder' } }, file)).rejects.toMatchObject({ code: 'review.not-writable' });
    expect(readFileSync(join(path, 'sidecars'), 'utf8')).toBe('no folder');
  });

  it('where the disk is full: said, and no part of a file is left behind', () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const module = new URL('sign-off.ts', import.meta.url).href;
    const act = `import { readdirSync } from 'node:fs'; import { writeBeside } from '${module}';
      const file = { name: 'sidecars/sign-off-0011223344556677.dsse.json', bytes: new Uint8Array(200_000) };
      const code = await writeBeside({ place: { path: process.argv[1], kind: 'folder' } }, file).catch((error) => error.code);
      console.log(JSON.stringify({ code, left: readdirSync(process.argv[1] + '/sidecars') }));`;
    // A real small disk of its own; where this account may not mount, in a user namespace of its own.
    const namespace = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
    const script = 'mount -t tmpfs -o size=64k tmpfs "$1" && exec "$2" --input-type=module -e "$3" "$1"';
    const said = execFileSync('unshare', [...namespace, 'sh', '-c', script, 'sh', disk, process.execPath, act], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({ code: 'review.not-writable', left: [] });
  });

  it('where a file of that name lies already: never overwritten', async () => {
    const path = onDisk(sampleBundle());
    const file = { name: 'sidecars/sign-off-0011223344556677.dsse.json', bytes: code('x') };
    await writeBeside({ place: { path, kind: 'folder' } }, file);
    await expect(writeBeside({ place: { path, kind: 'folder' } }, { ...file, bytes: code('y') })).rejects.toMatchObject({ code: 'review.not-writable' });
    expect(readFileSync(join(path, file.name), 'utf8')).toBe('x');
  });
});

describe('pins that demand officers', { timeout: 180_000 }, () => {
  it('do not keep the officer from the record, and are met by the acceptance', async () => {
    const path = onDisk(sampleBundle());
    const pins = join(folder, 'officers.json');
    const review = await reviewOf(path, [pins]);
    const { record, key: mine } = viewOf(await review['review:read']({}));
    writeFileSync(pins, JSON.stringify({ keyriteTrust: 1, hsmRoot: [record!.signers.find((s) => s.id === 'hsm-root')!.keySha256], officers: { threshold: 1, keys: [mine!.keySha256] } }));
    const before = viewOf(await review['review:choose-trust']({}));
    expect(before.record?.findings.map((f) => [f.rule, f.severity])).toEqual([['R-TRUST-04', 'warning']]);
    expect(before.record?.content).not.toBeNull();
    const after = state(await review['review:sign-off'](decision()));
    expect(after.record).toMatchObject({ verdict: 'trusted', findings: [], signOffs: [{ pinned: true }] });
  });
});
