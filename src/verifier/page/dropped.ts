/** What was dropped on the page, as a list of files: a ZIP file, or a folder with everything below it. Stops at more files than a bundle may have. */
import { limits } from '../../core/transcript/limits.ts';
import type { GivenFile } from './blob-source.ts';

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** A browser gives the entries of a folder in portions, the last of them empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
    if (all.length > limits.files) return all;
  }
}

async function collect(entry: FileSystemEntry, path: string, depth: number, found: GivenFile[]): Promise<void> {
  if (found.length > limits.files) return;
  if (entry.isFile) found.push({ path, blob: await fileOf(entry as FileSystemFileEntry) });
  else if (depth > 0) for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) await collect(child, `${path}/${child.name}`, depth - 1, found);
}

/** Chromium's own way, the only one of its two that reads a folder on a page that itself lies on the disk (file:). Other browsers do not have it. */
interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

async function collectHandle(handle: FileSystemHandle, path: string, depth: number, found: GivenFile[]): Promise<void> {
  if (found.length > limits.files) return;
  if (handle.kind === 'file') found.push({ path, blob: await (handle as FileSystemFileHandle).getFile() });
  else if (depth > 0) for await (const child of (handle as FileSystemDirectoryHandle).values()) await collectHandle(child, `${path}/${child.name}`, depth - 1, found);
}

async function handlesOf(items: readonly HandleItem[]): Promise<readonly FileSystemHandle[]> {
  const handles = await Promise.all(items.flatMap((item) => item.getAsFileSystemHandle?.() ?? []));
  return handles.filter((handle) => handle !== null);
}

/** Must be called within the drop event: afterwards the browser forgets what was dropped. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? []);
  // The files of a bundle dropped without their folder lie in one all the same.
  const prefix = items.length > 1 ? 'dropped/' : '';
  const plain = [...transfer.files].map((blob): GivenFile => ({ path: `${prefix}${blob.name}`, blob }));
  const asked = handlesOf(items as readonly HandleItem[]);
  if (entries.every((entry) => entry.isFile)) return plain;
  const found: GivenFile[] = [];
  const handles = await asked;
  for (const handle of handles) await collectHandle(handle, `${prefix}${handle.name}`, limits.folderDepth + 1, found);
  if (handles.length > 0) return found;
  for (const entry of entries) await collect(entry, `${prefix}${entry.name}`, limits.folderDepth + 1, found);
  return found;
}

export function chosenFiles(list: FileList): readonly GivenFile[] {
  return [...list].map((blob): GivenFile => ({ path: blob.webkitRelativePath === '' ? blob.name : blob.webkitRelativePath, blob }));
}
