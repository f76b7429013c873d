/** Ends the application: the desk closes its files, its worker and its keys first. Must never exit with a ceremony file open. */
import type { App } from 'electron';
import { logFailure } from './log.ts';

/** The window's close, the system's signals and quit() all come through before-quit; it waits for the desk once. */
export function closeBeforeQuit(app: Pick<App, 'on' | 'quit' | 'exit'>, close: () => Promise<void>): void {
  let closing = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        logFailure('close', error);
        app.exit(1);
      },
    );
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
