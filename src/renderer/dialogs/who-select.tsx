/** A list to say who speaks; for acts that need a name but no code. */
import { useId } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';

interface Props {
  readonly label: string;
  readonly snapshot: Snapshot;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly autoFocus?: boolean;
  readonly except?: string;
}

export function WhoSelect({ label, snapshot, value, onChange, autoFocus = false, except = '' }: Props): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)} data-autofocus={autoFocus ? '' : undefined}>
        <option value="" disabled>
          Choose a person
        </option>
        {snapshot.people
          .filter((p) => p.id !== except && !p.absent)
          .map((p) => (
            <option key={p.id} value={p.id}>
              {p.name}, {p.roles.join(', ')}
            </option>
          ))}
      </select>
    </div>
  );
}
