/** Restoring: the quorum opens the package inside the new HSM, and the keys count only as the ones they were. */
import type { ReactElement } from 'react';
import { Comparison } from '../../parts/comparison.tsx';
import { GatherAgain } from '../../parts/gather-again.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { setName } from '../../parts/share-words.ts';
import { inWords, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';

export function RestoreScreen({ step, snapshot, goOn }: ScreenProps<'restore'>): ReactElement {
  const store = useStore();
  const { keys, restored, presented } = step;
  // Up to three are named; of more the number is said, and the table is on the screen.
  const names = keys.length <= 3 ? list(keys.map((k) => k.name)) : `the ${inWords(keys.length)} keys`;
  const passed = restored !== null && restored.length > 0 && restored.every((k) => k.matches);
  const failed = restored !== null && !passed;
  return (
    <StepPage
      snapshot={snapshot}
      heading={passed ? 'The keys are back' : failed ? 'The restored keys differ' : `Restore ${names} on this HSM`}
      who="Authorised people act, everyone watches"
      lead={
        passed
          ? 'Each key equals the one it was, and signs or answers as it did. Only then was it made permanent on this HSM.'
          : 'The shares open the package inside the HSM. Each key is first held for a moment and compared with what is known of it; only when every one is equal are they made permanent. Otherwise nothing is left on the HSM.'
      }
      act={goOn ?? (passed ? null : { label: `Restore ${names}${failed ? ' once more' : ''}`, run: () => void store.act('keys:restore', {}, 'Restoring the keys in the HSM and comparing them') })}
      checks={passed ? [] : [{ id: 'known', label: 'The check values under “Original” are those in the papers of the earlier ceremony' }]}
      confirms={`To be restored on this HSM from set ${setName(step.set)}: ${names}.`}
      actors={restored === null ? 'all' : 'none'}
      seldom={!passed && goOn === null && <GatherAgain snapshot={snapshot} />}
    >
      {restored === null && (
        <ReadAloud by="The security officer">
          With {presented.length === 1 ? 'share' : 'shares'} {list(presented.map(String))} of set {setName(step.set)} we restore {names} on this HSM. Is anyone against it?
        </ReadAloud>
      )}
      {failed && (
        <NotePanel tone="stop" title="These keys were not accepted.">
          <p>Nothing was made permanent on the HSM, and package and shares are unharmed. Record a deviation; check that the package belongs to set {setName(step.set)}.</p>
        </NotePanel>
      )}
      <Comparison
        rows={keys.map((key) => {
          const back = restored?.find((k) => k.name === key.name);
          return { name: key.name, original: key.check, restored: back?.check ?? null, matches: back?.matches === true };
        })}
      />
    </StepPage>
  );
}
