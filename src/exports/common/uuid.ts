/** Identifiers of what a view names: derived from the statement, so that the same record gives the same ones and no other record does. No randomness. */
import { sha1 } from '@noble/hashes/legacy.js';
import { concat, fromHex, toHex, utf8 } from '../../core/bytes/bytes.ts';

/** The namespace of URLs (RFC 9562 section 6.6). */
const NAMESPACE_URL = fromHex('6ba7b8119dad11d180b400c04fd430c8');

/** UUID version 5 of `name` in the namespace of URLs (RFC 9562 section 5.5). SHA-1 is what version 5 is; nothing rests on it but names. */
export function uuidOfUrl(name: string): string {
  const bytes = sha1(concat(NAMESPACE_URL, utf8(name))).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** UUID of `what` (ASCII) in the view of the statement with this SHA-256: uuid5(NAMESPACE_URL, "https://keyrite.org/statement/SHA256/WHAT"). */
export function uuidFor(statementSha256: string, what: string): string {
  return uuidOfUrl(`https://keyrite.org/statement/${statementSha256}/${what}`);
}
