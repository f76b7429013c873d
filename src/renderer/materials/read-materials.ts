/** Reads files of an earlier ceremony that people choose: statement, packages, pictures of package sheets. None of them is secret. It sends nothing. */
import type { Material } from '../api.ts';

/** The contract's bounds: files in one request, bytes of one file. */
const mostFiles = 64;
const largest = 20 * 1024 * 1024;

/** What can be of use; everything else in a bundle's folder (the record, public keys, documents) is left where it is. */
const useful = /\.(json|png|jpe?g|pdf)$/i;

export interface Materials {
  readonly materials: readonly Material[];
  /** Files left out of a folder because they are not needed here. */
  readonly left: number;
  /** What could not be taken, in sentences. */
  readonly faults: readonly string[];
}

export const noMaterials: Materials = { materials: [], left: 0, faults: [] };

/** Adds `files` to what is there; a file of the same name takes the place of the earlier one. */
export async function readMaterials(before: Materials, files: readonly File[], folder: boolean): Promise<Materials> {
  const wanted = folder ? files.filter((f) => useful.test(f.name)) : files;
  const faults: string[] = [];
  const found = new Map(before.materials.map((m) => [m.name, m]));
  for (const file of wanted) {
    const name = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
    if (file.size > largest) faults.push(`“${file.name}” is larger than 20 MB, so it was not opened. A package or a sheet is far smaller.`);
    else if (!found.has(name) && found.size >= mostFiles) faults.push(`“${file.name}” was left out: at most ${String(mostFiles)} files are taken at once.`);
    else {
      try {
        found.set(name, { name, bytes: new Uint8Array(await file.arrayBuffer()) });
      } catch {
        faults.push(`“${file.name}” could not be read. Check that its disk is still plugged in, and choose it again.`);
      }
    }
  }
  if (folder && wanted.length === 0) faults.push('There is nothing in this folder that is needed here: no statement, no package, no picture or PDF of a sheet.');
  return { materials: [...found.values()], left: files.length - wanted.length, faults };
}
