/** What a printed code of a share holds: the record in Crockford base32, which every reader gives back unchanged. A string, as the code's maker wants it; it can not be wiped. */
import { wipe } from '../bytes/bytes.ts';
import { ALPHABET, toSymbols } from './base32.ts';

/** 80 characters of a 50-byte share, all in the alphanumeric mode of QR codes (ISO/IEC 18004 section 7.4.4). */
export function codeText(record: Uint8Array): string {
  const symbols = toSymbols(record);
  let text = '';
  for (const symbol of symbols) text += ALPHABET[symbol]!;
  wipe(symbols);
  return text;
}
