/** Statements that somebody ticks after looking; the act waits for them. */
import { useId } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import './checks.css';

export interface CheckItem {
  readonly id: string;
  readonly label: ReactNode;
}

interface Props {
  readonly items: readonly CheckItem[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (id: string, on: boolean) => void;
}

export function Checks({ items, ticked, onTick }: Props): ReactElement | null {
  const base = useId();
  if (items.length === 0) return null;
  return (
    <fieldset className="checks">
      <legend>Check, then tick</legend>
      {items.map((item) => (
        <label key={item.id} className="check" htmlFor={`${base}-${item.id}`}>
          <input id={`${base}-${item.id}`} type="checkbox" checked={ticked.has(item.id)} onChange={(e) => onTick(item.id, e.currentTarget.checked)} />
          <span className="check-box" aria-hidden="true">
            {ticked.has(item.id) && <Icon name="check" />}
          </span>
          <span>{item.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
