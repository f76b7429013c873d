/** How text of a bundle stands in a column. The exact text is in the payload and in the line; never used for those. */

/**
 * `text` with NUL (U+0000) shown as U+2400: PostgreSQL has no NUL in text, and other tools end a text there. Everything else stays as it was signed,
 * marks of direction too: whoever shows it must take care.
 */
export function readable(text: string): string {
  return text.replaceAll('\u0000', '\u2400');
}
