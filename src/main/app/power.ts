/** Keeps the machine and its screen awake while a ceremony's window is open. Must never be left on after it. */
import type { BrowserWindow, PowerSaveBlocker } from 'electron';

export function keepAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>, window: Pick<BrowserWindow, 'once'>): void {
  const id = blocker.start('prevent-display-sleep');
  window.once('closed', () => {
    blocker.stop(id);
  });
}
