/** The record as it grows, newest entry first, and the deviations that nobody has accepted yet. */
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { AcceptDeviationDialog } from '../dialogs/accept-deviation-dialog.tsx';
import { count } from '../parts/text.ts';
import { Unbroken } from '../parts/unbroken.tsx';
import './record-rail.css';

export function RecordRail({ snapshot }: { readonly snapshot: Snapshot }): ReactElement {
  const [accepting, accept] = useState<number | null>(null);
  const { record, deviations } = snapshot;
  const open = deviations.filter((d) => d.acceptedBy.length === 0);
  const lines = [...record.lines].sort((a, b) => b.seq - a.seq);
  const over = snapshot.status === 'closed' || snapshot.status === 'abandoned';
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside className="record-rail" aria-label="Record" tabIndex={0}>
      <h2>
        <span>Record</span>
        <span>{count(record.count, 'entry', 'entries')}, saved</span>
      </h2>
      {!over &&
        open.map((d) => (
          <div key={d.id} className="open-deviation">
            <p className="open-deviation-title">Deviation {d.id}, not accepted yet</p>
            <p>{d.what}</p>
            <button type="button" onClick={() => accept(d.id)}>
              Accept deviation {d.id}
            </button>
          </div>
        ))}
      <ol aria-label="Entries, newest first">
        {lines.map((line) => (
          <li key={line.seq} className={`entry entry-${line.tone}`}>
            <time dateTime={line.time}>{line.time.slice(11, 19)}</time>
            <p>
              <Unbroken text={line.sentence} />
            </p>
            {line.mono !== undefined && <span className="mono">{line.mono}</span>}
          </li>
        ))}
      </ol>
      {accepting !== null && <AcceptDeviationDialog snapshot={snapshot} id={accepting} onClose={() => accept(null)} />}
    </aside>
  );
}
