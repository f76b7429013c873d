/** Writing one share onto its carrier, in front of its custodian. The share itself is never on this screen. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CardPinDialog } from '../../dialogs/card-pin-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { nameOf } from '../../parts/name-of.ts';
import { ShareHead } from '../../parts/share-head.tsx';
import { setName } from '../../parts/share-words.ts';
import { VoidSet } from '../../parts/void-set.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';

export function ShareWritingScreen({ step, snapshot, goOn }: ScreenProps<'share-writing'>): ReactElement {
  const store = useStore();
  const [card, setCard] = useState(false);
  const { share } = step;
  const name = nameOf(snapshot, share.custodian);
  const paper = share.carrier === 'paper';
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading={share.written ? `Share ${share.index} is ${paper ? 'printed' : 'on the card'}` : paper ? `Print share ${share.index} for ${name}` : `Write share ${share.index} onto ${name}’s card`}
        who={`${name} acts`}
        lead={
          share.written
            ? paper
              ? `${name} takes the sheet from the printer, face down, and keeps it in the hand. It is read back in a later step; only then does it go into its tamper bag.`
              : `${name} takes the card out now and keeps it. It is read back in a later step, after it was out of the reader.`
            : paper
              ? `One sheet is printed, for ${name} alone. Everyone else stays away from the printer. The sheet carries the share as a code and as rows to type, and says how to restore without Keyrite.`
              : `${name} puts their own card into the reader and types its PIN. The share is written as a private object that only this PIN opens.`
        }
        act={goOn ?? (share.written ? null : paper ? { label: `Print share ${share.index}`, run: () => void store.act('share:print', {}, `Printing share ${share.index}`) } : { label: `Write share ${share.index} onto the card`, run: () => setCard(true) })}
        checks={share.written ? [{ id: 'held', label: paper ? `${name} holds the sheet, and every row and the code are printed clearly` : `${name} has taken the card out of the reader` }] : []}
        confirms={paper ? `The sheet of share ${share.index} is in my hands and nobody else has read it.` : `Share ${share.index} is on my card and the card is in my hands.`}
        seldom={goOn === null && <VoidSet snapshot={snapshot} set={step.set} />}
      >
        <ShareHead share={share} of={snapshot.ceremony.shares} threshold={snapshot.ceremony.threshold} />
        <section className="card" aria-label="Where the share goes">
          <Facts
            items={[
              { label: 'Custodian', value: name },
              { label: 'Carrier', value: paper ? 'Paper sheet' : <>Smartcard <span className="mono">{share.card ?? ''}</span></> },
              { label: 'Share set', value: <span className="mono">{setName(step.set)}</span> },
              ...(share.where === undefined ? [] : [{ label: paper ? 'Printed on' : 'Written to', value: <span className="mono">{share.where}</span> }]),
            ]}
          />
        </section>
      </StepPage>
      {card && (
        <CardPinDialog
          custodian={name}
          card={share.card ?? ''}
          label={`Write share ${share.index}`}
          send={(pin) => store.act('share:write-card', { pin }, 'Writing to the card…')}
          onClose={() => setCard(false)}
        />
      )}
    </>
  );
}
