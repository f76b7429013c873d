/** Text of a record made fit for any format: nothing invisible, nothing that turns its order, nothing outside ASCII in JSON. Changes no meaning of what can be seen. */

/**
 * Controls with line ends, format characters (bidirectional overrides, zero-width characters: Unicode TR36 section 3), halves of characters, private
 * and unassigned ones, line and paragraph separators, and what is ignored by default (fillers, variation selectors).
 */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}]/gu;

/** `text` on one line, with what cannot be seen written out as \u{...}. SECURITY: every text from a record passes here before it is in a view. */
export function visible(text: string): string {
  return text.replace(unseen, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * JSON of `value` in printable ASCII: without <, > and &, so that a page can hold it as it is; every text in it made {@link visible}. Names in the order they were given.
 * `indent`: spaces a level; 0 for one line.
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, (_name, part: unknown) => (typeof part === 'string' ? visible(part) : part), indent);
  return text.replace(/[<>&\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
