/** Keeps one Keyrite running: two would write to the same ceremony and the same token. Must never let the second one go on. */
import type { App, BrowserWindow } from 'electron';

/** Whether this is the first; otherwise the caller ends. The first one's window is brought forward. */
export function isOnlyInstance(app: Pick<App, 'requestSingleInstanceLock' | 'on'>, window: () => Pick<BrowserWindow, 'isMinimized' | 'restore' | 'focus'> | null): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    const open = window();
    if (open === null) return;
    if (open.isMinimized()) open.restore();
    open.focus();
  });
  return true;
}
