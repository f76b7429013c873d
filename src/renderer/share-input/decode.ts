/** Finds a QR code in a camera picture, with a reader that lies inside the application. SECURITY: the reader's own default would fetch its program from a network; it must never be used. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import readerUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

let ready: Promise<unknown> | null = null;

/** Loads the reader once. Rejects where the file cannot be read. */
export function prepareReader(): Promise<unknown> {
  ready ??= load().catch((error: unknown) => {
    ready = null;
    throw error;
  });
  return ready;
}

async function load(): Promise<unknown> {
  const answer = await fetch(readerUrl);
  if (!answer.ok) throw new Error('The code reader is missing from the application.');
  const wasmBinary = await answer.arrayBuffer();
  return prepareZXingModule({ overrides: { wasmBinary, locateFile: () => readerUrl }, fireImmediately: true });
}

/** The bytes of the first QR code in the picture, or null. The caller wipes them. */
export async function findCode(picture: ImageData): Promise<Uint8Array<ArrayBuffer> | null> {
  await prepareReader();
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 1 });
  const code = found.find((c) => c.isValid && c.bytes.length > 0);
  return code === undefined ? null : Uint8Array.from(code.bytes);
}
