/** What everyone in the room must always see: which ceremony, real or rehearsal, quorum, air gap, clock. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { kindName } from '../parts/kind-words.ts';
import { useSecondsSince } from '../state/use-seconds.ts';
import './top-bar.css';

export function TopBar({ snapshot, at }: { readonly snapshot: Snapshot; readonly at: number }): ReactElement {
  const { ceremony, offline } = snapshot;
  return (
    <header className="top-bar">
      <div className="top-title">
        <span className="top-name">{ceremony.title}</span>
        <span className="top-id">
          {kindName(ceremony.kind)} <span className="mono">{ceremony.id}</span>
        </span>
      </div>
      {ceremony.mode === 'rehearsal' ? (
        <span className="pill pill-rehearsal">
          <Icon name="warn" /> Rehearsal, keys are not real
        </span>
      ) : (
        <span className="pill pill-real">
          <Icon name="lock" /> Real ceremony
        </span>
      )}
      {ceremony.threshold > 0 && (
        <span className="pill pill-quorum">
          Quorum {ceremony.threshold} of {ceremony.shares}
        </span>
      )}
      <span className={`pill ${offline.ok ? 'pill-ok' : 'pill-stop'}`}>
        <Icon name={offline.ok ? 'check' : 'stop'} /> {offline.ok ? 'No network' : 'Network found'}
      </span>
      <Clock utc={snapshot.utc} at={at} />
    </header>
  );
}

function Clock({ utc, at }: { readonly utc: string; readonly at: number }): ReactElement {
  const seconds = useSecondsSince(at);
  const time = new Date(Date.parse(utc) + seconds * 1000).toISOString().slice(11, 19);
  return (
    <time className="top-clock mono" aria-label="Clock of this machine, UTC">
      {time} UTC
    </time>
  );
}
