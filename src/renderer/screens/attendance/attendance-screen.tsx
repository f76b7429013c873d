/** Registering everyone: who is here, in which role, with a code of their own; also after a restart, when all codes are gone. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { PersonView, Snapshot } from '../../api.ts';
import { CodeDialog } from '../../dialogs/code-dialog.tsx';
import { Person } from '../../parts/actors.tsx';
import { Status } from '../../parts/status.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import { AbsentDialog } from './absent-dialog.tsx';
import type { ScreenProps } from '../screen.ts';
import './attendance.css';

export function AttendanceScreen({ step, snapshot, goOn }: ScreenProps<'attendance'>): ReactElement {
  const [registering, register] = useState<PersonView | null>(null);
  const [missed, miss] = useState<PersonView | null>(null);
  const missing = snapshot.people.filter((p) => !p.registered && !p.absent);
  const next = missing[0];
  return (
    <>
      <StepPage
        snapshot={snapshot}
        heading="Who is in the room?"
        who="Everyone, one after another"
        lead="Each person chooses a code that only they know. With it they confirm what they saw and sign the record at the end. The code works for this ceremony on this machine only, and is forgotten when Keyrite closes."
        act={goOn ?? (next === undefined ? null : { label: `${next.name} registers`, run: () => register(next) })}
        waiting="Everyone is registered or recorded as absent."
        confirms="The people registered are the people in the room."
        actors="none"
      >
        <People people={snapshot.people} onRegister={register} onAbsent={miss} />
        {step.words.length > 0 && (
          <p className="quiet">
            They register for the plan with the words <span className="plan-words">{step.words.join(' ')}</span>.
          </p>
        )}
      </StepPage>
      {registering !== null && <RegisterDialog person={registering} again={false} onClose={() => register(null)} />}
      {missed !== null && <AbsentDialog snapshot={snapshot} person={missed} onClose={() => miss(null)} />}
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

interface PeopleProps {
  readonly people: Snapshot['people'];
  readonly onRegister: (person: PersonView) => void;
  /** Left out where nobody can be recorded as absent any more. */
  readonly onAbsent?: (person: PersonView) => void;
}

export function People({ people, onRegister, onAbsent }: PeopleProps): ReactElement {
  const here = people.filter((p) => p.registered).length;
  const away = people.filter((p) => p.absent).length;
  return (
    <section aria-label="People">
      <p className="people-count">
        {here} of {people.length} registered{away > 0 && `, ${String(away)} absent`}
      </p>
      <ul className="people card">
        {people.map((person) => (
          <li key={person.id}>
            <Person person={person} strong={person.registered && !person.absent} state={person.roles.join(', ')} />
            {person.registered ? (
              <Status tone="ok">Registered</Status>
            ) : person.absent ? (
              <Status tone="warn">Absent</Status>
            ) : (
              <span className="people-acts">
                {onAbsent !== undefined && person.mayBeAbsent && (
                  <button type="button" className="plain" onClick={() => onAbsent(person)} aria-label={`Absent: ${person.name}`}>
                    Absent
                  </button>
                )}
                <button type="button" onClick={() => onRegister(person)} aria-label={`Register ${person.name}`}>
                  Register
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
