/** CRC-32 as ZIP files have it (PKWARE APPNOTE 4.4.7, polynomial 0xedb88320). Finds accidents; proves nothing. */
const table = Uint32Array.from({ length: 256 }, (_unused, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** The CRC of what gave `before` (0 at the beginning) followed by `bytes`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let c = ~before;
  for (const byte of bytes) c = table[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}
