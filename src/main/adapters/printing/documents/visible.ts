/** Makes text that somebody typed fit to print: what cannot be seen, would change the order of what is seen, or is in no embedded font is written out by its number, never dropped. */
import { fontFor } from '../fonts.ts';

/**
 * Controls, format characters (bidirectional overrides and isolates, zero-width characters, soft hyphen: Unicode TR36 section 3), half characters,
 * private and unassigned ones, line and paragraph separators; and marks that no letter has taken in, which could be stacked over other text.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{M}]/u;

function shown(character: string): string {
  const codePoint = character.codePointAt(0)!;
  if (/\s/u.test(character) && !unseen.test(character)) return ' ';
  return unseen.test(character) || fontFor('regular', codePoint) === null ? `\\u{${codePoint.toString(16).toUpperCase()}}` : character;
}

/** `text` (NFC) on one logical line; U+202E, for one, as `\u{202E}`. */
export function visible(text: string): string {
  return Array.from(text.replace(/[\t\r\n]+/g, ' ').normalize('NFC'), shown).join('');
}

/** Whether something of `text` is written out by its number. */
export function hasUnprintable(text: string): boolean {
  return Array.from(text.replace(/[\t\r\n]+/g, ' ').normalize('NFC')).some((character) => shown(character).length > character.length);
}
