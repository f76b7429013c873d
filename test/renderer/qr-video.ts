/** A one-picture video (YUV4MPEG2) of a QR code on a sheet, for the browser's fake camera. */
import QRCode from 'qrcode';

/** `text` as a code at level Q with a quiet zone, grey on white, in the middle of a 640 x 480 picture. */
export function qrVideo(text: string): Uint8Array {
  const [width, height] = [640, 480];
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' });
  const size = Math.floor((height * 0.7) / modules.size);
  const [left, top] = [(width - size * modules.size) >> 1, (height - size * modules.size) >> 1];
  const luma = new Uint8Array(width * height).fill(225);
  for (let y = 0; y < size * modules.size; y++) {
    for (let x = 0; x < size * modules.size; x++) {
      if (modules.get(Math.floor(y / size), Math.floor(x / size)) !== 0) luma[(top + y) * width + left + x] = 40;
    }
  }
  const chroma = new Uint8Array((width * height) / 2).fill(128);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${String(width)} H${String(height)} F10:1 Ip C420\nFRAME\n`), luma, chroma]);
}
