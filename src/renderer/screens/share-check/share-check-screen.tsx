/** The yearly look at one share: its bag is compared, it is read and judged by its commitment, and forgotten at once. It is never put together with another. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import { checkResults } from '../../parts/check-words.ts';
import { nameOf } from '../../parts/name-of.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ShareHead } from '../../parts/share-head.tsx';
import { carrierName, setName } from '../../parts/share-words.ts';
import { ShareInput } from '../../share-input/share-input.tsx';
import type { MainAct } from '../../shell/next-act.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore, useUi } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { BagField } from './bag-field.tsx';
import { bagState } from './bag.ts';
import { FoundChoice, NoteField } from './found-choice.tsx';
import type { Found } from './found-choice.tsx';

export function ShareCheckScreen({ step, snapshot, goOn }: ScreenProps<'share-check'>): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  const { share, noted, read, result } = step;
  const absent = snapshot.people.find((p) => p.id === share.custodian)?.absent === true;
  const [found, setFound] = useState<Found | null>(null);
  const [bag, setBag] = useState('');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const name = nameOf(snapshot, share.custodian);
  const paper = share.carrier === 'paper';
  const compared = bagState(noted.bag, bag);
  const differs = compared === 'different' || compared === 'typing' || (noted.bag !== null && compared === 'none');
  const open = result === null && step.pins.length === 0 && goOn === null;

  function record(outcome: Found | 'readable', word: string): MainAct {
    return {
      label: `Record share ${share.index} as ${word}`,
      run: () => {
        const missing = outcome === 'readable' ? (noted.bag !== null && bag.trim() === '' ? 'Type the number that stands on the bag. Where there is no bag any more, type “none”. Nothing was recorded.' : null) : note.trim() === '' ? 'Say in a few words what was found. Nothing was recorded.' : null;
        setFault(missing);
        if (missing !== null || outcome === 'here') return;
        void store.act('check:record', { result: outcome, bag: bag.trim() === '' ? null : bag.trim(), ...(note.trim() === '' ? {} : { note: note.trim() }) }, 'Recording…');
      },
    };
  }
  const act = result !== null ? null : read !== null ? record('readable', differs && bag.trim() !== '' ? 'one with another bag' : 'present and readable') : found === 'missing' || found === 'damaged' ? record(found, found) : null;
  const done = result === null ? null : checkResults[result];
  return (
    <StepPage
      snapshot={snapshot}
      heading={done !== null ? `Share ${share.index}: ${done.word}` : `Check share ${share.index} of ${name}`}
      who={absent ? 'The witness attests' : `${name} presents, the witness compares`}
      lead={
        done !== null
          ? 'It is in the record. What is to be done about it stands in the table at the end.'
          : 'The share is read, compared with what is known of it, and forgotten at once. No shares are put together here, so nothing can be restored by this.'
      }
      act={goOn ?? act}
      waiting={open ? (found === null ? 'Say first what was found' : `Waiting for share ${share.index} of ${name}`) : ''}
      checks={done !== null && result !== 'missing' ? [{ id: 'away', label: paper ? `The sheet of share ${share.index} is in a closed bag again, and the custodian holds it` : `The card of share ${share.index} is out of the reader and with its custodian` }] : []}
      confirms={`Share ${share.index} of set ${setName(step.set)}: ${done?.word ?? ''}. I saw it.`}
      {...(result === 'readable' || result === 'bag-mismatch' ? { noteLabel: 'Number of the new bag, where there is one (goes into the record)' } : {})}
    >
      <ShareHead share={share} says={`${carrierName(share.carrier)} of ${name}, set ${setName(step.set)}`} />
      {absent && result === null && (
        <NotePanel tone="warn" title={`${name} is recorded as absent.`}>
          <p>A share that nobody brought counts as missing in this check. It can be seen on another day, in a check of its own.</p>
        </NotePanel>
      )}
      {done !== null && result !== null && <NotePanel tone={done.tone === 'quiet' ? 'ok' : done.tone} title={sentences[result](share.index)} />}
      {open && (
        <>
          <FoundChoice found={read !== null ? 'here' : found} locked={read !== null || pending !== null} onChoose={(f) => { setFault(null); setFound(f); }} />
          {(found === 'here' || read !== null) && (
            <>
              <BagField noted={noted.bag} card={share.carrier === 'smartcard' ? (noted.card ?? share.card ?? null) : null} typed={bag} state={compared} onType={(text) => { setFault(null); setBag(text); }} />
              {read === null ? (
                <ShareInput offered={paper ? ['file', 'camera', 'typed'] : ['card']} custodian={name} card={share.card ?? ''} cardRemoved earlier disabled={pending !== null} />
              ) : (
                <NotePanel tone="ok" title={`This is share ${share.index}, whole and unchanged.`}>
                  <p>It was compared and wiped from memory. {differs ? 'Its bag is compared next.' : 'It can be recorded now.'}</p>
                </NotePanel>
              )}
            </>
          )}
          {(found === 'missing' || found === 'damaged') && read === null && <NoteField found={found} onType={(text) => { setFault(null); setNote(text); }} />}
          <p role="alert" className="ticks-missing">
            {fault ?? ''}
          </p>
        </>
      )}
    </StepPage>
  );
}

const sentences = {
  readable: (n: number) => `Share ${String(n)} is present, whole, and in the bag that was noted.`,
  missing: (n: number) => `Share ${String(n)} is missing.`,
  damaged: (n: number) => `Share ${String(n)} could not be read.`,
  'bag-mismatch': (n: number) => `Share ${String(n)} is whole, but its bag or card is not the one noted.`,
} as const;
