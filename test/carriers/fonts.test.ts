/** The fonts of resources/fonts/ are those of the @fontsource packages, and every character said to be in one is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fontFiles } from '../../src/main/adapters/printing/fonts.ts';
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
  it('are converted from WOFF only', () => {
    expect(() => woffToTtf(new Uint8Array(64))).toThrow(RangeError);
  });
});
