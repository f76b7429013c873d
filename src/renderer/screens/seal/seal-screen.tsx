/** Sealing: after the proof the keys are made non-extractable, for good. */
import type { ReactElement } from 'react';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { Status } from '../../parts/status.tsx';
import { inWords, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './seal.css';

const extractable: Readonly<Record<string, string>> = { true: 'can be wrapped', false: 'can never be wrapped', 'not-reported': 'not reported' };

export function SealScreen({ step, snapshot, goOn }: ScreenProps<'seal'>): ReactElement {
  const store = useStore();
  const { keys } = step;
  const restored = snapshot.ceremony.kind === 'restore';
  const sealed = keys.length > 0 && keys.every((k) => k.sealed);
  // Up to three are named; of more the number is said, and the list is on the screen.
  const names = keys.length <= 3 ? list(keys.map((k) => k.name)) : `the ${inWords(keys.length)} keys`;
  return (
    <StepPage
      snapshot={snapshot}
      heading={sealed ? 'The keys are sealed' : keys.length === 1 ? `Seal the ${names} key for good` : `Seal the ${inWords(keys.length)} keys for good`}
      who="Authorised people act, everyone watches"
      lead={
        sealed
          ? 'The device was asked to wrap each key once more, and refused. From now on only the shares can restore them.'
          : restored
            ? 'The keys were put on this HSM so that they cannot be taken out again. The device is now asked to wrap each of them and must refuse; that is recorded. The HSM does not allow this to be opened again.'
            : 'Until now the keys could be wrapped for the backup. The backup is proven, so this door is closed: afterwards no key can leave the HSM in any form. The HSM does not allow it to be opened again.'
      }
      act={goOn ?? (sealed ? null : { label: `Seal ${keys.length === 1 ? `the ${names} key` : `${inWords(keys.length)} keys`} for good`, run: () => void store.act('keys:seal', {}, 'Sealing each key and trying to wrap it once more') })}
      checks={sealed ? [] : [{ id: 'proof', label: restored ? 'The restored keys were seen to be equal to the originals' : 'The proof of recovery was seen and confirmed' }]}
      confirms={`To be sealed for good: ${names}.`}
    >
      {!sealed && (
        <ReadAloud by="The security officer">
          After this, {names} can never be copied out of this HSM again. {restored ? 'The shares and the package' : 'The shares in this room'} are the only way to restore {keys.length === 1 ? 'it' : 'them'}. Is anyone against it?
        </ReadAloud>
      )}
      {!sealed && keys.some((k) => k.sealed) && (
        <NotePanel tone="warn" title="Some keys are sealed already.">
          <p>The sealing was interrupted. Sealing again does the rest.</p>
        </NotePanel>
      )}
      <section className="card" aria-label="Keys to be sealed">
        <ul className="seal-list">
          {keys.map((key) => (
            <li key={key.name}>
              <span className="mono seal-name">{key.name}</span>
              <Status tone={key.sealed ? 'ok' : 'quiet'} {...(key.sealed ? { icon: 'lock' as const } : {})}>
                {key.sealed ? 'sealed' : 'open'}
              </Status>
              <span className="quiet small">the device reports: {extractable[key.extractable] ?? key.extractable}</span>
            </li>
          ))}
        </ul>
      </section>
    </StepPage>
  );
}
