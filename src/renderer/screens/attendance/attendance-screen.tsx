/** Registering everyone: who is here, in which role, with a code of their own; also after a restart, when all codes are gone. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { PersonView, Snapshot } from '../../api.ts';
import { CodeDialog } from '../../dialogs/code-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Person } from '../../parts/actors.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './attendance.css';

export function AttendanceScreen({ step, snapshot, goOn }: ScreenProps<'attendance'>): ReactElement {
  const [registering, register] = useState<PersonView | null>(null);
  const missing = snapshot.people.filter((p) => !p.registered);
  const next = missing[0];
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading="Who is in the room?"
        who="Everyone, one after another"
        lead="Each person chooses a code that only they know. With it they confirm what they saw and sign the record at the end. The code works for this ceremony on this machine only, and is forgotten when Keyrite closes."
        act={goOn ?? (next === undefined ? null : { label: `${next.name} registers`, run: () => register(next) })}
        waiting="Everyone is registered."
        confirms="The people registered are the people in the room."
        actors="none"
      >
        <People people={snapshot.people} onRegister={register} />
        {step.words.length > 0 && (
          <p className="quiet">
            They register for the plan with the words <span className="plan-words">{step.words.join(' ')}</span>.
          </p>
        )}
      </StepPage>
      {registering !== null && <RegisterDialog person={registering} again={false} onClose={() => register(null)} />}
    </>
  );
}

export function RegisterDialog({ person, again, onClose }: { readonly person: PersonView; readonly again: boolean; readonly onClose: () => void }): ReactElement {
  const store = useStore();
  return (
    <CodeDialog
      title={(name) => `${name} registers${again ? ' again' : ''}`}
      legend="Who registers"
      people={[person]}
      fresh
      submit={(name) => `Register ${name}`}
      send={(participant, code) => store.act('participant:register', { participant, code }, 'Making the signing key…')}
      onClose={onClose}
    >
      <p>
        {person.roles.join(', ')}. {again ? 'Keyrite forgot the earlier code when it closed. Choose one again; it may be the same.' : 'Choose a personal code. Everyone else looks away while it is typed.'}
      </p>
    </CodeDialog>
  );
}

export function People({ people, onRegister }: { readonly people: Snapshot['people']; readonly onRegister: (person: PersonView) => void }): ReactElement {
  const here = people.filter((p) => p.registered).length;
  return (
    <section aria-label="People">
      <p className="people-count">
        {here} of {people.length} registered
      </p>
      <ul className="people card">
        {people.map((person) => (
          <li key={person.id}>
            <Person person={person} strong={person.registered} state={person.roles.join(', ')} />
            {person.registered ? (
              <span className="status status-ok">
                <Icon name="check" /> Registered
              </span>
            ) : (
              <button type="button" onClick={() => onRegister(person)} aria-label={`Register ${person.name}`}>
                Register
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
