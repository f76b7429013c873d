/** The custodians of the set, each with what they have done and what they can do next. */
import type { ReactElement } from 'react';
import type { Snapshot } from '../../api.ts';
import { Person } from '../../parts/actors.tsx';
import { carrierName } from '../../parts/share-words.ts';
import { Status } from '../../parts/status.tsx';
import type { QuorumRow } from './quorum-rows.ts';
import './quorum.css';

interface Props {
  readonly snapshot: Snapshot;
  readonly rows: readonly QuorumRow[];
  readonly presenting: string | null;
  readonly busy: boolean;
  readonly complete: boolean;
  readonly onAgree: (id: string) => void;
  readonly onPresent: (id: string) => void;
}

export function Custodians({ snapshot, rows, presenting, busy, complete, onAgree, onPresent }: Props): ReactElement {
  return (
    <ul className="custodians card" aria-label="Custodians of this set">
      {rows.map((row) => {
        const person = snapshot.people.find((p) => p.id === row.id) ?? { id: row.id, name: row.id, initials: row.id.slice(0, 2).toUpperCase(), roles: [], registered: false, absent: false, mayBeAbsent: false };
        return (
          <li key={row.id} data-now={row.id === presenting ? '' : undefined}>
            <div>
              <Person person={person} strong={row.state === 'agreed' || row.state === 'given'} state={row.share === null ? 'brings another share' : `Share ${row.share.index}, ${carrierName(row.share.carrier)}`} />
              <p className="custodian-state">{stateOf(row, row.id === presenting, complete)}</p>
            </div>
            {!complete && row.state === 'not-yet' && (
              <button type="button" disabled={busy} onClick={() => onAgree(row.id)} aria-label={`Agree as ${person.name}`}>
                Agree
              </button>
            )}
            {!complete && row.state === 'agreed' && row.id !== presenting && (
              <button type="button" disabled={busy} onClick={() => onPresent(row.id)} aria-label={`Present the share of ${person.name}`}>
                Present
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function stateOf(row: QuorumRow, now: boolean, complete: boolean): ReactElement {
  switch (row.state) {
    case 'given':
      return <Status tone="ok">{`share ${String(row.given)} given`}</Status>;
    case 'agreed':
      return <Status tone="ok" icon="pen">{now ? 'agreed, presents now' : 'agreed, share to come'}</Status>;
    case 'absent':
      return <Status tone="warn">absent</Status>;
    case 'not-yet':
      return <Status tone="quiet">{complete ? 'not needed' : 'not yet'}</Status>;
  }
}
