/** Which share this is, as large as on its sheet. */
import type { ReactElement } from 'react';
import './share-head.css';

interface Props {
  readonly share: { readonly index: number };
  readonly of: number;
  readonly threshold: number;
}

export function ShareHead({ share, of, threshold }: Props): ReactElement {
  return (
    <p className="share-head">
      <span className="share-head-label">Share</span>
      <span className="share-head-number">
        {share.index} <span>of</span> {of}
      </span>
      <span className="quiet">any {threshold} restore the keys</span>
    </p>
  );
}
