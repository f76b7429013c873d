/** One person types one half of a PIN while the others look away. SECURITY: a half is never shown, kept or compared with the other half here. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement, SubmitEvent } from 'react';
import type { Pin, Snapshot } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { nameOf } from '../parts/name-of.ts';
import { halfName, pinSentence, pinName, tokenName } from '../parts/pin-words.ts';
import { ProblemPanel } from '../parts/problem-panel.tsx';
import { SecretField } from '../secret/secret-field.tsx';
import { sameSecret, takeSecret, wipeSecret } from '../secret/secret-bytes.ts';
import { useStore, useUi } from '../state/use-store.ts';
import { Dialog } from './dialog.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Fault } from './fault.tsx';

interface Props {
  readonly snapshot: Snapshot;
  readonly pin: Pin;
  readonly half: 0 | 1;
  readonly onClose: () => void;
}

export function PinDialog({ snapshot, pin, half, onClose }: Props): ReactElement {
  const store = useStore();
  const { pending, problem } = useUi();
  const [fault, setFault] = useState<string | null>(null);
  const value = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const name = nameOf(snapshot, pin.holders[half]);
  const part = halfName(half);
  useEffect(() => {
    store.dismiss();
  }, [store]);

  async function onSubmit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (value.current === null) return;
    const typed = takeSecret(value.current);
    const repeated = pin.fresh && again.current !== null ? takeSecret(again.current) : null;
    try {
      const wrong = faultOf(typed, repeated, pin.minHalfLength);
      setFault(wrong);
      if (wrong === null && (await store.act('pin:enter', { token: pin.token, pin: pin.pin, half, value: typed }, 'Taking the half…'))) onClose();
      else value.current.focus();
    } finally {
      wipeSecret(typed, repeated);
    }
  }

  return (
    <Dialog title={`${name} types the ${part} half of the ${pinName(pin.pin)}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={(event) => void onSubmit(event)}>
        <div>
          <p className="quiet">
            For {tokenName(pin.token)}. {pinSentence(pin.pin)}
          </p>
        </div>
        <p className="look-away">
          <Icon name="eye" />
          <span>Everyone else looks away from keyboard and screen. Say nothing of it aloud and write it only where your procedure says.</span>
        </p>
        <div className={pin.fresh ? 'pair' : undefined}>
          <SecretField label={`${part === 'first' ? 'First' : 'Second'} half`} field={value} autoFocus {...(pin.fresh ? { hint: `At least ${pin.minHalfLength} characters.` } : {})} />
          {pin.fresh && <SecretField label={`${part === 'first' ? 'First' : 'Second'} half once more`} field={again} />}
        </div>
        <Fault sentence={fault} />
        <ProblemPanel problem={problem} />
        <DialogActs label={`Enter the ${part} half`} pending={pending} onBack={onClose} />
      </form>
    </Dialog>
  );
}

/** What is wrong with what was typed, or null. `repeated` is null where an existing PIN is entered. */
function faultOf(typed: Uint8Array, repeated: Uint8Array | null, least: number): string | null {
  if (typed.length === 0) return 'Type the half first. Nothing was sent.';
  if (typed.length > 64) return 'That is too long: at most 64 characters. Nothing was sent.';
  if (repeated === null) return null;
  if (typed.length < least) return `That half is too short: use at least ${least} characters. Nothing was sent; type both fields again.`;
  return sameSecret(typed, repeated) ? null : 'The two fields were not the same. Nothing was sent; type both again.';
}
