/** The system's own dialogs, for choosing a file or a folder. The one file of the review that knows Electron. */
import type { BrowserWindow, Dialog, OpenDialogOptions } from 'electron';
import type { Chooser } from './chooser.ts';

/** Dialogs over `window`; without a window there is nobody to ask. */
export function systemChooser(dialog: Pick<Dialog, 'showOpenDialog'>, window: () => BrowserWindow | null): Chooser {
  const ask = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    if (parent === null) return null;
    const { canceled, filePaths } = await dialog.showOpenDialog(parent, options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    folder: (title) => ask({ title, properties: ['openDirectory'] }),
    file: (title, { name, extensions }) => ask({ title, properties: ['openFile'], filters: [{ name, extensions: [...extensions] }] }),
  };
}
