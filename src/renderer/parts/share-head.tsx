/** Which share this is, as large as on its sheet. */
import type { ReactElement } from 'react';
import './share-head.css';

interface Props {
  readonly share: { readonly index: number };
  /** Left out where the set is not this ceremony's own. */
  readonly of?: number;
  readonly threshold?: number;
  /** Said beside the number. */
  readonly says?: string;
}

export function ShareHead({ share, of, threshold, says }: Props): ReactElement {
  return (
    <p className="share-head">
      <span className="share-head-label">Share</span>
      <span className="share-head-number">
        {share.index}
        {of !== undefined && (
          <>
            {' '}
            <span>of</span> {of}
          </>
        )}
      </span>
      {threshold !== undefined && <span className="quiet">any {threshold} restore the keys</span>}
      {says !== undefined && <span className="quiet">{says}</span>}
    </p>
  );
}
