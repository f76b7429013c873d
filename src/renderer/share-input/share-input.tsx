/** Presenting one share: from a picture of its sheet, from the camera, typed, or from its card. Nothing read is kept here. */
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Icon } from '../parts/icon.tsx';
import type { IconName } from '../parts/icon.tsx';
import { FromCamera } from './from-camera.tsx';
import { FromCard } from './from-card.tsx';
import { FromFile } from './from-file.tsx';
import { FromTyping } from './from-typing.tsx';
import './share-input.css';

export type Way = 'file' | 'camera' | 'typed' | 'card';

const ways: Readonly<Record<Way, { readonly name: string; readonly says: string; readonly icon: IconName }>> = {
  file: { name: 'Image or PDF', says: 'A scan or photograph of the sheet, as a file on this machine', icon: 'file' },
  camera: { name: 'Camera', says: 'Hold the code on the sheet in front of the camera', icon: 'camera' },
  typed: { name: 'Typed', says: 'Type the five rows of the sheet', icon: 'keyboard' },
  card: { name: 'Smartcard', says: 'Put the card in again and type its PIN', icon: 'card' },
};

interface Props {
  readonly offered: readonly Way[];
  readonly custodian: string;
  readonly card: string;
  readonly cardRemoved: boolean;
  /** A soft token of a rehearsal: it cannot be taken out. */
  readonly cardFixed?: boolean;
  /** A share of an earlier set: nothing was written just now, so no card has to be taken out first. */
  readonly earlier?: boolean;
  /** Who presents, where a quorum is gathered. */
  readonly presenter?: string;
  readonly disabled: boolean;
}

export function ShareInput({ offered, custodian, card, cardRemoved, cardFixed = false, earlier = false, presenter, disabled }: Props): ReactElement {
  const [way, choose] = useState<Way | null>(offered.length === 1 ? (offered[0] ?? null) : null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The chosen way opens below the choice; what is used next is brought into sight.
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, [way]);
  return (
    <section className="share-input" aria-label="Present the share">
      {offered.length > 1 && (
        <fieldset className="ways" disabled={disabled}>
          <legend>How is it presented?</legend>
          {offered.map((w) => (
            <label key={w} className="way">
              <input type="radio" name="way" checked={way === w} onChange={() => choose(w)} aria-label={ways[w].name} aria-describedby={`way-${w}`} />
              <Icon name={ways[w].icon} />
              <span className="way-name">{ways[w].name}</span>
              <span className="way-says" id={`way-${w}`}>
                {w === 'card' && earlier ? 'Put the card in and type its PIN' : ways[w].says}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div ref={panel}>
        {way === 'file' && <FromFile disabled={disabled} presenter={presenter} />}
        {way === 'camera' && <FromCamera presenter={presenter} />}
        {way === 'typed' && <FromTyping disabled={disabled} presenter={presenter} />}
        {way === 'card' && <FromCard custodian={custodian} card={card} removed={cardRemoved} fixed={cardFixed} earlier={earlier} presenter={presenter} disabled={disabled} />}
      </div>
    </section>
  );
}
