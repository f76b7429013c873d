/**
 * The typefaces of what is printed: Inter and IBM Plex Mono, read from resources/fonts/ and embedded, so that a sheet looks the same on every
 * machine. It must never use a font of the system.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

export const faces = ['regular', 'bold', 'mono', 'mono-medium'] as const;
export type Face = (typeof faces)[number];

/** Code point ranges that each Inter file holds (unicode.json of @fontsource/inter), in the order in which they are asked. */
const subsets: readonly (readonly [string, readonly (readonly [number, number])[]])[] = [
  ['latin', [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2010, 0x2027], [0x2030, 0x205e], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2212, 0x2212], [0xfffd, 0xfffd]]],
  ['latin-ext', [[0x100, 0x2ba], [0x2bd, 0x2c5], [0x2c7, 0x2cc], [0x2ce, 0x2d7], [0x2dd, 0x2ff], [0x1e00, 0x1e9f], [0x1ef2, 0x1eff]]],
  ['vietnamese', [[0x300, 0x301], [0x303, 0x304], [0x308, 0x309], [0x323, 0x323], [0x1ea0, 0x1ef1]]],
  ['cyrillic', [[0x400, 0x45f], [0x490, 0x491], [0x4b0, 0x4b1], [0x2116, 0x2116]]],
  ['greek', [[0x386, 0x38a], [0x38c, 0x38c], [0x38e, 0x3a1], [0x3a3, 0x3ce]]],
];

const files: Readonly<Record<Face, (subset: string) => string>> = {
  regular: (subset) => `inter-${subset}-400.ttf`,
  bold: (subset) => `inter-${subset}-700.ttf`,
  mono: () => 'ibm-plex-mono-latin-400.ttf',
  'mono-medium': () => 'ibm-plex-mono-latin-500.ttf',
};

/**
 * How text is shaped (OpenType feature tags), for measuring and drawing alike; a fresh object for each use, since fontkit fills it in.
 * Without contextual alternates, which would draw a multiplication sign for the x of "3 x 5" and an arrow for "->": what is printed is what was written.
 */
export function shaping(): PDFKit.Mixins.TextOptions {
  // Its types know only lists of what is switched on.
  return { features: { calt: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[] };
}

/** Printed in the place of a character that no embedded font has. */
export const REPLACEMENT = '\ufffd';

/** Name of the registered font that draws `codePoint` in `face`, or null. Mono text is ours (digits, letters, words), hence one file. */
export function fontFor(face: Face, codePoint: number): string | null {
  for (const [subset, ranges] of subsets) {
    if (!ranges.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
    const mono = face === 'mono' || face === 'mono-medium';
    return mono && subset !== 'latin' ? fontFor(face === 'mono' ? 'regular' : 'bold', codePoint) : files[face](subset);
  }
  return null;
}

let loaded: ReadonlyMap<string, Buffer> | undefined;

/** All fonts by the name that {@link fontFor} gives; read from disk once. */
export function fontFiles(): ReadonlyMap<string, Buffer> {
  if (loaded === undefined) {
    const folder = join(packageRoot(), 'resources', 'fonts');
    const names = new Set(faces.flatMap((face) => subsets.map(([subset]) => files[face](subset))));
    loaded = new Map([...names].map((name) => [name, readFileSync(join(folder, name))]));
  }
  return loaded;
}
