/** Leaves the key pair of a rehearsed transfer's target in the room, so that anybody can open what was delivered to it. For rehearsals only: of a real target nobody here has the private key. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LastingRoom } from './lasting-room.ts';

export const TARGET_PUBLIC_KEY = 'rehearsal-target.public.pem';
/** Its name says what it is worth, wherever it is found. */
export const TARGET_PRIVATE_KEY = 'REHEARSAL-ONLY-target.private.pem';

/** Writes both as PEM (SubjectPublicKeyInfo, RFC 5280; PKCS#8, RFC 5958), and overwrites nothing. */
export function leaveTarget({ target }: Pick<LastingRoom, 'target'>, roomFolder: string): void {
  writeFileSync(join(roomFolder, TARGET_PUBLIC_KEY), target.pem, { flag: 'wx' });
  writeFileSync(join(roomFolder, TARGET_PRIVATE_KEY), target.privateKey, { flag: 'wx', mode: 0o600 });
}
