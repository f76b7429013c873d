/** Finds characters that a reader cannot see or that change the order in which text is shown: a plan must read the same to people and to the machine. */

/**
 * Controls except tab, line feed and carriage return; soft hyphen; zero-width and bidirectional controls (Unicode TR36 section 3, "Trojan Source"
 * CVE-2021-42574); line and paragraph separators; invisible operators; byte order mark inside; tags, variation selectors; unassigned specials.
 */
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u;

export interface HiddenCharacter {
  /** UTF-16 offset. */
  readonly offset: number;
  /** e.g. "U+202E". */
  readonly character: string;
}

/** The first hidden character of `text`, or null. Line ends within a single value are looked for with `lineEnds`. */
export function findHidden(text: string, lineEnds: 'allowed' | 'refused' = 'allowed'): HiddenCharacter | null {
  const at = [text.search(hidden), lineEnds === 'refused' ? text.search(/[\t\r\n]/) : -1].filter((n) => n >= 0);
  if (at.length === 0) return null;
  const offset = Math.min(...at);
  return { offset, character: `U+${text.codePointAt(offset)!.toString(16).toUpperCase().padStart(4, '0')}` };
}
