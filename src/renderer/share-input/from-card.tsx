/** A share from its smartcard, after the card was out of the reader. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CardPinDialog } from '../dialogs/card-pin-dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Status } from '../parts/status.tsx';
import { useStore } from '../state/use-store.ts';

interface Props {
  readonly custodian: string;
  readonly card: string;
  readonly removed: boolean;
  readonly fixed: boolean;
  /** A share of an earlier set: the card only has to be put in. */
  readonly earlier: boolean;
  readonly presenter?: string | undefined;
  readonly disabled: boolean;
}

export function FromCard({ custodian, card, removed, fixed, earlier, presenter, disabled }: Props): ReactElement {
  const store = useStore();
  const [open, setOpen] = useState(false);
  return (
    <div className="way-panel card">
      {!fixed && !earlier && (
        <ol className="card-steps">
          <li>
            <Status tone={removed ? 'ok' : 'quiet'}>{removed ? 'Card was taken out' : '1. Take the card out of the reader'}</Status>
          </li>
          <li>
            <Status tone="quiet">{`${removed ? '' : '2. '}Put the same card in again`}</Status>
          </li>
        </ol>
      )}
      <p className="quiet">
        {earlier
          ? 'Put the card into the reader. Only its own PIN opens the share on it.'
          : fixed
            ? 'This is a soft token of a rehearsal: it cannot be taken out, and the record says so. A real ceremony needs a card that can.'
            : 'Only a share that is read after the card was out proves that it is on the card.'}
      </p>
      <button type="button" className="primary" onClick={() => setOpen(true)} disabled={disabled}>
        <Icon name="card" /> Read the share from the card
      </button>
      {open && <CardPinDialog custodian={custodian} card={card} label="Read the share" send={(pin) => store.act('share:read-card', presenter === undefined ? { pin } : { pin, presenter }, 'Reading the card…')} onClose={() => setOpen(false)} />}
    </div>
  );
}
