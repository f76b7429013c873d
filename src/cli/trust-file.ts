/** Reads the operator's file of pinned keys. Never one that a bundle brings. */
import { realpath } from 'node:fs/promises';
import { RefusalError } from '../core/refusals/refusal.ts';
import { limits } from '../core/transcript/limits.ts';
import { fileChunks } from '../verifier/directory-source.ts';
import { readWhole } from '../verifier/source.ts';
import { parseTrust } from '../verifier/trust.ts';
import type { Trust } from '../verifier/trust.ts';

/** The bytes of the file at `path`. Throws RefusalError `transcript.unreadable`, `transcript.too-large`. */
export async function trustBytes(path: string): Promise<Uint8Array> {
  // The file is the operator's own: its name may be a link, unlike anything in a bundle.
  const real = await realpath(path).catch((cause: unknown) => {
    throw new RefusalError('transcript.unreadable', { name: path, reason: 'it is not there' }, { cause });
  });
  return readWhole({ list: async () => [], open: () => fileChunks(real, path) }, path, limits.trustBytes);
}

/** The pins in the file at `path`. Throws RefusalError `transcript.unreadable`, `transcript.too-large`, `transcript.bad-trust`. */
export async function readTrust(path: string): Promise<Trust> {
  return parseTrust(await trustBytes(path));
}
