/** Whose PIN halves are awaited, and which are in. It shows that a half was typed, never what. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { useStore, useUi } from '../state/use-store.ts';
import { isUnlock } from '../shell/next-act.ts';
import { nameOf } from './name-of.ts';
import { NotePanel } from './note-panel.tsx';
import { pinName, pinSentence, tokenName } from './pin-words.ts';
import { Status } from './status.tsx';
import { capital } from './text.ts';
import './pins.css';

export function Pins({ snapshot }: { readonly snapshot: Snapshot }): ReactElement | null {
  const store = useStore();
  const { pending } = useUi();
  const { pins } = snapshot.step;
  if (pins.length === 0) return null;
  const typed = pins.some((p) => !p.pinPad && (p.entered[0] || p.entered[1]));
  return (
    <section className="pins card" aria-label="PIN halves">
      {isUnlock(snapshot) && <p className="pins-why">{capital(tokenName(pins[0]?.token ?? 'primary'))} is locked. Its PIN holders unlock it before this step goes on.</p>}
      {pins.map((pin) => (
        <div key={`${pin.token}-${pin.pin}`} className="pin">
          <div>
            <p className="pin-name">
              {capital(pinName(pin.pin))} of {tokenName(pin.token)}
            </p>
            <p className="quiet small">
              {pin.fresh ? 'A new PIN, made of two halves that two people choose.' : pinSentence(pin.pin)}
            </p>
          </div>
          {pin.pinPad ? (
            <NotePanel tone="ok" title="This device has its own PIN pad.">
              <p>Nothing is typed on this keyboard: the holders type on the device when it asks.</p>
            </NotePanel>
          ) : (
            <ol className="pin-halves">
              {pin.holders.map((holder, at) => (
                <li key={holder}>
                  <span>{nameOf(snapshot, holder)}</span>
                  <Status tone={pin.entered[at] === true ? 'ok' : 'quiet'}>{`${at === 0 ? 'first' : 'second'} half ${pin.entered[at] === true ? 'entered' : 'awaited'}`}</Status>
                </li>
              ))}
            </ol>
          )}
        </div>
      ))}
      {typed && (
        <button type="button" className="plain pins-clear" disabled={pending !== null} onClick={() => void store.act('pin:clear', {}, 'Clearing what was typed')}>
          Clear what was typed and start the PINs again
        </button>
      )}
    </section>
  );
}
