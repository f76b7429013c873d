/** Documents at their limits: long names, many people, many deviations, text that means to deceive; nothing is cut off, lies over something else, or is lost unseen. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CeremonyEvent } from '../../../src/core/ceremony/events.ts';
import { deriveScript } from '../../../src/core/ceremony/script.ts';
import { readPlanBytes } from '../../../src/core/plan/read-plan.ts';
import { RefusalError } from '../../../src/core/refusals/refusal.ts';
import type { VerifiedTranscript } from '../../../src/core/transcript/verified.ts';
import { bundleDocument } from '../../../src/exports/documents/documents.ts';
import { scriptDocument } from '../../../src/exports/documents/script.ts';
import { paperNames } from '../../../src/main/adapters/printing/documents/paper-size.ts';
import { renderDocument } from '../../../src/main/adapters/printing/documents/render.ts';
import { bytesOf } from '../programs.ts';
import { afterwards, DEVIATIONS, first, grown, HOSTILE, LONG_NAME, manyDeviations, withEvents } from './document-data.ts';
import { misplaced, pagesOf, textByPage, textOf } from './pages.ts';

const bare = (text: string): string => text.replace(/[\s\u00ad]/g, '');

let generated: VerifiedTranscript;
beforeAll(async () => {
  generated = await first();
});

describe('the script of every kind of ceremony', () => {
  it.each(['hyok-4-of-7-mixed', 'restore', 'check', 'reshare', 'rotate', 'destroy', 'revoke', 'transfer'])('%s: all steps in order, each with its lines, nothing misplaced', async (name) => {
    const read = readPlanBytes(bytesOf(`resources/plans/${name}.yaml`));
    if (!read.ok) throw new Error(read.problems[0]?.sentence);
    const document = scriptDocument({ plan: read.plan, sha256: read.fingerprint });
    const pdf = await renderDocument(document, 'a4');
    const text = textOf(pdf);
    let at = 0;
    for (const step of deriveScript(read.plan)) {
      const next = text.indexOf(`${String(step.number)}. ${step.title}`, at);
      expect(next, step.title).toBeGreaterThan(at);
      at = next;
    }
    expect(text).not.toMatch(/\bKeys[^.]{0,30} none\b|undefined|null|NaN/);
    expect(bare(text)).toContain(read.fingerprint);
    expect(misplaced(pagesOf(pdf))).toEqual([]);
  });

  it('names the keys of an earlier set where the bundle tells them', async () => {
    const text = textOf(await renderDocument(await bundleDocument(await afterwards('reshare'), 'script'), 'a4'));
    expect(text).toMatch(/Keys that must come back equal root and master/);
  });
});

describe.each(paperNames)('on %s', (paper) => {
  it('sixteen custodians, sixteen keys and the longest names stay within the page, whole', async () => {
    const plan = grown(generated.plan);
    const pdf = await renderDocument(scriptDocument({ plan, sha256: 'ab'.repeat(32) }), paper);
    expect(misplaced(pagesOf(pdf))).toEqual([]);
    const text = bare(textOf(pdf));
    for (const person of plan.participants) expect(text).toContain(bare(person.name.normalize('NFC')));
    if (plan.ceremony === 'generate') for (const key of plan.keys) expect(text).toContain(key.name);
    expect(text).toContain(bare(LONG_NAME.normalize('NFC')));
    const pages = textByPage(pdf);
    pages.forEach((page, i) => expect(page).toContain(`Page ${String(i + 1)} of ${String(pages.length)}`));
  });

  it('a hundred deviations are all in the transcript, and the certificate stays one page', async () => {
    const many = await manyDeviations(generated, (n) => `The label of cable ${String(n)} could not be read. `.repeat(4).trim());
    const pdf = await renderDocument(await bundleDocument(many, 'transcript'), paper);
    expect(misplaced(pagesOf(pdf))).toEqual([]);
    const text = textOf(pdf);
    for (let n = 1; n <= DEVIATIONS; n++) expect(text).toContain(`cable ${String(n)} could`);
    const certificate = await renderDocument(await bundleDocument(many, 'certificate'), paper);
    expect(pagesOf(certificate)).toHaveLength(1);
    expect(misplaced(pagesOf(certificate))).toEqual([]);
    expect(textOf(certificate)).toContain('100 recorded, 100 accepted');
  });

  it('the certificate of sixteen keys and sixty signers is one page that says how many signed', async () => {
    const { predicate } = generated.statement;
    const signers = Array.from({ length: 60 }, (_, i) => ({ ...predicate.signers[1]!, id: `p${String(i)}`, name: `${LONG_NAME} ${String(i)}` }));
    const lifecycle = Array.from({ length: 16 }, (_, i) => ({ ...predicate.lifecycle[i % 2]!, name: `department-signing-key-number-${String(i + 1)}` }));
    const crowd: VerifiedTranscript = { ...generated, signatures: signers.map((s) => ({ signer: s.id, signature: new Uint8Array(70) })), statement: { ...generated.statement, predicate: { ...predicate, signers, lifecycle, title: 'Hauptschlüssel '.repeat(13), organisation: 'W'.repeat(200) } } };
    const pdf = await renderDocument(await bundleDocument(crowd, 'certificate'), paper);
    expect(pagesOf(pdf)).toHaveLength(1);
    expect(misplaced(pagesOf(pdf))).toEqual([]);
    expect(textOf(pdf)).toContain('60 signatures');
  });

  it('text that means to deceive is shown where it stands, changes no order, and is remarked', async () => {
    const hostile = await manyDeviations(generated, (n) => `${String(n)} ${HOSTILE}`);
    const { statement } = hostile;
    const named: VerifiedTranscript = { ...hostile, statement: { ...statement, predicate: { ...statement.predicate, title: HOSTILE, organisation: `${HOSTILE}\n${'x'.repeat(190)}` } } };
    for (const kind of ['certificate', 'transcript'] as const) {
      const pdf = await renderDocument(await bundleDocument(named, kind), paper);
      const text = textOf(pdf);
      expect(text.replaceAll('\f', '')).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u200b\u202a-\u202e\u2066-\u2069]/);
      expect(bare(text)).toContain('evil\\u{202E}txt.\\u{2066}fdp\\u{2069}a\\u{200B}b\\u{7}bell');
      expect(text).toContain('stands for a character that cannot be seen');
      expect(misplaced(pagesOf(pdf))).toEqual([]);
    }
  });

  it('one cell that is longer than a page goes on on the next', async () => {
    const words = Array.from({ length: 3000 }, (_, i) => `word${String(i)}`);
    const long = await manyDeviations(generated, (n) => (n === 1 ? words.join(' ') : 'short'));
    const pdf = await renderDocument(await bundleDocument(long, 'transcript'), paper);
    const text = textOf(pdf);
    for (const word of words.filter((_, i) => i % 100 === 0)) expect(text).toContain(word);
    expect(misplaced(pagesOf(pdf))).toEqual([]);
  });
});

describe('the result of a check', () => {
  it('says of each share what was found, and the rule for it', async () => {
    const checked = await afterwards('check without a proof');
    const results = ['missing', 'bag-mismatch', 'damaged'] as const;
    const bad = await withEvents(checked, (events) => events.map((e): CeremonyEvent => {
      if (e.type !== 'share.checked') return e;
      const { set, index, card } = e;
      const result = results[index - 1]!;
      return result === 'bag-mismatch' && card !== undefined ? { ...e, result, bag: 'R-9999', card: { ...card, serial: 'C9999' } } : { type: 'share.checked', set, index, result, bag: null, note: `Looked for by share ${String(index)}` };
    }));
    const pdf = await renderDocument(await bundleDocument(bad, 'check'), 'a4');
    const text = textOf(pdf);
    for (const part of ['0 of 3 shares are there', '2 are needed, so the keys could not be restored', 'MISSING', 'DAMAGED', 'BAG DIFFERS', 'R-9999', 'Who does what, and by when', 'no shares were combined']) expect(text).toContain(part);
    for (const part of ['Find it within five working days', 'Plan a reshare now; until then the quorum', 'Treat the share as seen by others', 'Said at the check: Looked for by share 1']) expect(bare(text)).toContain(bare(part));
    expect(misplaced(pagesOf(pdf))).toEqual([]);
  });

  it('does not exist of another ceremony', async () => {
    const error: unknown = await bundleDocument(generated, 'check').catch((thrown: unknown) => thrown);
    expect(error instanceof RefusalError && error.code).toBe('document.not-a-check');
  });
});
