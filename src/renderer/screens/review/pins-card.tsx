/** By which pinned keys records are judged in this session: none, or those of a file that the person chose. */
import type { ReactElement } from 'react';
import { Icon } from '../../parts/icon.tsx';

interface Props {
  readonly trust: string | null;
  readonly disabled: boolean;
  readonly onChoose: () => void;
  readonly onForget: () => void;
}

export function PinsCard({ trust, disabled, onChoose, onForget }: Props): ReactElement {
  return (
    <section className="card review-pins" aria-label="Pinned keys">
      <div>
        <h2>Pinned keys</h2>
        {trust === null ? (
          <p>None are chosen. A record can then be valid, but nobody vouches that its keys are your organisation’s.</p>
        ) : (
          <p>
            Judged by <span className="mono review-name">{trust}</span>, until Keyrite is closed.
          </p>
        )}
      </div>
      <p className="review-choices">
        <button type="button" disabled={disabled} onClick={onChoose}>
          <Icon name="lock" /> {trust === null ? 'Choose the file of pinned keys' : 'Choose another file'}
        </button>
        {trust !== null && (
          <button type="button" className="plain" disabled={disabled} onClick={onForget}>
            Judge without pins
          </button>
        )}
      </p>
    </section>
  );
}
