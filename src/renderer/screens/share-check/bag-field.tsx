/** The number on the bag, typed by whoever holds it, beside the one that was noted. */
import { useId } from 'react';
import type { ReactElement } from 'react';
import { Status } from '../../parts/status.tsx';
import type { BagState } from './bag.ts';
import './share-check.css';

interface Props {
  readonly noted: string | null;
  /** The card's own number, for a smartcard. */
  readonly card: string | null;
  readonly typed: string;
  readonly state: BagState;
  readonly onType: (text: string) => void;
}

export function BagField({ noted, card, typed, state, onType }: Props): ReactElement {
  const id = useId();
  return (
    <section className="bag card" aria-label="The bag compared">
      <div className="field">
        <label htmlFor={id}>Number on the bag now</label>
        <input id={id} className="mono" value={typed} maxLength={100} autoComplete="off" spellCheck={false} onChange={(event) => onType(event.currentTarget.value)} aria-describedby={`${id}-says`} />
      </div>
      <div className="bag-noted">
        <p className="bag-label">{noted === null ? 'Noted earlier' : 'Noted when the share was made'}</p>
        <p className="bag-number mono">{noted ?? 'nothing'}</p>
        {card !== null && (
          <p className="small quiet">
            Card <span className="mono">{card}</span>
          </p>
        )}
      </div>
      <p className="bag-verdict" id={`${id}-says`} role="status">
        {state === 'same' && <Status tone="ok">the same number</Status>}
        {state === 'typing' && <Status tone="quiet">not complete yet</Status>}
        {state === 'different' && <Status tone="warn">not the number that was noted</Status>}
        {state === 'none' && <span className="quiet small">{noted === null ? 'No number was noted for this share; type what is there.' : 'Look at the bag before it is opened, and type what stands on it.'}</span>}
        {state === 'different' && <span className="small"> The share may still be read; the record will say that the bag does not match.</span>}
      </p>
    </section>
  );
}
