/** Making the backup: a backup key for a moment, the keys wrapped under it, the key split into shares and forgotten. */
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts.tsx';
import { GatherAgain } from '../../parts/gather-again.tsx';
import { GivenUp } from '../../parts/given-up.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { setName } from '../../parts/share-words.ts';
import { capital, count, inWords, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './backup.css';

export function BackupScreen({ step, snapshot, goOn }: ScreenProps<'backup'>): ReactElement {
  const store = useStore();
  const made = step.combinations !== null;
  const { threshold, count: shares } = step;
  const again = snapshot.ceremony.kind === 'reshare';
  return (
    <StepPage
      snapshot={snapshot}
      heading={made ? `${capital(inWords(shares))} shares are made` : again ? 'Make the new backup' : 'Make the backup'}
      who="PIN holders act, everyone watches"
      lead={
        made
          ? `Any ${inWords(threshold)} of the ${inWords(shares)} shares restore the keys; fewer reveal nothing. The backup key itself is gone: it was in memory only, and was wiped.`
          : again
            ? `The keys stay as they are. The shares presented open the old package inside the HSM, which wraps the keys anew under a new backup key. That key is split into ${inWords(shares)} shares, of which any ${inWords(threshold)} restore it, and is then forgotten.`
            : `The HSM makes a backup key and wraps ${step.keys.length === 1 ? 'the key' : `the ${inWords(step.keys.length)} keys`} with it. The backup key is split into ${inWords(shares)} shares, of which any ${inWords(threshold)} restore it, and is then forgotten.`
      }
      act={goOn ?? (made ? null : { label: `Make the backup and split it into ${inWords(shares)} shares`, run: () => void store.act('backup:make', {}, 'Wrapping the keys, splitting the backup key, comparing the combinations') })}
      checks={made ? [] : [{ id: 'quorum', label: `The plan says: any ${inWords(threshold)} of ${inWords(shares)} shares restore the keys` }]}
      confirms={`A backup of ${list(step.keys)} is to be made; any ${inWords(threshold)} of ${inWords(shares)} shares restore it.`}
      seldom={again && !made && goOn === null && <GatherAgain snapshot={snapshot} />}
    >
      {step.givenUp != null && !made && <GivenUp given={step.givenUp} snapshot={snapshot} />}
      {step.givenUp == null && step.voidSets.length > 0 && !made && (
        <NotePanel tone="warn" title="An earlier share set is void.">
          <p>
            {list(step.voidSets.map(setName))} {step.voidSets.length === 1 ? 'was' : 'were'} not finished. The keys are unharmed and are not made again: a new set is made over the same keys. Collect what was written of the void set; it is destroyed.
          </p>
        </NotePanel>
      )}
      <section className="quorum card" aria-label={`Any ${threshold} of ${shares} shares`}>
        <p className="quorum-number">
          {threshold} <span>of</span> {shares}
        </p>
        <ol className="quorum-dots" aria-hidden="true">
          {Array.from({ length: shares }, (_, at) => (
            <li key={at} data-in={at < threshold ? '' : undefined}>
              {at + 1}
            </li>
          ))}
        </ol>
      </section>
      <section className="card" aria-label="The backup">
        <Facts
          items={[
            { label: 'Restores', value: list(step.keys) },
            ...(step.set === null ? [] : [{ label: 'Share set', value: <span className="mono set-name">{setName(step.set)}</span> }]),
            ...(step.combinations === null
              ? []
              : [{ label: 'Compared in memory', value: `${count(step.combinations.checked, 'combination')} of ${step.combinations.total}: each gave the same backup key` }]),
          ]}
        />
      </section>
    </StepPage>
  );
}
