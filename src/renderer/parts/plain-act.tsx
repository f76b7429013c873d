/** An act that is seldom wanted: a quiet line below the step that opens its dialog. */
import type { ReactElement } from 'react';
import './plain-act.css';

interface Props {
  readonly says: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

export function PlainAct({ says, label, disabled, onPress }: Props): ReactElement {
  return (
    <p className="plain-act">
      <span className="quiet">{says}</span>{' '}
      <button type="button" className="plain" disabled={disabled} onClick={onPress}>
        {label}
      </button>
    </p>
  );
}
