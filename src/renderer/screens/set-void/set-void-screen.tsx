/** Declaring an earlier share set void: from then on it counts for nothing, and its shares are to be destroyed. */
import type { ReactElement } from 'react';
import { Facts } from '../../parts/facts.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { setName } from '../../parts/share-words.ts';
import { capital, inWords, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';

export function SetVoidScreen({ step, snapshot, goOn }: ScreenProps<'set-void'>): ReactElement {
  const store = useStore();
  const name = setName(step.set);
  return (
    <StepPage
      snapshot={snapshot}
      heading={step.done ? `Set ${name} is void` : `Declare set ${name} void`}
      who="Authorised people act, everyone hears it"
      lead={
        step.done
          ? 'Keyrite accepts no share of it any more. On paper and cards the shares still exist: that they are destroyed is accounted for in a step of its own.'
          : 'From then on no share of this set is accepted, in no ceremony. That does not make the shares vanish: whoever holds enough of them and the package could still restore the keys, so they are destroyed next.'
      }
      act={goOn ?? (step.done ? null : { label: `Declare set ${name} void`, run: () => void store.act('set:void', {}, 'Recording it') })}
      checks={step.done ? [] : [{ id: 'set', label: <>The plan says: set <span className="mono">{name}</span> is given up</> }]}
      confirms={`Share set ${name}, ${step.count} shares, is to be declared void.`}
    >
      {step.done ? (
        <NotePanel tone="ok" title={`Set ${name} was declared void.`} />
      ) : (
        <ReadAloud by="The security officer">
          Share set {name}, with its {inWords(step.count)} shares, is given up. Whoever holds a share of it gives it here to be destroyed.
        </ReadAloud>
      )}
      <section className="card" aria-label="The set">
        <Facts
          items={[
            { label: 'Share set', value: <span className="mono">{name}</span> },
            { label: 'Shares', value: capital(inWords(step.count)) },
            { label: 'Could restore', value: step.keys.length === 0 ? 'nothing' : list(step.keys) },
            { label: 'Why', value: step.reason },
          ]}
        />
      </section>
    </StepPage>
  );
}
