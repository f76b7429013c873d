/** Old and new root key sign each other, so that whoever trusts the one can come to trust the other. */
import type { ReactElement } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './root-succession.css';

export function RootSuccessionScreen({ step, snapshot, goOn }: ScreenProps<'root-succession'>): ReactElement {
  const store = useStore();
  const { old, next, done } = step;
  return (
    <StepPage
      snapshot={snapshot}
      heading={done ? 'Both root keys have certified each other' : `The ${old.name} key hands over to ${next.name}`}
      who="Authorised people act, everyone watches"
      lead={
        done
          ? 'Both signatures were made in the HSM and verified at once. The statement of this ceremony is still signed by the old root; the next one is signed by the new.'
          : 'The old root signs the new one, and the new one signs the old. Online systems that trust the old root can then see that the new one is its rightful successor.'
      }
      act={goOn ?? (done ? null : { label: `Let ${old.name} and ${next.name} sign each other`, run: () => void store.act('root:certify', {}, 'Both roots are signing in the HSM') })}
      checks={done ? [] : [{ id: 'old', label: `The four words of ${old.name} are those of the earlier ceremony` }]}
      confirms={`${old.name} and ${next.name} are to certify each other.`}
    >
      {!done && (
        <ReadAloud by="The security officer">
          From <span className="keep">{old.name}</span>, {old.check}; to <span className="keep">{next.name}</span>, {next.check}.
        </ReadAloud>
      )}
      <section className="succession" aria-label="Both root keys">
        <Root title="Old root" name={old.name} check={old.check} />
        <span className="succession-arrow">
          <Icon name={done ? 'check' : 'arrow'} />
        </span>
        <Root title="New root" name={next.name} check={next.check} />
      </section>
      {done && <NotePanel tone="ok" title="Both signatures are in the record." />}
    </StepPage>
  );
}

function Root({ title, name, check }: { readonly title: string; readonly name: string; readonly check: string }): ReactElement {
  return (
    <div className="card succession-root">
      <p className="quiet small">{title}</p>
      <p className="succession-name mono">{name}</p>
      <p className="succession-check">{check}</p>
    </div>
  );
}
