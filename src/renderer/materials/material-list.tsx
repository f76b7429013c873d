/** Choosing files of an earlier ceremony, and the list of those that are chosen. */
import type { ReactElement } from 'react';
import { Fault } from '../dialogs/fault.tsx';
import { ChooseFiles } from '../parts/choose-files.tsx';
import { Icon } from '../parts/icon.tsx';
import { count } from '../parts/text.ts';
import type { Materials } from './read-materials.ts';
import './material-list.css';

interface Props {
  readonly chosen: Materials;
  readonly disabled: boolean;
  readonly onFiles: (files: readonly File[], folder: boolean) => void;
  readonly onClear: () => void;
}

/** More than this are counted instead of listed. */
const listed = 8;

export function MaterialList({ chosen, disabled, onFiles, onClear }: Props): ReactElement {
  const { materials, left, faults } = chosen;
  return (
    <div className="materials">
      <div className="materials-acts">
        <ChooseFiles label="Choose files" accept=".json,application/json,image/png,image/jpeg,application/pdf" many quiet={materials.length > 0} disabled={disabled} onFiles={(files) => onFiles(files, false)} />
        <ChooseFiles label="Choose a folder" folder quiet disabled={disabled} onFiles={(files) => onFiles(files, true)} />
        {materials.length > 0 && (
          <button type="button" className="plain" disabled={disabled} onClick={onClear}>
            Take all back
          </button>
        )}
      </div>
      {materials.length > 0 && (
        <>
          <p className="materials-count" role="status">
            {count(materials.length, 'file')} chosen{left > 0 && `; ${count(left, 'other file')} of the folder ${left === 1 ? 'is' : 'are'} not needed here`}
          </p>
          <ul className="materials-list">
            {materials.slice(0, listed).map((m) => (
              <li key={m.name}>
                <Icon name="file" /> <span className="mono small">{m.name}</span>
              </li>
            ))}
            {materials.length > listed && <li className="quiet">and {materials.length - listed} more</li>}
          </ul>
        </>
      )}
      <Fault sentence={faults.length === 0 ? null : `${faults.join(' ')} Nothing was changed.`} />
    </div>
  );
}
