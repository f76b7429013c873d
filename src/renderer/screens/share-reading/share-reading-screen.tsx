/** Reading one share back from its real carrier: it counts only once it was read and is the right one. */
import type { ReactElement } from 'react';
import { nameOf } from '../../parts/name-of.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ShareHead } from '../../parts/share-head.tsx';
import { ShareList } from '../../parts/share-list.tsx';
import { VoidSet } from '../../parts/void-set.tsx';
import { ShareInput } from '../../share-input/share-input.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useUi } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';

export function ShareReadingScreen({ step, snapshot, goOn }: ScreenProps<'share-reading'>): ReactElement {
  const { pending } = useUi();
  const { share, shares } = step;
  const name = nameOf(snapshot, share.custodian);
  const paper = share.carrier === 'paper';
  const open = !share.read && step.pins.length === 0;
  return (
    <StepPage
      snapshot={snapshot}
      heading={share.read ? `Share ${share.index} is good` : `Read share ${share.index} back from ${paper ? 'its sheet' : 'its card'}`}
      who={`${name} presents, the witness watches`}
      lead={
        share.read
          ? paper
            ? 'What is on the sheet is exactly the share that was made. The sheet goes into its tamper bag now, and the bag is closed.'
            : 'What is on the card is exactly the share that was made. The card goes into its envelope now.'
          : `A share counts only once it was read back from the real ${paper ? 'sheet' : 'card'}. A misprint or a damaged ${paper ? 'code' : 'card'} is found now, not on the day it is needed.`
      }
      act={goOn}
      waiting={open ? `Waiting for share ${share.index} of ${name}` : ''}
      checks={share.read ? [{ id: 'sealed', label: paper ? `The sheet of share ${share.index} is in its bag and the bag number is noted` : `The card of share ${share.index} is out of the reader and in its envelope` }] : []}
      confirms={`Share ${share.index} was read back from its ${paper ? 'sheet' : 'card'} in front of me.`}
      seldom={goOn === null && <VoidSet snapshot={snapshot} set={step.set} />}
      noteLabel={paper ? 'Tamper bag number (goes into the record)' : 'Envelope number (goes into the record)'}
    >
      <ShareHead share={share} of={snapshot.ceremony.shares} threshold={snapshot.ceremony.threshold} />
      {share.read && <NotePanel tone="ok" title={`Share ${share.index} was read back and is the right one.`} />}
      {open && <ShareInput key={share.index} offered={paper ? ['file', 'camera', 'typed'] : ['card']} custodian={name} card={share.card ?? ''} cardRemoved={step.removed} cardFixed={share.fixed === true} disabled={pending !== null} />}
      <ShareList snapshot={snapshot} shares={shares} current={share.index} />
    </StepPage>
  );
}
