/** CRC-32/ISO-HDLC (IEEE 802.3, RFC 1952 section 8): finds misreadings. It is no protection against intent: that is the commitment's part. */

/** CRC-32 of `bytes` as an unsigned 32-bit number; crc32 of the ASCII text "123456789" is 0xCBF43926. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
