/** Cuts a stream of bytes into lines without ever holding more than one line and one chunk. */
import { RefusalError } from '../core/refusals/refusal.ts';

export interface Line {
  /** Without the LF. Valid until the next line is asked for. */
  readonly bytes: Uint8Array;
  /** False for a last line that the file does not end with LF. */
  readonly ended: boolean;
}

/** Lines of `chunks`. Throws RefusalError `transcript.line-too-long` as soon as a line has one byte more than `maxBytes`. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 0;
  const take = (last: Uint8Array): Uint8Array => {
    if (heldBytes + last.length > maxBytes) throw new RefusalError('transcript.line-too-long', { line: number, limit: maxBytes });
    if (held.length === 0) return last;
    const line = new Uint8Array(heldBytes + last.length);
    let at = 0;
    for (const part of held) {
      line.set(part, at);
      at += part.length;
    }
    line.set(last, at);
    held = [];
    heldBytes = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(10); to !== -1; to = chunk.indexOf(10, from)) {
      yield { bytes: take(chunk.subarray(from, to)), ended: true };
      number++;
      from = to + 1;
    }
    if (from === chunk.length) continue;
    if (heldBytes + chunk.length - from > maxBytes) throw new RefusalError('transcript.line-too-long', { line: number, limit: maxBytes });
    held.push(chunk.slice(from));
    heldBytes += chunk.length - from;
  }
  if (heldBytes > 0) yield { bytes: take(new Uint8Array(0)), ended: false };
}
