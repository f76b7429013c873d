/**
 * What `import … from 'electron'` means inside the shell: the part that the built main uses, on the system's Chromium. Not Electron: it shows that our code
 * works, never that it works in Electron. Must throw for whatever it does not have.
 */
export { app } from './stand-in/app.ts';
export { ipcMain } from './stand-in/ipc-main.ts';
export { protocol, session } from './stand-in/session.ts';
export { dialog, Menu, powerSaveBlocker } from './stand-in/small.ts';
export { utilityProcess } from './stand-in/utility-process.ts';
export { BrowserWindow } from './stand-in/window.ts';
