/** Asks the person for a file or a folder, in the system's own dialog. SECURITY: the window never names a path; what a dialog answers is the only way to one. */
import type { BrowserWindow, Dialog, OpenDialogOptions } from 'electron';

/** Each answers with an absolute path, or null where the person closed the dialog. */
export interface Chooser {
  folder(title: string): Promise<string | null>;
  file(title: string, kind: { readonly name: string; readonly extensions: readonly string[] }): Promise<string | null>;
}

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

/** Where there is no window, as in a rehearsal without one: nobody chooses anything. */
export const nobodyChooses: Chooser = { folder: () => Promise.resolve(null), file: () => Promise.resolve(null) };
