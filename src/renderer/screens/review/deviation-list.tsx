/** Deviations: what happened, what was done about it, who recorded it, and who accepted it. */
import type { ReactElement } from 'react';
import type { ReviewedDeviation } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { list } from '../../parts/text.ts';
import { moment } from './review-words.ts';

export function DeviationList({ deviations }: { readonly deviations: readonly ReviewedDeviation[] }): ReactElement {
  return (
    <ol className="review-deviations">
      {deviations.map((d) => (
        <li key={d.id}>
          <p className="review-finding-head">
            <strong>Deviation {d.id}</strong>
            {d.accepted.length === 0 ? <Status tone="stop">accepted by nobody</Status> : <Status tone="ok">{`accepted by ${list(d.accepted.map((a) => a.name))}`}</Status>}
          </p>
          <p className="review-long">{d.what}</p>
          <p className="review-long">
            <span className="quiet">Remedy:</span> {d.remedy}
          </p>
          <p className="small quiet">
            Recorded by {d.byName}, {moment(d.time)}
          </p>
        </li>
      ))}
    </ol>
  );
}
