/** Setting the states of keys: taken out of use after a rotation, or declared compromised before they are destroyed. */
import type { ReactElement } from 'react';
import { stateMeans, stateName } from '../../parts/kind-words.ts';
import { Icon } from '../../parts/icon.tsx';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { Status } from '../../parts/status.tsx';
import { inWords, list } from '../../parts/text.ts';
import { StepPage } from '../../shell/step-page.tsx';
import { useStore } from '../../state/use-store.ts';
import type { ScreenProps } from '../screen.ts';
import './key-states.css';

export function KeyStatesScreen({ step, snapshot, goOn }: ScreenProps<'key-states'>): ReactElement {
  const store = useStore();
  const { changes } = step;
  // Up to two are named on the button; the table names them all.
  const names = changes.length <= 2 ? list(changes.map((c) => c.key)) : `the ${inWords(changes.length)} keys`;
  const done = changes.length > 0 && changes.every((c) => c.done);
  const compromised = changes.some((c) => c.to === 'compromised');
  const dated = changes.some((c) => c.until !== null);
  const one = changes.length === 1;
  const are = one ? 'is' : 'are';
  const act = compromised ? `Declare ${names} compromised` : changes.every((c) => c.to === 'deactivated') ? `Take ${names} out of use` : `Set the states of ${names}`;
  return (
    <StepPage
      snapshot={snapshot}
      heading={done ? (compromised ? `The record says that ${names} ${are} compromised` : `The states of ${names} are set`) : act}
      who="Authorised people act, everyone hears it"
      lead={
        compromised
          ? `Somebody else may have ${one ? 'this key. From now on it protects nothing, whatever becomes of it' : 'these keys. From now on they protect nothing, whatever becomes of them'} later. The record says so before anything is destroyed, so that it stands even where the destruction fails.`
          : one
            ? 'The old version protects nothing new from now on. It still opens what was protected with it, until the day that is named; then it is destroyed in a ceremony of its own.'
            : 'The old versions protect nothing new from now on. They still open what was protected with them, until the day that is named; then they are destroyed in a ceremony of their own.'
      }
      act={goOn ?? (done ? null : { label: act, run: () => void store.act('keys:set-states', {}, 'Recording the states') })}
      checks={done ? [] : [{ id: 'plan', label: `${one ? 'Key and state are' : 'These keys and states are'} those of the printed plan` }]}
      confirms={`${changes.map((c) => `${c.key}: from ${stateName(c.from)} to ${stateName(c.to)}${c.until === null ? '' : ` until ${c.until}`}`).join('; ')}.`}
    >
      {!done && compromised && <ReadAloud by="The security officer">{`We declare ${list(changes.map((c) => c.key))} compromised. Nothing is protected with ${one ? 'it' : 'them'} any more, from this minute on.`}</ReadAloud>}
      <section className="card" aria-label="Keys and their states">
        <table className="key-states">
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">From, to</th>
              {dated && <th scope="col">Until</th>}
              <th scope="col">Recorded</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((c) => (
              <tr key={c.key}>
                <th scope="row" className="mono">
                  {c.key}
                </th>
                <td>
                  <span className="key-states-change">
                    {stateName(c.from)} <Icon name="arrow" /> <strong>{stateName(c.to)}</strong>
                  </span>
                  <p className="quiet small">{stateMeans(c.to)}</p>
                </td>
                {dated && <td className="key-states-until">{c.until ?? 'no date'}</td>}
                <td>{c.done ? <Status tone="ok">recorded</Status> : <Status tone="quiet">to do</Status>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </StepPage>
  );
}
