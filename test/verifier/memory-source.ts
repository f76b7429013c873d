/** For tests: a bundle in memory, as a browser would hold it. */
import { RefusalError } from '../../src/core/refusals/refusal.ts';
import type { BundleSource } from '../../src/verifier/source.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** Chunks of `chunk` bytes, so that lines and files fall apart at any place. */
export function memorySource(files: Files, chunk = 65_536): BundleSource {
  return {
    async list() {
      return [...files].map(([name, bytes]) => ({ name, kind: 'file' as const, bytes: bytes.length }));
    },
    async *open(name) {
      const bytes = files.get(name);
      if (bytes === undefined) throw new RefusalError('transcript.unreadable', { name, reason: 'it is not there' });
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}
