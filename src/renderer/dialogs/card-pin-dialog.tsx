/** A custodian types the PIN of their own smartcard. SECURITY: the PIN goes to the card and nowhere else. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { SecretField } from '../secret/secret-field.tsx';
import { takeSecret, wipeSecret } from '../secret/secret-bytes.ts';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';

interface Props {
  readonly custodian: string;
  readonly card: string;
  readonly label: string;
  readonly send: (pin: Uint8Array<ArrayBuffer>) => Promise<boolean>;
  readonly onClose: () => void;
}

export function CardPinDialog({ custodian, card, label, send, onClose }: Props): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [fault, setFault] = useState<string | null>(null);
  const pin = useRef<HTMLInputElement>(null);
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (pin.current === null) return;
    const typed = takeSecret(pin.current);
    try {
      const wrong = typed.length === 0 ? 'Type the PIN first. Nothing was sent.' : typed.length > 64 ? 'That is too long: at most 64 characters. Nothing was sent.' : null;
      setFault(wrong);
      if (wrong === null && (await send(typed))) onClose();
      else pin.current.focus();
    } finally {
      wipeSecret(typed);
    }
  }

  return (
    <Dialog title={`${custodian} types the PIN of their card`} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <p className="quiet">
          The card in the reader must be <span className="mono">{card}</span>. Everyone else looks away. A card locks itself after a few wrong PINs: take your time.
        </p>
        <SecretField label="Card PIN" field={pin} autoFocus />
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label={label} pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}
