/** The fonts of resources/fonts/ are those of the @fontsource packages, and every character said to be in one is there. */
import { readdirSync, readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { fontFiles, shaping } from '../../src/main/adapters/printing/fonts.ts';
import { fontFromPackage, fontSources, woffToTtf } from './woff-to-ttf.ts';

const folder = new URL('../../resources/fonts/', import.meta.url);

describe('fonts', () => {
  it('come from the packages, table for table, with their licences', () => {
    const present = readdirSync(folder);
    expect(present.filter((name) => name.endsWith('.ttf')).sort()).toEqual(Object.keys(fontSources).sort());
    expect(present).toEqual(expect.arrayContaining(['inter-LICENSE.txt', 'ibm-plex-mono-LICENSE.txt']));
    for (const [name, source] of Object.entries(fontSources)) expect(Buffer.compare(readFileSync(new URL(name, folder)), fontFromPackage(source)), name).toBe(0);
  });
  it('are all that printing loads', () => {
    expect([...fontFiles().keys()].sort()).toEqual(Object.keys(fontSources).sort());
  });
  it('draw what was written: no arrow for a hyphen and a bracket, no multiplication sign for an x', () => {
    const width = (text: string, options = {}): number => doc.font('inter-latin-400.ttf').fontSize(1000).widthOfString(text, options);
    const doc = new PDFDocument({ autoFirstPage: false, font: null as unknown as string });
    for (const [name, file] of fontFiles()) doc.registerFont(name, file);
    for (const [left, right] of [['-', '>'], ['3x', '5']] as const) {
      // What the font does by itself, and what is not wanted here.
      expect(width(left + right), left + right).not.toBeCloseTo(width(left) + width(right), 3);
      expect(width(left + right, shaping()), left + right).toBeCloseTo(width(left, shaping()) + width(right, shaping()), 3);
    }
  });
  it('are converted from WOFF only', () => {
    expect(() => woffToTtf(new Uint8Array(64))).toThrow(RangeError);
  });
});
