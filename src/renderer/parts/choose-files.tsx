/** A button that chooses files, or a whole folder. It hands the files on and keeps none. */
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

interface Props {
  readonly label: string;
  readonly accept?: string;
  readonly many?: boolean;
  readonly folder?: boolean;
  /** Not the main act of its screen: drawn as an ordinary button. */
  readonly quiet?: boolean;
  readonly disabled: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function ChooseFiles({ label, accept, many = false, folder = false, quiet = false, disabled, onFiles }: Props): ReactElement {
  return (
    <label className={quiet ? 'file-button file-button-quiet' : 'file-button'}>
      <Icon name={folder ? 'folder' : 'file'} /> {label}
      <input
        type="file"
        accept={accept}
        multiple={many || folder}
        // React passes this attribute through; Chromium then lets a folder be chosen (File and Directory Entries API).
        {...(folder ? { webkitdirectory: '' } : {})}
        disabled={disabled}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}
