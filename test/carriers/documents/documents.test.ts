/** Printed documents, as other programs see them: text and places by pdftotext, pages by pdfinfo, fonts by pdffonts, codes by zbarimg from pictures by pdftoppm. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../src/core/bytes/bytes.ts';
import { deriveScript } from '../../../src/core/ceremony/script.ts';
import type { VerifiedTranscript } from '../../../src/core/transcript/verified.ts';
import { documentKinds } from '../../../src/exports/documents/blocks.ts';
import type { DocumentKind, PrintedDocument } from '../../../src/exports/documents/blocks.ts';
import { bundleDocument } from '../../../src/exports/documents/documents.ts';
import { paperNames } from '../../../src/main/adapters/printing/documents/paper-size.ts';
import type { PaperName } from '../../../src/main/adapters/printing/documents/paper-size.ts';
import { renderDocument } from '../../../src/main/adapters/printing/documents/render.ts';
import { rasterise, run, zbar } from '../programs.ts';
import { afterwards, first } from './document-data.ts';
import { misplaced, pagesOf, structureOf, textByPage, textOf } from './pages.ts';

const sizes: Readonly<Record<PaperName, RegExp>> = { a4: /595\.\d+ x 841\.89 pts \(A4\)/, letter: /612 x 792 pts \(letter\)/ };
const cases = documentKinds.flatMap((kind) => paperNames.map((paper) => ({ kind, paper })));

let folder: string;
let generated: VerifiedTranscript;
let checked: VerifiedTranscript;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-documents-'));
  generated = await first('rehearsal');
  checked = await afterwards('check');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documentOf = (kind: DocumentKind): Promise<PrintedDocument> => bundleDocument(kind === 'check' ? checked : generated, kind);
const made = new Map<string, Promise<Uint8Array>>();
/** Drawn once. */
function pdfOf(kind: DocumentKind, paper: PaperName): Promise<Uint8Array> {
  const key = `${kind} ${paper}`;
  const known = made.get(key) ?? documentOf(kind).then((document) => renderDocument(document, paper));
  made.set(key, known);
  return known;
}

describe.each(cases)('$kind on $paper', ({ kind, paper }) => {
  it('is a tagged PDF/UA of that size with a title, a language and embedded fonts', async () => {
    const pdf = await pdfOf(kind, paper);
    const { title, ceremony } = await documentOf(kind);
    const info = run('pdfinfo', ['-'], pdf).toString();
    expect(info).toMatch(sizes[paper]);
    expect(info).toMatch(/^Tagged:\s+yes$/m);
    expect(info).toMatch(new RegExp(`^Title:\\s+${title} ${ceremony}`, 'm'));
    const bytes = Buffer.from(pdf).toString('latin1');
    expect(bytes).toContain('/Lang (en)');
    expect(bytes).toContain('/DisplayDocTitle true');
    expect(bytes).toContain('<pdfuaid:part>1</pdfuaid:part>');
    const fonts = run('pdffonts', ['-'], pdf).toString().split('\n').slice(2).filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThan(2);
    for (const font of fonts) expect(font).toMatch(/(Inter|IBMPlexMono).*\s+yes\s+yes\s+yes\s+\d+/);
  });

  it('has page x of y, the digest in hex and in words, and the mark of a rehearsal on every page', async () => {
    const { digest, rehearsal } = await documentOf(kind);
    const pages = textByPage(await pdfOf(kind, paper));
    pages.forEach((text, i) => {
      expect(text).toContain(`Page ${String(i + 1)} of ${String(pages.length)}`);
      expect(text.replace(/\s/g, '')).toContain(digest.sha256);
      const heard = text.replaceAll(' · ', ' ');
      expect(heard).toContain(digest.words.slice(0, 8).join(' '));
      expect(heard).toContain(digest.words.slice(8).join(' '));
      expect(/REHEARSAL/.test(text)).toBe(rehearsal);
    });
  });

  it('has a code on every page that zbarimg reads as the digest', async () => {
    const { digest } = await documentOf(kind);
    const pdf = await pdfOf(kind, paper);
    const pages = rasterise(folder, pdf, 150);
    expect(pages).toHaveLength(textByPage(pdf).length);
    for (const page of pages) expect(zbar(page)).toEqual([digest.code]);
    expect(digest.code.toLowerCase()).toContain(digest.sha256);
  });

  it('keeps every word within the margins, and none lies over another', async () => {
    expect(misplaced(pagesOf(await pdfOf(kind, paper)))).toEqual([]);
  });

  it('tells a screen reader its headings, tables and the code, in order', async () => {
    const structure = structureOf(await pdfOf(kind, paper));
    const tags = [...structure.matchAll(/^\s*([A-Z][A-Za-z0-9]*)(?: "[^\n]*| \(block\)|:|$)/gm)].map((m) => m[1]);
    expect(tags.filter((tag) => tag === 'H1')).toHaveLength(1);
    expect(structure).toMatch(/Document\s+H1/);
    const levels = tags.filter((tag) => /^H\d$/.test(tag!)).map((tag) => Number(tag!.slice(1)));
    levels.slice(1).forEach((level, i) => expect(level - levels[i]!, `heading ${String(i + 2)}`).toBeLessThanOrEqual(1));
    expect(structure).toMatch(/Table[^]*?TR\s+TH[^]*?\/Scope \/(Row|Column)[^]*?TD/);
    // poppler lists the figure; its alternative text stands in the file as it is.
    expect(structure).toMatch(/^ {2}Figure/m);
    expect(Buffer.from(await pdfOf(kind, paper)).toString('latin1')).toMatch(/\/S \/Figure[^]{0,40}\/Alt \(QR code of the digest: KEYRITE:/);
  });

  it('has the same bytes for the same input', async () => {
    const again = await renderDocument(await documentOf(kind), paper);
    expect(Buffer.compare(again, await pdfOf(kind, paper)), toHex(again.subarray(0, 8))).toBe(0);
  });
});

describe('what documents say', () => {
  it('the script: every step, who acts, what is read aloud, lines and boxes to fill in', async () => {
    const text = textOf(await pdfOf('script', 'a4'));
    for (const step of deriveScript(generated.plan)) expect(text).toContain(`${String(step.number)}. ${step.title}`);
    const structure = structureOf(await pdfOf('script', 'a4'));
    for (const line of ['Begun', 'Done', 'Remarks', 'done']) expect(structure.split(`"${line}"`).length - 1, line).toBe(deriveScript(generated.plan).length);
    for (const part of ['The administrator reads aloud', 'The security officer reads aloud', 'Confirm before', 'Deviations and pauses', 'Accepted by']) expect(text).toContain(part);
    expect(structure).toMatch(/LI \(block\)\s+LBody \(block\)\s+"All sixteen words match this print"/);
  });

  it('the transcript: every entry of the record, confirmations, signers', async () => {
    const text = textOf(await pdfOf('transcript', 'a4'));
    for (const part of ['Sam Officer: 09:00:11, signed', 'The root key was generated in the HSM', 'Proof of recovery passed', 'Signatures of the statement', 'Root key in the HSM']) expect(text).toContain(part);
    expect(text.replace(/\s/g, '')).toContain(generated.transcriptSha256);
    expect(text).not.toContain('left out here');
  });

  it('the certificate: keys, check values, HSM, share set, signers with the digests of their keys', async () => {
    const pdf = await pdfOf('certificate', 'a4');
    const bare = textOf(pdf).replace(/\s/g, '');
    for (const part of [generated.transcriptSha256, generated.statement.predicate.plan.sha256, 'serialP0001', 'QX7R-04M2', 'E3B1041AC5', 'valid;nopinnedkeysweregiven', 'nonewasrecorded', ...generated.statement.predicate.signers.map((s) => s.keySha256)]) expect(bare).toContain(part);
    expect(pagesOf(pdf)).toHaveLength(1);
  });

  it('the certificate of a rehearsal is marked across, that of a real ceremony is not', async () => {
    const grey = (pdf: Uint8Array): number => Number(run('convert', [rasterise(folder, pdf, 60)[0]!, '-fill', 'black', '+opaque', '#ececec', '-fill', 'white', '-opaque', '#ececec', '-format', '%[fx:w*h*mean]', 'info:-']).toString());
    expect(grey(await pdfOf('certificate', 'letter'))).toBeGreaterThan(3000);
    const real = await renderDocument(await bundleDocument(await first(), 'certificate'), 'letter');
    // Edges of letters have every grey, here and there.
    expect(grey(real)).toBeLessThan(1000);
    expect(textOf(real)).not.toMatch(/rehearsal/i);
  });

  it('the custody sheet: who holds what, lines to sign, and nothing that is derived from a share', async () => {
    const text = textOf(await pdfOf('custody', 'a4'));
    for (const part of ['any 2 of the 3 shares restore', 'Ann One', 'smartcard', 'C0007', 'by 2027-01-15', 'Custodian, signature', 'Witness, signature', 'Handed over later']) expect(text).toContain(part);
    const bare = text.replace(/\s/g, '');
    for (const set of generated.statement.predicate.shareSets) {
      for (const { salt, commitment } of set.commitments) {
        expect(bare).not.toContain(commitment.slice(0, 8));
        expect(bare).not.toContain(salt.slice(0, 16));
      }
    }
  });
});
