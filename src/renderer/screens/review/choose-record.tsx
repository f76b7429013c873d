/** Nothing is open yet: where the record comes from, and by which pins it is to be judged. */
import type { ReactElement } from 'react';
import type { SavedCeremony } from '../../../contract/snapshot.ts';
import type { ReviewPlace } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';

interface Props {
  readonly place: ReviewPlace;
  readonly saved: readonly SavedCeremony[] | null;
  readonly disabled: boolean;
  readonly onFolder: () => void;
  readonly onZip: () => void;
  readonly onMachine: (ceremony: string) => void;
}

export function ChooseRecord({ place, saved, disabled, onFolder, onZip, onMachine }: Props): ReactElement {
  const closed = saved?.filter((c) => c.state === 'closed') ?? [];
  const main = place === 'record';
  return (
    <div className="review-choose">
      <section className="card review-card" aria-label="From a disk">
        <h2>{main ? 'A record that was handed to you' : 'Another record from a disk'}</h2>
        <p>The folder of its bundle, on this disk or a USB stick, or the same packed as one .zip file. It is read and never changed.</p>
        <p className="review-choices">
          <button type="button" className={main ? 'primary' : undefined} disabled={disabled} onClick={onFolder}>
            <Icon name="folder" /> Choose its folder
          </button>
          <button type="button" disabled={disabled} onClick={onZip}>
            <Icon name="file" /> Choose a .zip file
          </button>
        </p>
      </section>
      <section className="card review-card" aria-label="Closed on this machine">
        <h2>Closed on this machine</h2>
        {saved === null && <p className="quiet">Reading the list…</p>}
        {saved !== null && closed.length === 0 && <p className="quiet">No ceremony has been closed on this machine.</p>}
        {closed.length > 0 && (
          <ul className="review-closed">
            {closed.map((c) => (
              <li key={c.file}>
                <span>
                  <strong>{c.title}</strong>
                  <span className="quiet small review-more">
                    <span className="mono">{c.id}</span> · {c.updated.slice(0, 10)}
                    {c.mode === 'rehearsal' && ' · rehearsal'}
                  </span>
                </span>
                <button type="button" disabled={disabled} aria-label={`${main ? 'Review' : 'Compare with'} ${c.id}`} onClick={() => onMachine(c.id)}>
                  {main ? 'Review' : 'Compare'} <Icon name="arrow" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
