/** Says what kind of picture a file is and how large, from its first bytes and without decoding it; so that nothing is decoded that would not fit in memory. */

export interface PictureSize {
  readonly kind: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

/** Kind and size of a PNG (W3C PNG section 11.2.1) or JPEG (ITU-T T.81 section B.2.2), or null for anything else or a file cut before its size. */
export function pictureSize(file: Uint8Array): PictureSize | null {
  return pngSize(file) ?? jpegSize(file);
}

const view = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.byteLength);

function pngSize(file: Uint8Array): PictureSize | null {
  const begin = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (file.length < 24 || begin.some((byte, i) => file[i] !== byte)) return null;
  return { kind: 'png', width: view(file).getUint32(16), height: view(file).getUint32(20) };
}

function jpegSize(file: Uint8Array): PictureSize | null {
  if (file[0] !== 0xff || file[1] !== 0xd8) return null;
  for (let at = 2; at + 9 < file.length; ) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1]!;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { kind: 'jpeg', height: view(file).getUint16(at + 5), width: view(file).getUint16(at + 7) };
    // Fill bytes (B.1.1.2), and markers without a length: TEM and RST.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else at += 2 + view(file).getUint16(at + 2);
  }
  return null;
}
