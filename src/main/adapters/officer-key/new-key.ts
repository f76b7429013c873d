/** A new key of an officer, made as `keyrite officer-key new` makes it, for a folder that is known only afterwards. Never keeps the code. */
import { join } from 'node:path';
import { fromBase64 } from '../../../core/bytes/bytes.ts';
import { spkiSha256 } from '../../../core/transcript/signature.ts';
import { writeKeyFile } from './key-file.ts';
import { newSealedKey } from './sealed-key.ts';

export interface NewKey {
  readonly keySha256: string;
  /** Writes the file, and answers with its path. RefusalError `officer-key.not-written`: an existing file is never overwritten. */
  save(folder: string): Promise<string>;
}

/** Wipes the code. RefusalError `officer-key.code-too-short`. */
export async function newOfficerKey(code: Uint8Array, random: Parameters<typeof newSealedKey>[1]): Promise<NewKey> {
  const file = await newSealedKey(code, random);
  const keySha256 = spkiSha256(fromBase64(file.spki));
  return {
    keySha256,
    async save(folder) {
      const path = join(folder, `officer-key-${keySha256.slice(0, 16)}.json`);
      await writeKeyFile(path, file);
      return path;
    },
  };
}
