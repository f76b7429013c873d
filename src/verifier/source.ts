/** Where a bundle comes from. The verifier reads through this alone, so that it also runs where there is no file system. */
import { RefusalError } from '../core/refusals/refusal.ts';

export interface SourceFile {
  /** Path below the bundle with forward slashes. */
  readonly name: string;
  /** Anything but 'file' is reported and never opened. */
  readonly kind: 'file' | 'link' | 'other';
  /** As listed; the bytes read are counted again. */
  readonly bytes: number;
}

export interface BundleSource {
  /** Every file below the bundle, links not followed. Throws RefusalError `transcript.not-a-bundle`, `transcript.too-many-files`. */
  list(): Promise<readonly SourceFile[]>;
  /** The bytes of one listed file, in chunks. Throws RefusalError `transcript.symbolic-link`, `transcript.not-a-file`, `transcript.unreadable`. */
  open(name: string): AsyncIterable<Uint8Array>;
}

/** All bytes of a file of at most `maxBytes`. Throws RefusalError `transcript.too-large` as soon as there is one byte more, and those of open. */
export async function readWhole(source: BundleSource, name: string, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open(name)) {
    size += chunk.length;
    if (size > maxBytes) throw new RefusalError('transcript.too-large', { what: name, limit: maxBytes });
    parts.push(chunk.slice());
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
