/** Paper: what is printed is read back, by our reader and by another, from pictures by another rasteriser, and from bad pictures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, toHex, utf8 } from '../../src/core/bytes/bytes.ts';
import { codeText } from '../../src/core/shares/code-text.ts';
import { judgeShare } from '../../src/core/shares/judge.ts';
import { decodePackage } from '../../src/core/shares/package-file.ts';
import { fromFrames } from '../../src/core/shares/package-frames.ts';
import { decodeShare, encodeShare } from '../../src/core/shares/share-format.ts';
import { fromRows } from '../../src/core/shares/typed-form.ts';
import { createPaper } from '../../src/main/adapters/carriers/paper.ts';
import { bytesOf, convert, rasterise, run, zbar } from './programs.ts';
import type { TestSet } from './sheet-data.ts';
import { makeSet, packageSheetOf, shareSheetOf } from './sheet-data.ts';

const paper = createPaper();
let folder: string;
let set: TestSet;
let pdf: Uint8Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyrite-paper-'));
  set = await makeSet();
  pdf = await paper.shareSheet(shareSheetOf(set, 2));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const judge = (bytes: Uint8Array): string => {
  const judged = judgeShare(bytes, { set: set.set, commitments: set.commitments, voidSets: [], alreadyRead: [], expectedIndex: 2 });
  return judged.ok ? 'accepted' : judged.refusal.code;
};
const readOne = async (picture: Uint8Array): Promise<string> => {
  const codes = await paper.readCodes(picture);
  return codes.length === 1 ? judge(codes[0]!) : `${String(codes.length)} codes`;
};

describe('a share sheet', () => {
  it('is read back from its PDF, whole', async () => {
    const [code, ...more] = await paper.readCodes(pdf);
    expect(more).toEqual([]);
    expect(encodeShare(decodeShare(code!))).toEqual(set.records[1]);
  });

  it.each([150, 300])('is read back from another rasteriser at %s dpi, by us and by zbarimg', async (dpi) => {
    const [page, ...more] = rasterise(folder, pdf, dpi);
    expect(more).toEqual([]);
    expect(await readOne(bytesOf(page!))).toBe('accepted');
    expect(zbar(page!)).toEqual([codeText(set.records[1]!)]);
  });

  it('has rows that can be typed from its text', () => {
    const text = run('pdftotext', ['-layout', '-', '-'], pdf).toString();
    const rows = [...text.matchAll(/^\s*[1-5]\s+((?:[0-9A-Z]{4} ){4}\s*·\s+[0-9A-Z]{2})\b/gm)].map((match) => match[1]!);
    expect(toHex(fromRows(rows))).toBe(toHex(set.records[1]!));
  });

  it('says what it is and how to restore without Keyrite', () => {
    const text = run('pdftotext', ['-', '-'], pdf).toString().replace(/\s+/g, ' ');
    const id = `${set.set.slice(0, 4)}-${set.set.slice(4)}`;
    for (const part of ['Backup share', '2 of 5', 'any 3 restore the keys', 'REHEARSAL: this share restores nothing real.', 'Maria Lindqvist', id, 'root (EC P-384), master (AES-256)', 'stopwatch paramount watchword pocketful', 'E3B1 041A C5', '2026-11-24 14:51 UTC', 'Number of the tamper-evident bag', 'Custodian, signature', 'Witness, signature', 'Crockford base32', 'polynomial 0x11B', 'RFC 5649', 'Northfield Health', 'KC-2026-11-24-A', 'Never photograph']) {
      expect(text).toContain(part);
    }
  });

  it('has no rehearsal banner in a real ceremony', async () => {
    const real = await paper.shareSheet(shareSheetOf(set, 2, { rehearsal: false }));
    expect(run('pdftotext', ['-', '-'], real).toString()).not.toMatch(/rehearsal/i);
    expect(await readOne(real)).toBe('accepted');
  });

  it('is a tagged PDF with a title, a language, and all fonts embedded; the same data give the same bytes', async () => {
    const info = run('pdfinfo', ['-'], pdf).toString();
    expect(info).toMatch(/^Tagged:\s+yes$/m);
    expect(info).toMatch(/^Title:\s+Backup share 2 of 5/m);
    expect(info).toMatch(/^Pages:\s+1$/m);
    expect(info).toMatch(/A4/);
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Lang (en)');
    const structure = run('pdfinfo', ['-struct-text', '-'], pdf).toString();
    expect(structure).toMatch(/Document[^]*H1[^]*"Backup share"[^]*Figure/);
    const fonts = run('pdffonts', ['-'], pdf).toString().split('\n').slice(2).filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/(Inter|IBMPlexMono).*\s+yes\s+yes\s+yes\s+\d+/);
    expect(toHex(await paper.shareSheet(shareSheetOf(set, 2)))).toBe(toHex(pdf));
  });

  it('leaves the share to its owner', async () => {
    const before = toHex(set.records[1]!);
    await paper.shareSheet(shareSheetOf(set, 2));
    expect(toHex(set.records[1]!)).toBe(before);
  });

  it('holds with 16 keys, long names in several scripts, and 32 shares; nothing runs off the page', async () => {
    const names = Array.from({ length: 16 }, (_, i) => `department-signing-key-number-${i + 1}`);
    const long = await paper.shareSheet(shareSheetOf(set, 2, {
      ceremonyId: `KC-${'W'.repeat(37)}`, title: 'Hauptschlüssel '.repeat(13), organisation: 'Universitätsklinikum Łódź und Krankenhaus der Barmherzigen Schwestern Nordrhein-Westfalen gGmbH',
      custodian: 'Dr. Wolfeschlegelsteinhausenbergerdorff-Nguyễn Thị Ánh-Tuyết Żółć Щербаков Ωμέγα', restores: names.map((name) => `${name} (RSA 4096)`),
      checks: names.map((label) => ({ label: `${label} fingerprint`, value: 'stopwatch paramount watchword pocketful '.repeat(4) })),
    }));
    expect(await readOne(long)).toBe('accepted');
    const text = run('pdftotext', ['-', '-'], long).toString().replace(/\s+/g, ' ');
    expect(text).toContain('16 keys, listed on page 2');
    expect(text).toContain('Щербаков Ωμέγα');
    for (const name of names) expect(text).toContain(`${name} (RSA 4096)`);
    // Every word lies inside the margins, and no two words of a page lie over each other.
    const boxes = run('pdftotext', ['-bbox', '-', '-'], long).toString();
    for (const page of boxes.split('<page ').slice(1)) {
      const words = [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g)].map((match) => ({ left: Number(match[1]), top: Number(match[2]), right: Number(match[3]), bottom: Number(match[4]), text: match[5] }));
      for (const word of words) {
        expect(word.left, word.text).toBeGreaterThan(50);
        expect(word.right, word.text).toBeLessThan(545.5);
        expect(word.bottom, word.text).toBeLessThan(815);
      }
      const overlaps = words.flatMap((a, i) => words.slice(i + 1).filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * Math.min(a.bottom - a.top, b.bottom - b.top)).map((b) => `${a.text ?? ''} / ${b.text ?? ''}`));
      expect(overlaps).toEqual([]);
    }
  });
});

describe('a share sheet in a bad picture', () => {
  let page: string;
  beforeAll(() => {
    page = rasterise(folder, pdf, 200)[0]!;
  });

  it.each([
    ['turned by 90 degrees', ['-rotate', '90']],
    ['upside down', ['-rotate', '180']],
    ['turned by 270 degrees', ['-rotate', '270']],
    ['askew by 7 degrees', ['-background', 'white', '-rotate', '7']],
    ['askew by 33 degrees on a dark table', ['-background', '#333333', '-rotate', '33']],
    ['cut down to the code', ['-crop', '900x900+60+400', '+repage']],
    ['noisy', ['-attenuate', '0.6', '+noise', 'Gaussian']],
    ['with salt and pepper', ['-attenuate', '0.15', '+noise', 'Impulse']],
    ['blurred', ['-blur', '0x3']],
    ['in uneven light', ['(', '+clone', '-fill', 'white', '-colorize', '100', '-size', '1654x2339', 'gradient:white-gray35', '-compose', 'multiply', '-composite', ')', '-compose', 'multiply', '-composite']],
    ['in perspective', ['-virtual-pixel', 'white', '-distort', 'Perspective', '0,0 160,90 1653,0 1560,0 1653,2338 1653,2200 0,2338 0,2338']],
    ['with little contrast', ['+level', '35%,70%']],
    ['in low resolution', ['-resize', '35%']],
    ['in negative', ['-negate']],
    ['with a coffee ring over a corner of the code', ['-fill', 'none', '-stroke', '#5a3a20', '-strokewidth', '10', '-draw', 'circle 420,700 480,790']],
  ])('%s is read', async (_, args) => {
    expect(await readOne(convert(page, args))).toBe('accepted');
  });

  it.each([40, 15])('saved as JPEG at quality %s is read', async (quality) => {
    expect(await readOne(convert(page, ['-quality', String(quality)], 'jpg'))).toBe('accepted');
  });

  it('as a camera makes it (perspective, blur, noise, light, JPEG 40 together) is read', async () => {
    const args = ['-virtual-pixel', 'black', '-distort', 'Perspective', '0,0 90,60 1653,0 1600,30 1653,2338 1640,2280 0,2338 20,2300', '-blur', '0x1.2', '-attenuate', '0.25', '+noise', 'Gaussian', '-brightness-contrast', '-12x-25', '-quality', '40'];
    expect(await readOne(convert(page, args, 'jpg'))).toBe('accepted');
  });

  it.each([
    ['blank', ['-fill', 'white', '-colorize', '100']],
    ['black', ['-fill', 'black', '-colorize', '100']],
    ['cut through the code', ['-crop', '350x900+0+400', '+repage']],
    ['so blurred that nobody could', ['-blur', '0x14']],
    ['only the lower half', ['-gravity', 'south', '-crop', '100%x40%+0+0', '+repage']],
  ])('%s gives no code, and no guess', async (_, args) => {
    expect(await paper.readCodes(convert(page, args))).toEqual([]);
  });

  it('of a code with a quarter of it covered is right or nothing, never wrong', async () => {
    for (const size of [60, 120, 180, 240]) {
      const codes = await paper.readCodes(convert(page, ['-fill', 'white', '-draw', `rectangle 300,640 ${300 + size},${640 + size}`]));
      for (const code of codes) expect(judge(code)).toBe('accepted');
    }
  });
});

describe('a package sheet', () => {
  it('is read back in parts, by us and by zbarimg, and joined', async () => {
    const data = packageSheetOf(set, 3, 200);
    const sheet = await paper.packageSheet(data);
    const codes = await paper.readCodes(sheet);
    expect(toHex(fromFrames(codes))).toBe(toHex(data.package));
    expect(decodePackage(fromFrames(codes)).set).toBe(set.set);
    const pages = rasterise(folder, sheet, 200);
    const others = pages.flatMap(zbar);
    expect(others.sort()).toEqual(codes.map(fromUtf8).sort());
    expect(toHex(fromFrames([...others].reverse().map(utf8)))).toBe(toHex(data.package));
    const fromPictures: Uint8Array[] = [];
    for (const page of pages) fromPictures.push(...(await paper.readCodes(convert(page, ['-background', 'white', '-rotate', '4', '-quality', '50'], 'jpg'))));
    expect(toHex(fromFrames(fromPictures))).toBe(toHex(data.package));
  });

  it('holds 16 keys of RSA-4096', async () => {
    const data = packageSheetOf(set, 16, 2384, { rehearsal: false });
    const codes = await paper.readCodes(await paper.packageSheet(data));
    expect(codes.length).toBeGreaterThan(50);
    expect(toHex(fromFrames(codes))).toBe(toHex(data.package));
  });

  it('holds no share', async () => {
    const text = run('pdftotext', ['-', '-'], await paper.packageSheet(packageSheetOf(set, 2, 40))).toString();
    expect(text).not.toContain('KEYR');
    expect(text.replace(/\s+/g, ' ')).toMatch(/3 of 5 .*shares of set \w{4}-\w{4} open it/);
  });
});
