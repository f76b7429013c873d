/** Asks the person for a file or a folder, in the system's own dialog. SECURITY: the window never names a path; what a dialog answers is the only way to one. */

/** Each answers with an absolute path, or null where the person closed the dialog. */
export interface Chooser {
  folder(title: string): Promise<string | null>;
  file(title: string, kind: { readonly name: string; readonly extensions: readonly string[] }): Promise<string | null>;
}

/** Where there is no window, as in a rehearsal without one: nobody chooses anything. */
export const nobodyChooses: Chooser = { folder: () => Promise.resolve(null), file: () => Promise.resolve(null) };
