/**
 * Turns a WOFF 1.0 font (W3C Recommendation, 13 December 2012) into the sfnt it holds: pdfkit's font reader fails on compressed tables.
 * Run by itself it writes resources/fonts/ anew from the @fontsource packages; fonts.test.ts proves that what is there came from them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

const require = createRequire(import.meta.url);

/** Where each file of resources/fonts/ comes from. */
export const fontSources: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'].flatMap((subset) => ['400', '700'].map((weight) => [`inter-${subset}-${weight}.ttf`, `@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`])),
  ),
  ...Object.fromEntries(['400', '500'].map((weight) => [`ibm-plex-mono-latin-${weight}.ttf`, `@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-${weight}-normal.woff`])),
};

export function fontFromPackage(source: string): Uint8Array {
  const [scope, name, ...rest] = source.split('/');
  const folder = require.resolve(`${scope}/${name}/package.json`).replace(/package\.json$/, '');
  return woffToTtf(readFileSync(folder + rest.join('/')));
}

/** The sfnt file with the same tables in the same order; offsets are new, table contents and checksums are those of the WOFF file. */
export function woffToTtf(woff: Uint8Array): Uint8Array {
  const from = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  if (from.getUint32(0) !== 0x774f4646) throw new RangeError('not a WOFF file');
  const count = from.getUint16(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20;
    const packed = woff.subarray(from.getUint32(at + 4), from.getUint32(at + 4) + from.getUint32(at + 8));
    const length = from.getUint32(at + 12);
    const bytes = packed.length < length ? new Uint8Array(inflateSync(packed)) : packed;
    if (bytes.length !== length) throw new RangeError('a table has another length than it says');
    return { tag: from.getUint32(at), checksum: from.getUint32(at + 16), bytes };
  });
  const padded = (length: number): number => Math.ceil(length / 4) * 4;
  const out = new Uint8Array(12 + count * 16 + tables.reduce((sum, { bytes }) => sum + padded(bytes.length), 0));
  const to = new DataView(out.buffer);
  const power = 2 ** Math.floor(Math.log2(count));
  to.setUint32(0, from.getUint32(4));
  [count, power * 16, Math.log2(power), (count - power) * 16].forEach((value, i) => to.setUint16(4 + i * 2, value));
  let at = 12 + count * 16;
  tables.forEach(({ tag, checksum, bytes }, i) => {
    [tag, checksum, at, bytes.length].forEach((value, k) => to.setUint32(12 + i * 16 + k * 4, value));
    out.set(bytes, at);
    at += padded(bytes.length);
  });
  return out;
}

if (import.meta.main) {
  const folder = new URL('../../resources/fonts/', import.meta.url);
  for (const [name, source] of Object.entries(fontSources)) writeFileSync(new URL(name, folder), fontFromPackage(source));
}
