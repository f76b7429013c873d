/** Brings the page back after it crashed or hung. Must never keep ceremony state in the page: main has all of it, and the page asks for a snapshot. */
import type { BrowserWindow, Dialog } from 'electron';
import { refusal } from '../../core/refusals/refusal.ts';
import { pageUrl } from '../security/page.ts';
import { logFailure } from './log.ts';

const most = 5;
const withinMs = 60_000;

type CrashWindow = Pick<BrowserWindow, 'on' | 'loadURL' | 'isDestroyed'> & { readonly webContents: Pick<BrowserWindow['webContents'], 'on' | 'forcefullyCrashRenderer'> };

/** Reloads the page when its process is gone; more than five times in a minute it stops and says so (`window.crashes`). */
export function reloadAfterCrash(window: CrashWindow, dialog: Pick<Dialog, 'showErrorBox'>, now: () => number = () => performance.now()): void {
  let times: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    process.stderr.write(`keyrite: the page's process is gone: ${details.reason}\n`);
    times = [...times.filter((time) => now() - time < withinMs), now()];
    if (times.length > most) {
      dialog.showErrorBox('Keyrite', refusal('window.crashes').sentence);
      return;
    }
    window.loadURL(pageUrl).catch((error: unknown) => logFailure('reload', error));
  });
  // A page that hangs is ended; what follows is the case above.
  window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
}
