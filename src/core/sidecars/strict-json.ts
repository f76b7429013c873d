/** Reads JSON that others have written: any spelling, one meaning. Text that two readers could take for two values is refused. */
import { fromUtf8 } from '../bytes/bytes.ts';

/** JSON without the white space between its parts. */
function compact(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[\t\n\r ]+/g, (_whole, quoted: string | undefined) => quoted ?? '');
}

/** Most brackets that are open at once, outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const bracket of text.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/[^[\]{}]/g, '')) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    most = Math.max(most, depth);
  }
  return most;
}

/** The value of JSON in UTF-8, or null where it is none, is nested deeper than `maxDepth`, names a field twice, or spells text or a number in a way of its own. */
export function parseStrictJson(bytes: Uint8Array, maxDepth: number): unknown {
  try {
    const text = fromUtf8(bytes);
    // SECURITY: first, so that every string ends. A quote that is never closed would let the patterns below read the rest again from each quote after it.
    const value: unknown = JSON.parse(text);
    if (depthOf(text) > maxDepth) return null;
    // SECURITY: a name given twice is lost when it is written again.
    return JSON.stringify(value) === compact(text) ? value : null;
  } catch {
    return null;
  }
}
