/** Who acts in this step, and who of them has confirmed. */
import type { ReactElement } from 'react';
import type { PersonView, Snapshot } from '../api.ts';
import { Icon } from './icon.tsx';
import './actors.css';

interface PersonProps {
  readonly person: PersonView;
  readonly state: string;
  readonly strong?: boolean;
  readonly done?: boolean;
}

export function Person({ person, state, strong = true, done = false }: PersonProps): ReactElement {
  return (
    <span className="person">
      <span className="person-mark" data-quiet={strong ? undefined : ''} aria-hidden="true">
        {person.initials}
        {done && (
          <span className="person-done">
            <Icon name="check" />
          </span>
        )}
      </span>
      <span className="person-text">
        <span className="person-name">{person.name}</span>
        <span className="person-state">{state}</span>
      </span>
    </span>
  );
}

export function Actors({ snapshot, confirmingOnly }: { readonly snapshot: Snapshot; readonly confirmingOnly: boolean }): ReactElement | null {
  const { step, people } = snapshot;
  const ids = [...new Set([...(confirmingOnly ? [] : step.actors), ...step.confirmations.map((c) => c.participant)])];
  const shown = ids.map((id) => people.find((p) => p.id === id)).filter((p) => p !== undefined);
  if (shown.length === 0) return null;
  return (
    <ul className="actors" aria-label="Who acts in this step">
      {shown.map((person) => {
        const confirmation = step.confirmations.find((c) => c.participant === person.id);
        const role = person.roles.join(', ');
        const done = confirmation?.done === true;
        return (
          <li key={person.id} className="actor">
            <Person person={person} strong={!person.absent && (confirmation === undefined || done)} done={done} state={person.absent ? `${role}, absent` : confirmation === undefined ? role : `${role}, ${done ? 'confirmed' : 'to confirm'}`} />
          </li>
        );
      })}
    </ul>
  );
}
