/** Originals and restored keys side by side, in big type, with the verdict in words. */
import type { ReactElement } from 'react';
import type { StepOf } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { grouped } from '../../parts/text.ts';

interface Props {
  readonly originals: StepOf<'proof'>['originals'];
  readonly result: StepOf<'proof'>['result'];
}

/** Short check values stand whole; a long one in groups, still whole, on two lines. */
function spelled(check: string): string {
  return check.length <= 16 ? grouped(check, 2) : grouped(check);
}

export function Comparison({ originals, result }: Props): ReactElement {
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
          {originals.map((original) => {
            const restored = result?.find((k) => k.name === original.name);
            const long = original.check.length > 16;
            return (
              <tr key={original.name} className={restored?.matches === false ? 'comparison-differs' : undefined}>
                <th scope="row">{original.name}</th>
                <td className={`mono ${long ? 'check-two-lines' : 'check-one-line'}`}>{spelled(original.check)}</td>
                <td className={`mono ${long ? 'check-two-lines' : 'check-one-line'}`}>{restored === undefined ? <span className="quiet">not yet</span> : spelled(restored.check.value)}</td>
                <td className="verdict">{restored === undefined ? <Status tone="quiet">open</Status> : <Status tone={restored.matches ? 'ok' : 'stop'}>{restored.matches ? 'equal' : 'different'}</Status>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
