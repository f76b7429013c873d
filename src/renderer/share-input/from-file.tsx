/** A share from an image or a PDF of its sheet. */
import { useState } from 'react';
import type { ChangeEvent, ReactElement } from 'react';
import { Fault } from '../dialogs/fault.tsx';
import { Icon } from '../parts/icon.tsx';
import { wipeSecret } from '../secret/secret-bytes.ts';
import { useStore } from '../state/use-store.ts';

/** The contract's bound on a picture. */
const largest = 20 * 1024 * 1024;

export function FromFile({ disabled, presenter }: { readonly disabled: boolean; readonly presenter?: string | undefined }): ReactElement {
  const store = useStore();
  const [fault, setFault] = useState<string | null>(null);

  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const input = event.currentTarget;
    const chosen = input.files?.[0];
    if (chosen === undefined) return;
    setFault(null);
    if (chosen.size > largest) {
      input.value = '';
      setFault('This file is larger than 20 MB, so it was not opened. Nothing changed. Choose a picture or a PDF of the one sheet.');
      return;
    }
    let bytes: Uint8Array<ArrayBuffer> | null = null;
    try {
      bytes = new Uint8Array(await chosen.arrayBuffer());
      await store.act('share:read-file', presenter === undefined ? { file: bytes } : { file: bytes, presenter }, 'Looking for the code in the picture');
    } catch {
      setFault('The file could not be read from its disk. Nothing changed. Check that the disk is still plugged in and choose it again.');
    } finally {
      wipeSecret(bytes);
      input.value = '';
    }
  }

  return (
    <div className="way-panel card">
      <p>Choose the file. The whole code must be in the picture, sharp and evenly lit. Delete the file afterwards, as your procedure says: it holds the share.</p>
      <label className="file-button">
        <Icon name="file" /> Choose the picture of the sheet
        <input type="file" accept="image/png,image/jpeg,application/pdf" onChange={(event) => void read(event)} disabled={disabled} />
      </label>
      <Fault sentence={fault} />
    </div>
  );
}
