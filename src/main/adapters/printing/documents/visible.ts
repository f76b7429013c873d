/** Makes text that somebody typed fit to print: what cannot be seen, or would change the order of what is seen, is shown as a replacement character, never dropped. */
import { fontFor, REPLACEMENT } from '../fonts.ts';

/**
 * Controls, format characters (bidirectional overrides and isolates, zero-width characters, soft hyphen: Unicode TR36 section 3), half
 * characters, private and unassigned ones, line and paragraph separators.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** `text` on one logical line. */
export function visible(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unseen, REPLACEMENT);
}

/** Whether something of `text` is printed as a replacement character. */
export function hasUnprintable(text: string): boolean {
  return [...visible(text).normalize('NFC')].some((character) => character === REPLACEMENT || (!/\s/u.test(character) && fontFor('regular', character.codePointAt(0)!) === null));
}
