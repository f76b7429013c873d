/** Delivering one key to another key manager: wrapped inside the HSM under the target's public key, readable nowhere on the way. */
import type { ReactElement } from 'react';
import { GatherAgain } from '../../parts/gather-again.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { count, grouped } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import { Deadline } from './deadline.tsx';
import './delivery.css';

export function DeliveryScreen({ step, snapshot, goOn }: ScreenProps<'delivery'>): ReactElement {
  const store = useStore();
  const { key, target, deadline, files } = step;
  const done = files.length > 0;
  // Where nothing is imported of the target, the key stays here and only its public facts go out.
  const wraps = snapshot.script.some((line) => line.kind === 'target');
  const quorum = snapshot.script.some((line) => line.kind === 'quorum');
  return (
    <StepPage
      snapshot={snapshot}
      heading={wraps ? (done ? `The ${key} key is ready to be delivered` : `Deliver ${key} to ${target}`) : done ? `The papers of ${key} are written` : `Write the papers of ${key} for ${target}`}
      who="Authorised people act, everyone watches"
      lead={
        done
          ? `Take the ${count(files.length, 'file')} out with the bundle. Whoever carries them can read nothing in them that is secret${wraps ? `; only ${target} can open what they hold` : ''}.`
          : !wraps
            ? 'The key stays in this HSM. What goes out is its public key and what the target must know to ask for it; nothing of it is secret.'
            : 'The HSM wraps the key under the public key of the target. It leaves the HSM only so, and nobody on the way can open it.'
      }
      act={goOn ?? (done ? null : { label: wraps ? `Deliver ${key}` : `Write the papers of ${key}`, run: () => void store.act('key:deliver', {}, wraps ? `The HSM is wrapping ${key} for the target` : `Writing the papers of ${key}`) })}
      checks={done ? [] : [{ id: 'target', label: wraps ? `The plan says: ${key} goes to ${target}, and nowhere else` : `The plan says: ${target} is told of ${key}` }]}
      confirms={wraps ? `${key} is to be delivered to ${target}.` : `The public facts of ${key} are to be written for ${target}.`}
      seldom={!done && quorum && goOn === null && <GatherAgain snapshot={snapshot} />}
    >
      {!done && wraps && <ReadAloud by="The security officer" large>{`We deliver ${key} to ${target}, and nowhere else. A delivered key cannot be called back. Is anyone against it?`}</ReadAloud>}
      {deadline !== null && <Deadline deadline={deadline} utc={snapshot.utc} target={target} />}
      {done && (
        <section className="card" aria-label="Files of the delivery">
          <table className="delivery-files">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.name}>
                  <th scope="row" className="mono">
                    {file.name}
                  </th>
                  <td className="mono small">{grouped(file.sha256, 8)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </StepPage>
  );
}
