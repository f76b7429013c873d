/** Opens the one window. Must never be opened with a weaker preference than these. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { pageUrl } from '../security/page.ts';

/** SECURITY: each preference is written out, defaults too, so that loosening one shows in a diff and in test/security. */
export function windowOptions(session: Session, preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Keyrite',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    backgroundColor: '#f7f6f2',
    autoHideMenuBar: true,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
      safeDialogs: true,
      enableWebSQL: false,
      // A ceremony goes on while the window is covered; its clock and its camera must not be slowed.
      backgroundThrottling: false,
    },
  };
}

/** Shows the page once it is drawn. */
export async function showPage(window: Pick<BrowserWindow, 'once' | 'show' | 'loadURL'>): Promise<void> {
  window.once('ready-to-show', () => window.show());
  await window.loadURL(pageUrl);
}
