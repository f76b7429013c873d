/** One organisation: problems first, then what is due, then the keys, then the ceremonies they come from. */
import type { ReactElement } from 'react';
import type { DutyView, LineageView } from '../../api.ts';
import { Icon } from '../../parts/icon.tsx';
import { kindName, stateName } from '../../parts/kind-words.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { setName } from '../../parts/share-words.ts';
import { Status } from '../../parts/status.tsx';
import { capital, count, keyType, list } from '../../parts/text.ts';
import { Unbroken } from '../../parts/unbroken.tsx';
import { dutiesInOrder, dutySaid, dutyWhen } from './duties.ts';

/** Duties that stand open; the later ones fold away. */
const shown = 5;
const tones = { overdue: 'stop', soon: 'warn', later: 'quiet' } as const;
const stateTones = { 'pre-activation': 'quiet', active: 'ok', suspended: 'warn', deactivated: 'quiet', compromised: 'stop', destroyed: 'quiet' } as const;

export function OneLineage({ lineage }: { readonly lineage: LineageView }): ReactElement {
  const duties = dutiesInOrder(lineage.duties);
  return (
    <section className="lineage" aria-label={`${lineage.organisation}${lineage.mode === 'rehearsal' ? ', rehearsal' : ''}`}>
      <h2 className="lineage-name">
        {lineage.organisation}
        {lineage.mode === 'rehearsal' && (
          <span className="tag-rehearsal small">
            <Icon name="warn" /> Rehearsal
          </span>
        )}
      </h2>
      {lineage.problems.length > 0 && (
        <NotePanel tone="stop" title={`${capital(count(lineage.problems.length, 'problem'))} in this record`}>
          {lineage.problems.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </NotePanel>
      )}
      <section className="card" aria-label="Duties">
        <h3>What is due</h3>
        {duties.length === 0 ? <p className="quiet">Nothing is due.</p> : <Duties duties={duties.slice(0, shown)} />}
        {duties.length > shown && (
          <details>
            <summary>{count(duties.length - shown, 'later duty', 'later duties')}</summary>
            <Duties duties={duties.slice(shown)} />
          </details>
        )}
      </section>
      <section className="card" aria-label="Keys">
        <h3>Keys</h3>
        <Keys keys={lineage.keys} />
      </section>
      <section className="card" aria-label="Ceremonies">
        <h3>Ceremonies</h3>
        <ol className="lineage-ceremonies">
          {lineage.ceremonies.map((c) => (
            <li key={c.id}>
              <time dateTime={c.ended}>{c.ended.slice(0, 10)}</time>
              <span>
                <strong>{kindName(c.kind)}</strong>, {c.title}
                <span className="quiet small lineage-bundle">
                  <span className="mono">{c.id}</span> · <span className="mono">{c.bundle}</span>
                </span>
              </span>
            </li>
          ))}
        </ol>
      </section>
    </section>
  );
}

function Duties({ duties }: { readonly duties: readonly DutyView[] }): ReactElement {
  return (
    <ul className="duties">
      {duties.map((d) => (
        <li key={`${d.by}-${d.about}-${d.what}`}>
          <Status tone={tones[d.state]} icon={d.state === 'later' ? 'clock' : d.state === 'soon' ? 'warn' : 'stop'}>
            {dutyWhen(d)}
          </Status>
          <span>
            <Unbroken text={dutySaid(d)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Keys({ keys }: { readonly keys: LineageView['keys'] }): ReactElement {
  return (
    <table className="lineage-keys">
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">State</th>
          <th scope="col">Check value</th>
          <th scope="col">Comes back from</th>
          <th scope="col">Next</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.name} data-gone={key.state === 'destroyed' ? '' : undefined}>
            <th scope="row">
              <span className="mono">{key.name}</span>
              <span className="quiet small lineage-more">
                {keyType(key.type)}
                {key.replaces !== null && `, after ${key.replaces}`}
              </span>
            </th>
            <td>
              <Status tone={stateTones[key.state]}>{stateName(key.state)}</Status>
              {key.since !== null && <span className="quiet small lineage-more">since <span className="keep">{key.since.slice(0, 10)}</span></span>}
            </td>
            <td className="mono small">{key.check}</td>
            <td>{key.sets.length === 0 ? <span className="quiet">nothing</span> : <span className="mono">{list(key.sets.map(setName))}</span>}</td>
            <td>{key.next === null ? <span className="quiet">nothing</span> : `${key.next.what}, ${dutyWhen(key.next)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
