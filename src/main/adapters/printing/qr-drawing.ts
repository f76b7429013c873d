/** Draws a QR code (ISO/IEC 18004) as vectors at error correction level Q, which survives a quarter of its codewords damaged. It must never leave a bitmap behind. */
import QRCode from 'qrcode';
import { wipe } from '../../../core/bytes/bytes.ts';
import type { Sheet } from './sheet.ts';

/** What a code holds: `text` of the 45 alphanumeric characters, or bytes. */
export type CodeContent = { readonly text: string } | { readonly bytes: Uint8Array };

/** Not above this version on paper: 117 by 117 modules, still over half a millimetre each at 72 mm. */
const MAX_VERSION = 25;

/** Draws the code of `content` with its dark square in x, y, size (millimetres); the caller keeps four modules around it blank. */
export function drawCode(sheet: Pick<Sheet, 'rectangles'>, content: CodeContent, x: number, y: number, size: number): void {
  const segment = 'text' in content ? ({ data: content.text, mode: 'alphanumeric' } as const) : ({ data: content.bytes, mode: 'byte' } as const);
  const code = QRCode.create([segment], { errorCorrectionLevel: 'Q' });
  if (code.version > MAX_VERSION) throw new RangeError('too much for one code on paper');
  const { data, size: modules } = code.modules;
  try {
    sheet.rectangles(runs(data, modules, x, y, size / modules));
  } finally {
    wipe(data);
  }
}

/** One rectangle a run of dark modules in a row. */
function* runs(data: ArrayLike<number>, modules: number, x: number, y: number, pitch: number): Generator<readonly [number, number, number, number]> {
  for (let row = 0; row < modules; row++) {
    let start = -1;
    for (let column = 0; column <= modules; column++) {
      const dark = column < modules && data[row * modules + column] !== 0;
      if (dark && start < 0) start = column;
      if (!dark && start >= 0) {
        yield [x + start * pitch, y + row * pitch, (column - start) * pitch, pitch];
        start = -1;
      }
    }
  }
}
