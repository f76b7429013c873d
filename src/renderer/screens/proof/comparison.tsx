/** Originals and restored keys side by side, in big type, with the verdict in words. */
import type { ReactElement } from 'react';
import type { StepOf } from '../../api.ts';
import { Status } from '../../parts/status.tsx';
import { grouped } from '../../parts/text.ts';

interface Props {
  readonly originals: StepOf<'proof'>['originals'];
  readonly result: StepOf<'proof'>['result'];
  readonly restored: StepOf<'proof'>['restored'];
}

/** As the original is written: in the words of the contract, else the value itself in groups. */
function spelled(key: NonNullable<Props['result']>[number], restored: Props['restored']): string {
  return restored?.find((k) => k.name === key.name)?.check ?? grouped(key.check.value);
}

export function Comparison({ originals, result, restored }: Props): ReactElement {
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
            const key = result?.find((k) => k.name === original.name);
            return (
              <tr key={original.name} className={key?.matches === false ? 'comparison-differs' : undefined}>
                <th scope="row">{original.name}</th>
                <td className="comparison-check">{original.check}</td>
                <td className="comparison-check">{key === undefined ? <span className="quiet">not yet</span> : spelled(key, restored)}</td>
                <td className="verdict">{key === undefined ? <Status tone="quiet">open</Status> : <Status tone={key.matches ? 'ok' : 'stop'}>{key.matches ? 'equal' : 'different'}</Status>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
