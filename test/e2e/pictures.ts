/** Takes the pictures of docs/screens/: one of each screen that is wanted, the first time it fills the window. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const folder = join(import.meta.dirname, '../../docs/screens');

export async function takePicture(page: Page, number: number, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);
  writeFileSync(join(folder, `${String(number).padStart(2, '0')}-${words}.png`), await page.screenshot());
}

/** A picture that is wanted: of the first screen whose heading matches. Its place in the list gives its number. */
export interface Wanted {
  readonly heading: RegExp;
  readonly name: string;
}

export interface Album {
  onScreen(heading: string): Promise<void>;
  /** Names of the pictures that were not taken. */
  missing(): readonly string[];
}

export function openAlbum(page: Page, first: number, wanted: readonly Wanted[]): Album {
  const taken = new Set<Wanted>();
  return {
    async onScreen(heading) {
      const found = wanted.find((w) => w.heading.test(heading));
      if (found === undefined || taken.has(found)) return;
      taken.add(found);
      await takePicture(page, first + wanted.indexOf(found), found.name);
    },
    missing: () => wanted.filter((w) => !taken.has(w)).map((w) => w.name),
  };
}
