/** All shares of the set and what is known of each. */
import type { ReactElement } from 'react';
import type { Snapshot, StepOf } from '../api.ts';
import { nameOf } from './name-of.ts';
import { carrierName } from './share-words.ts';
import { Status } from './status.tsx';
import './share-list.css';

interface Props {
  readonly snapshot: Snapshot;
  readonly shares: StepOf<'proof'>['shares'];
  readonly current?: number;
  /** With it, says which are presented for the proof instead of which are read back. */
  readonly presented?: readonly number[];
}

export function ShareList({ snapshot, shares, current, presented }: Props): ReactElement {
  return (
    <ol className="share-list" aria-label="Shares of this set">
      {shares.map((share) => {
        const done = presented === undefined ? share.read : presented.includes(share.index);
        const words = presented === undefined ? (share.read ? 'read back' : share.index === current ? 'being read now' : 'to be read') : done ? 'presented' : 'not presented';
        return (
          <li key={share.index} data-now={share.index === current ? '' : undefined}>
            <span className="share-list-number">{share.index}</span>
            <span className="share-list-who">
              <span className="share-list-name">{nameOf(snapshot, share.custodian)}</span>
              <span className="quiet small">{carrierName(share.carrier)}</span>
              <span className="small">
                <Status tone={done ? 'ok' : 'quiet'}>{words}</Status>
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
