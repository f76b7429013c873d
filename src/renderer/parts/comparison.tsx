/** Originals and restored keys side by side, in big type, with the verdict in words. */
import type { ReactElement } from 'react';
import { Status } from './status.tsx';
import { Unbroken } from './unbroken.tsx';
import './comparison.css';

export interface Compared {
  readonly name: string;
  readonly original: string;
  /** In the same words as the original; null while it is not there yet. */
  readonly restored: string | null;
  readonly matches: boolean;
}

export function Comparison({ rows }: { readonly rows: readonly Compared[] }): ReactElement {
  return (
    <section className="card" aria-label="Originals and restored keys">
      <table className="comparison">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Original</th>
            <th scope="col">Restored</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={row.restored !== null && !row.matches ? 'comparison-differs' : undefined}>
              <th scope="row">
                <Unbroken text={row.name} />
              </th>
              <td className="comparison-check">{row.original}</td>
              <td className="comparison-check">{row.restored ?? <span className="quiet">not yet</span>}</td>
              <td className="verdict">{row.restored === null ? <Status tone="quiet">open</Status> : <Status tone={row.matches ? 'ok' : 'stop'}>{row.matches ? 'equal' : 'different'}</Status>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
