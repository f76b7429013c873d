/** Finds files that come with the application, from its source as well as from a built bundle; it must never look outside the package. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of Keyrite's own package.json above this file: src/… and out/… both lie below it, in a checkout and in an asar archive. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && /"name":\s*"keyrite"/.test(readFileSync(file, 'utf8'))) return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error('the package folder of keyrite was not found');
    folder = above;
  }
}
