/** How a drill went, once its ceremony has ended: each incident with what right handling leaves in the record, and where the report lies. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { duration } from '../../parts/busy-panel.tsx';
import { NotePanel } from '../../parts/note-panel.tsx';
import { Status } from '../../parts/status.tsx';
import './drill-end.css';

type End = NonNullable<NonNullable<Snapshot['drill']>['end']>;
type Incident = End['incidents'][number];

export function DrillEnd({ drill }: { readonly drill: Snapshot['drill'] }): ReactElement | null {
  const end = drill?.end ?? null;
  if (end === null) return null;
  return (
    <section className="card drill-end" aria-label="Report of the drill">
      <h2>Report of the drill</h2>
      {end.incidents.map((incident) => (
        <div key={incident.id} className="drill-end-incident">
          <p>
            <strong>{incident.title}</strong> <Result incident={incident} />
          </p>
          <ul>
            {incident.signs.map(({ what, entry }) => (
              <li key={what}>{entry === null ? `${what}: not in the record` : `${what} (entry ${entry})`}</li>
            ))}
          </ul>
          <p className="quiet">For the debrief: {incident.question}</p>
        </div>
      ))}
      {end.waits && <p>The emergency revocation is to follow. Draft its plan from the last bundle and open it from the first page; when it closes, the report is completed by it.</p>}
      {end.report === null ? (
        <NotePanel tone="warn" title="The report could not be written.">
          <p>The rehearsal itself is complete. Make room on the disk and open it again from the first page: the report is written then.</p>
        </NotePanel>
      ) : (
        <p>
          To print: <span className="mono bundle-path">{end.report}</span>
        </p>
      )}
    </section>
  );
}

function Result({ incident }: { readonly incident: Incident }): ReactElement {
  if (!incident.struck) return <Status tone="warn">The ceremony did not come to it</Status>;
  if (!incident.handled || incident.seconds === null) return <Status tone="stop">Not handled rightly</Status>;
  return <Status tone="ok">{`Handled in ${duration(incident.seconds)}`}</Status>;
}
