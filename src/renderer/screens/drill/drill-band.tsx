/** The band of a drill across the window: what has struck, that it is a drill, and what only the facilitator does. It says nothing of right handling. */
import type { ReactElement } from 'react';
import type { Snapshot, StruckIncident } from '../../api.ts';
import { duration } from '../../parts/busy-panel.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useSecondsSince } from '../../state/use-seconds.ts';
import { useStore, useUi } from '../../state/use-store.ts';
import './drill-band.css';

export function DrillBand({ snapshot, at }: { readonly snapshot: Snapshot; readonly at: number }): ReactElement | null {
  const { drill, step, status } = snapshot;
  if (drill === undefined || status === 'closed' || status === 'abandoned') return null;
  const here = drill.struck.filter((incident) => incident.step.id === step.id || incident.unplugged);
  const open = drill.struck.filter((incident) => !incident.handled && !here.includes(incident));
  if (here.length === 0 && open.length === 0) return null;
  return (
    <section className="drill-band" aria-label="Drill incident">
      {here.map((incident) => (incident.handled ? <Line key={incident.id} incident={incident} at={at} /> : <Card key={incident.id} incident={incident} at={at} />))}
      {open.map((incident) => (
        <Line key={incident.id} incident={incident} at={at} />
      ))}
    </section>
  );
}

function Card({ incident, at }: { readonly incident: StruckIncident; readonly at: number }): ReactElement {
  const store = useStore();
  const { pending } = useUi();
  return (
    <div className="drill-card">
      <div role="status">
        <p className="drill-eyebrow">
          <Icon name="warn" /> Drill incident · this is a drill · struck <Since seconds={incident.seconds} at={at} /> ago
        </p>
        <p className="drill-title">{incident.title}</p>
        <p>{incident.readAloud}</p>
      </div>
      <div className="drill-facilitator">
        <p className="drill-eyebrow">{incident.how === 'real' ? 'The application does this' : 'For the facilitator'}</p>
        <p>{incident.sentence}</p>
        {incident.unplugged && (
          <button type="button" disabled={pending !== null} onClick={() => void store.act('drill:plug-in', {}, 'Plugging the HSM in again')}>
            Facilitator: plug the HSM in again
          </button>
        )}
      </div>
    </div>
  );
}

function Line({ incident, at }: { readonly incident: StruckIncident; readonly at: number }): ReactElement {
  return (
    <p className="drill-line">
      <Icon name={incident.handled ? 'check' : 'clock'} /> <strong>{incident.title}</strong>
      {incident.handled ? (
        <span>
          Handled in {duration(incident.seconds)}: what right handling leaves in the record is there. The drill goes on.
        </span>
      ) : (
        <span>
          Drill incident, struck <Since seconds={incident.seconds} at={at} /> ago in step {incident.step.number}.
        </span>
      )}
    </p>
  );
}

function Since({ seconds, at }: { readonly seconds: number; readonly at: number }): ReactElement {
  return <span className="mono">{duration(seconds + useSecondsSince(at))}</span>;
}
