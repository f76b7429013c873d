/** The officer's key in a file of either kind, as the port that signs off. */
import type { OpenHsm } from '../../../core/ports/hsm.ts';
import type { OfficerKeyPort } from '../../../core/ports/officer-key.ts';
import { readKeyFile } from './key-file.ts';
import { sealedKey } from './sealed-key.ts';
import { tokenKey } from './token-key.ts';

/** Throws RefusalError `officer-key.unreadable`, `officer-key.bad-file`. The code of the port's `open` is the code of a sealed key, or the PIN of the token. */
export async function officerKeyAt(path: string, openHsm: OpenHsm): Promise<OfficerKeyPort> {
  const file = await readKeyFile(path);
  return file.kind === 'sealed' ? sealedKey(file) : tokenKey(openHsm, file);
}
