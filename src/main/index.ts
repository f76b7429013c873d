/** Starts the application: what must be set before Chromium starts, then the window. Must stay a list; each line's idea has a file of its own. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, powerSaveBlocker, protocol, session, utilityProcess } from 'electron';
import { refusal, RefusalError } from '../core/refusals/refusal.ts';
import { readArguments } from './app/arguments.ts';
import { reloadAfterCrash } from './app/crash.ts';
import { currentHost } from './app/host.ts';
import { logFailure } from './app/log.ts';
import { lookAgain } from './app/look-again.ts';
import { removeMenu } from './app/menu.ts';
import { keepAwake } from './app/power.ts';
import { registerScheme, serveFiles } from './app/protocol.ts';
import { closeBeforeQuit } from './app/quit.ts';
import { isOnlyInstance } from './app/single-instance.ts';
import { utilityWorker } from './app/utility-worker.ts';
import { showPage, windowOptions } from './app/window.ts';
import { handleChannels } from './ipc/handle.ts';
import { snapshotSender } from './ipc/notify.ts';
import { systemChooser } from './review/system-chooser.ts';
import { createDesk } from './runtime/desk.ts';
import { createPorts } from './runtime/ports.ts';
import { applicationVersion } from './runtime/version.ts';
import { confineAllContents } from './security/navigation.ts';
import { blockNetwork, setResolver, setSwitches } from './security/network.ts';
import { refuseNodeNetwork } from './security/node-network.ts';
import { restrictPermissions } from './security/permissions.ts';

const built = (...path: readonly string[]): string => join(import.meta.dirname, '..', ...path);
let window: BrowserWindow | null = null;
const contents = (): Electron.WebContents | null => window?.webContents ?? null;
const restricted = new WeakSet<Electron.Session>();

function restrict(each: Electron.Session): void {
  if (restricted.has(each)) return;
  restricted.add(each);
  blockNetwork(each);
  restrictPermissions(each, contents);
}

async function start(): Promise<void> {
  const args = readArguments(process.argv.slice(1), app.isPackaged);
  setResolver(app);
  removeMenu(Menu);
  // In memory only (no `persist:`): no cache, cookie or storage of the page reaches the disk.
  const own = session.fromPartition('keyrite');
  restrict(own);
  serveFiles(own.protocol, built('renderer'));

  const ports = createPorts({
    version: applicationVersion,
    spawnWorker: utilityWorker((...args) => utilityProcess.fork(...args), built('main', 'hsm-worker.js')),
    ...(args.room === null ? {} : { roomFolder: args.room }),
  });
  const desk = createDesk({
    folder: args.ceremonies ?? join(app.getPath('userData'), 'ceremonies'),
    host: currentHost(args),
    version: applicationVersion,
    ports,
    offline: () => ports.offline(),
    choose: systemChooser(dialog, () => window),
  });
  closeBeforeQuit(app, () => desk.close());
  handleChannels(ipcMain, desk.handlers, contents);
  desk.onSnapshot(snapshotSender(contents));

  window = new BrowserWindow(windowOptions(own, built('preload', 'index.cjs')));
  window.once('closed', () => (window = null));
  reloadAfterCrash(window, dialog);
  keepAwake(powerSaveBlocker, window);
  lookAgain(() => desk.look(), window);
  await showPage(window);
}

function refuseToStart(error: unknown): void {
  if (!(error instanceof RefusalError)) logFailure('start', error);
  const why = error instanceof RefusalError ? error.refusal : refusal('window.start', { reason: 'The reason is on the terminal it was started from.' });
  process.stderr.write(`keyrite: ${why.code}: ${why.sentence}\n`);
  dialog.showErrorBox('Keyrite', why.sentence);
  app.exit(1);
}

if (isOnlyInstance(app, () => window)) {
  app.enableSandbox();
  setSwitches(app);
  registerScheme(protocol);
  refuseNodeNetwork();
  confineAllContents(app);
  app.on('session-created', restrict);
  // Not awaited at the top level: Electron emits ready only when this module has been evaluated.
  app.whenReady().then(start).catch(refuseToStart);
} else {
  app.exit(0);
}
