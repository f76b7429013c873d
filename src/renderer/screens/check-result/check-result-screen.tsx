/** The result of a yearly check as a table that is read aloud and can be filed: each share, what was found, what is to be done. */
import type { ReactElement } from 'react';
import { checkResults } from '../../parts/check-words.ts';
import { nameOf } from '../../parts/name-of.ts';
import { ReadAloud } from '../../parts/read-aloud.tsx';
import { carrierName, setName } from '../../parts/share-words.ts';
import { Status } from '../../parts/status.tsx';
import { StepPage } from '../../shell/step-page.tsx';
import type { ScreenProps } from '../screen.ts';
import './check-result.css';

export function CheckResultScreen({ step, snapshot, goOn }: ScreenProps<'check-result'>): ReactElement {
  const { rows, sentence, set } = step;
  const open = rows.filter((r) => r.result !== 'readable').length;
  return (
    <StepPage
      snapshot={snapshot}
      heading={open === 0 ? 'Every share is present and readable' : open === 1 ? 'One share needs something done' : 'Some shares need something done'}
      who="The auditor reads, everyone listens"
      lead="This is what was found today. It stands in the record as it stands here, and the statement that everyone signs covers it."
      act={goOn}
      checks={goOn === null ? [{ id: 'read', label: 'The table was read aloud, and it is what was seen here today' }] : []}
      confirms={`The result of the check of set ${setName(set)} was read aloud: ${sentence}`}
      actors="confirming"
    >
      <ReadAloud by="The auditor">{sentence}</ReadAloud>
      <section className="card check-paper" aria-label="Result of the check">
        <h2>
          Check of share set <span className="mono">{setName(set)}</span>
        </h2>
        <p className="quiet small">
          {snapshot.ceremony.organisation} · {snapshot.ceremony.id} · {snapshot.utc.slice(0, 10)}
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">Share</th>
              <th scope="col">Found</th>
              <th scope="col">Bag</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const found = checkResults[row.result];
              return (
                <tr key={row.index}>
                  <th scope="row">
                    <span className="check-share">
                      <span className="check-number">{row.index}</span>
                      <span>
                        {nameOf(snapshot, row.custodian)}
                        <span className="check-carrier quiet small">{carrierName(row.carrier)}</span>
                      </span>
                    </span>
                  </th>
                  <td>
                    <Status tone={found.tone}>{found.word}</Status>
                    {row.note !== null && row.note !== '' && <p className="small">{row.note}</p>}
                  </td>
                  <td className="mono check-bag">{row.bag ?? 'none'}</td>
                  <td>{row.todo}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </StepPage>
  );
}
