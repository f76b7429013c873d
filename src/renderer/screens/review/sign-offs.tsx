/** What officers decided about this record before, and later proofs that lie beside it. */
import type { ReactElement } from 'react';
import type { ReviewSummary } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { grouped } from '../../parts/text.ts';
import { moment } from './review-words.ts';

export function SignOffs({ summary }: { readonly summary: ReviewSummary }): ReactElement {
  const { signOffs, proofs } = summary;
  return (
    <section className="card review-card" aria-label="Decisions of officers">
      <h2>Decisions of officers</h2>
      {signOffs.length === 0 && <p className="quiet">Nobody has signed this record off or refused it yet.</p>}
      <ol className="review-deviations">
        {signOffs.map((s) => (
          <li key={s.file}>
            <p className="review-finding-head">
              <strong className="review-name">
                {s.officer.name}, {s.officer.role}
              </strong>
              {!s.valid ? <Status tone="stop">does not count: it is not valid</Status> : s.decision === 'accepted' ? <Status tone="ok">accepted</Status> : <Status tone="stop">refused</Status>}
              {s.pinned && <Status tone="ok">pinned key</Status>}
            </p>
            <p className="review-long review-reasons">{s.reasons}</p>
            <p className="small quiet">
              {moment(s.time)}, key <span className="mono review-key">{grouped(s.keySha256)}</span>
            </p>
          </li>
        ))}
      </ol>
      {proofs.length > 0 && (
        <ul className="review-deviations" aria-label="Later proofs">
          {proofs.map((p) => (
            <li key={p.sentence} className="review-finding-head">
              <Status tone={!p.valid ? 'stop' : p.judged ? 'ok' : 'quiet'}>{!p.valid ? 'not valid' : p.judged ? 'valid' : 'a claim: nothing pinned'}</Status>
              <span className="review-long">{p.sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
