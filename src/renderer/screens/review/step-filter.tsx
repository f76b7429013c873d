/** What of the script is shown: all of it, or only deviations, one person, one key. */
import { useId } from 'react';
import type { ReactElement } from 'react';
import type { ReviewContent, ReviewFilter } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';

interface Props {
  readonly content: ReviewContent;
  readonly filter: ReviewFilter;
  readonly onFilter: (filter: ReviewFilter) => void;
}

export const everything: ReviewFilter = { deviations: false, person: null, key: null };

export function isFiltered({ deviations, person, key }: ReviewFilter): boolean {
  return deviations || person !== null || key !== null;
}

export function StepFilter({ content, filter, onFilter }: Props): ReactElement {
  const id = useId();
  return (
    <section className="card review-filter" aria-label="What is shown">
      <label className="check" htmlFor={`${id}-deviations`}>
        <input id={`${id}-deviations`} type="checkbox" checked={filter.deviations} onChange={(e) => onFilter({ ...filter, deviations: e.currentTarget.checked })} />
        <span className="check-box" aria-hidden="true">
          {filter.deviations && <Icon name="check" />}
        </span>
        <span>Only what went otherwise: deviations, remarks, refusals and failures, pauses, things done again</span>
      </label>
      <div className="field">
        <label htmlFor={`${id}-person`}>Concerning</label>
        <select id={`${id}-person`} value={filter.person ?? ''} onChange={(e) => onFilter({ ...filter, person: e.currentTarget.value === '' ? null : e.currentTarget.value })}>
          <option value="">everybody</option>
          {content.people.map((p) => (
            <option key={p.id} value={p.id}>
              {p.name}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-key`}>Key</label>
        <select id={`${id}-key`} value={filter.key ?? ''} onChange={(e) => onFilter({ ...filter, key: e.currentTarget.value === '' ? null : e.currentTarget.value })}>
          <option value="">all keys</option>
          {content.keys.map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
