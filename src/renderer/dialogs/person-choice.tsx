/** Choosing one person of a few. */
import type { ReactElement } from 'react';
import type { PersonView } from '../api.ts';
import { Person } from '../parts/actors.tsx';

interface Props {
  readonly legend: string;
  readonly people: readonly PersonView[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly autoFocus?: boolean;
}

export function PersonChoice({ legend, people, chosen, onChoose, autoFocus = false }: Props): ReactElement {
  return (
    <fieldset className="choice-wrap">
      <legend>{legend}</legend>
      <div className="choice">
        {people.map((person, at) => (
          <label key={person.id}>
            <input type="radio" name={legend} aria-label={person.name} checked={person.id === chosen} onChange={() => onChoose(person.id)} data-autofocus={autoFocus && (person.id === chosen || (chosen === '' && at === 0)) ? '' : undefined} />
            <Person person={person} state={person.roles.join(', ')} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
