/** Two records side by side: the same kind of fact in each row, and in words whether it is the same. */
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ComparisonView, Problem } from '../../api.ts';
import { NotePanel } from '../../parts/note-panel.tsx';
import { ProblemPanel } from '../../parts/problem-panel.tsx';
import { Status } from '../../parts/status.tsx';
import type { Tone } from '../../parts/status.tsx';
import { capital, count } from '../../parts/text.ts';
import { Unbroken } from '../../parts/unbroken.tsx';
import { unanswered } from '../../state/store.ts';
import { useStore } from '../../state/use-store.ts';

type Row = ComparisonView['sections'][number]['rows'][number];

const differences: Readonly<Record<Row['difference'], { readonly tone: Tone; readonly word: string }>> = {
  same: { tone: 'ok', word: 'the same' },
  different: { tone: 'warn', word: 'different' },
  'only-left': { tone: 'warn', word: 'only on the left' },
  'only-right': { tone: 'warn', word: 'only on the right' },
  expected: { tone: 'quiet', word: 'differs each time' },
};

/** Of what is open in both places now. */
export function Compare(): ReactElement {
  const store = useStore();
  const [view, setView] = useState<ComparisonView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let wanted = true;
    store.api['review:compare']({}).then(
      (answer) => {
        if (!wanted) return;
        if (answer.ok) setView(answer.view);
        else setProblem(answer.refusal);
      },
      () => wanted && setProblem(unanswered),
    );
    return () => {
      wanted = false;
    };
  }, [store]);

  return (
    <>
      <ProblemPanel problem={problem} />
      {view === null && problem === null && <p className="quiet">Reading both records…</p>}
      {view !== null && (
        <>
          <NotePanel tone={view.differences === 0 ? 'ok' : 'warn'} title={view.differences === 0 ? 'Nothing differs that should be the same' : `${capital(count(view.differences, 'difference'))} to look at`}>
            <p>{view.relation}</p>
          </NotePanel>
          {view.sections.map((section) => (
            <section key={section.title} className="card review-card" aria-label={section.title}>
              <h2>{section.title}</h2>
              <table className="review-compare">
                <thead>
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col">{view.left.ceremony} (left)</th>
                    <th scope="col">{view.right.ceremony} (right)</th>
                    <th scope="col">Compared</th>
                  </tr>
                </thead>
                <tbody>
                  {section.rows.map((row) => (
                    <tr key={row.label} data-difference={row.difference}>
                      <th scope="row">
                        <Unbroken text={row.label} />
                      </th>
                      <Value value={row.left} exact={row.exact} />
                      <Value value={row.right} exact={row.exact} />
                      <td>
                        <Status tone={differences[row.difference].tone}>{differences[row.difference].word}</Status>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ))}
        </>
      )}
    </>
  );
}

function Value({ value, exact }: { readonly value: string | null; readonly exact: boolean }): ReactElement {
  if (value === null) return <td className="quiet">not there</td>;
  return <td className={exact ? 'mono' : undefined}>{value}</td>;
}
