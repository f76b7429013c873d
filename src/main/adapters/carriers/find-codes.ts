/**
 * Finds QR codes in one picture by ZXing (WebAssembly, from the package on disk: its usual way, a download, is not open). It must leave no
 * picture in memory: each call has an instance of its own, whose memory is overwritten at the end. The library also makes a string of each
 * code's contents, which can not be wiped (docs/threat-model.md).
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, purgeZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReaderOptions } from 'zxing-wasm/reader';
import { wipe } from '../../../core/bytes/bytes.ts';
import type { Bitmap } from './pdf-pages.ts';

const packages = createRequire(import.meta.url);
/** The part of the library's own memory that its types leave out. */
interface Memory {
  readonly HEAPU8: Uint8Array;
}

let wasm: Promise<Uint8Array<ArrayBuffer>> | undefined;
/** The library has one instance at a time; calls go one after another. */
let queue: Promise<unknown> = Promise.resolve();

const common: ReaderOptions = { formats: ['QRCode'], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 255, textMode: 'Plain' };
/** The second is better in even light with noise. */
const binarizers = ['LocalAverage', 'GlobalHistogram'] as const;

/** Contents of all QR codes in a bitmap or in the bytes of a PNG or JPEG file; empty where there is none or the file is broken. The caller wipes them. */
export function findCodes(picture: Bitmap | Uint8Array): Promise<Uint8Array[]> {
  const result = queue.then(() => search(picture));
  queue = result.catch(() => undefined);
  return result;
}

async function search(picture: Bitmap | Uint8Array): Promise<Uint8Array[]> {
  wasm ??= readFile(packages.resolve('zxing-wasm/reader/zxing_reader.wasm')).then((file) => new Uint8Array(file));
  // SECURITY: by itself the library names an address on the internet here; with the binary given, the name is not used, and must not be a place.
  const overrides = { wasmBinary: (await wasm).buffer, locateFile: () => '' };
  const module = await prepareZXingModule({ overrides, equalityFn: () => false, fireImmediately: true });
  try {
    for (const binarizer of binarizers) {
      const found = await readBarcodes(inputOf(picture), { ...common, binarizer });
      const codes = found.filter((one) => one.isValid).map((one) => one.bytes.slice());
      for (const one of found) wipe(one.bytes, one.bytesECI);
      if (codes.length > 0) return codes;
    }
    return [];
  } finally {
    // SECURITY: the picture and what was decoded are still in this instance's memory.
    wipe((module as unknown as Memory).HEAPU8);
    purgeZXingModule();
  }
}

/** A view that the library takes for an ImageData; no copy. */
function inputOf(picture: Bitmap | Uint8Array): Uint8Array | ImageData {
  if (picture instanceof Uint8Array) return picture;
  const { width, height, data } = picture;
  return { width, height, data: new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength), colorSpace: 'srgb' };
}
