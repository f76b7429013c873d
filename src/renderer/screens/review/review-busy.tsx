/** Says that a record is being read, without a promise of when it ends. */
import type { ReactElement } from 'react';
import { Icon } from '../../parts/icon.tsx';
import '../../parts/panels.css';

export function ReviewBusy({ what }: { readonly what: string }): ReactElement {
  return (
    <div className="panel panel-busy">
      <Icon name="clock" />
      <div className="panel-fill">
        <p className="panel-title" role="status">
          {what}
        </p>
        <progress aria-label={what} />
        <p className="small quiet">A long record takes minutes. Nothing in it is changed.</p>
      </div>
    </div>
  );
}
