/** After a restart: the codes of all are gone with the memory they were in, and everyone registers again before the step goes on. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { PersonView, Snapshot } from '../../api.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { People, RegisterDialog } from './attendance-screen.tsx';

export function RegisterAgainScreen({ snapshot, onLater }: { readonly snapshot: Snapshot; readonly onLater: () => void }): ReactElement {
  const [registering, register] = useState<PersonView | null>(null);
  const next = snapshot.people.find((p) => !p.registered && !p.absent);
  // Confirmations and PINs wait until the people are here; the frame must not offer them.
  const quiet: Snapshot = { ...snapshot, step: { ...snapshot.step, confirmable: false, pins: [] } };
  return (
    <>
      <StepPage
        snapshot={quiet}
        heading="Welcome back: please register again"
        who={`The ceremony goes on at “${snapshot.step.title}”`}
        lead="Keyrite was closed or restarted. The record is complete up to that moment and was compared with the HSM. Personal codes are never stored, so each person chooses one again."
        act={next === undefined ? null : { label: `${next.name} registers again`, run: () => register(next) }}
        confirms=""
        actors="none"
      >
        <People people={snapshot.people} onRegister={register} />
        <p>
          <button type="button" className="plain" onClick={onLater}>
            Look at the step meanwhile
          </button>
        </p>
      </StepPage>
      {registering !== null && <RegisterDialog person={registering} again onClose={() => register(null)} />}
    </>
  );
}
