/** Asks the desk from time to time what changed by itself (a card taken out), while the window is open. Must never have two questions under way. */
import type { BrowserWindow } from 'electron';
import { logFailure } from './log.ts';

const everyMs = 1000;

export function lookAgain(look: () => Promise<void>, window: Pick<BrowserWindow, 'once'>): void {
  let timer: NodeJS.Timeout | null = null;
  let open = true;
  const later = (): void => {
    if (!open) return;
    timer = setTimeout(() => {
      look().catch((error: unknown) => logFailure('look', error)).finally(later);
    }, everyMs);
  };
  window.once('closed', () => {
    open = false;
    if (timer !== null) clearTimeout(timer);
  });
  later();
}
